//! The answer before a payment, refunds, and the bot's Stars.

use serde_json::{Value, json};

use super::DONE;
use super::answers::query_is_too_old;
use crate::telegram::answer::{Answer, ApiError};
use crate::telegram::charges::NoRefund;
use crate::telegram::event::EventKind;
use crate::telegram::params::Params;
use crate::telegram::payments::Verdict;
use crate::telegram::world::World;

/// Transactions of one page, unless fewer are asked for (Bot API, `getStarTransactions`).
const PAGE: usize = 100;

pub(super) fn answer_pre_checkout_query(world: &mut World, params: &Params) -> Answer {
    let id = params.str("pre_checkout_query_id").unwrap_or("");
    let verdict = verdict(params)?;
    let question = world
        .payments
        .questions
        .get_mut(id)
        .ok_or_else(query_is_too_old)?;
    if question.closed || question.verdict.is_some() {
        return Err(query_is_too_old());
    }
    question.verdict = Some(verdict.clone());
    let user = question.user;
    let detail = match verdict {
        Verdict::Accepted => json!({"ok": true}),
        Verdict::Refused(reason) => json!({"ok": false, "error_message": reason}),
    };
    world.event(user, EventKind::PreCheckout, None, detail);
    Ok(DONE)
}

fn verdict(params: &Params) -> Result<Verdict, ApiError> {
    if params.flag("ok") {
        return Ok(Verdict::Accepted);
    }
    let reason = params.str("error_message").unwrap_or("");
    if reason.is_empty() {
        return Err(ApiError::rule("ok=false needs an error_message"));
    }
    Ok(Verdict::Refused(reason.to_owned()))
}

/// Nothing that is sold here is shipped, so no such query was ever asked.
pub(super) fn answer_shipping_query(params: &Params) -> Answer {
    let missing = if params.flag("ok") {
        "shipping_options"
    } else {
        "error_message"
    };
    match params.value(missing) {
        Some(_) => Err(query_is_too_old()),
        None => Err(ApiError::rule(format!(
            "answerShippingQuery needs {missing}"
        ))),
    }
}

pub(super) fn refund_star_payment(world: &mut World, params: &Params) -> Answer {
    let id = params.str("telegram_payment_charge_id").unwrap_or("");
    let user = params.int("user_id").unwrap_or(0);
    let refusal = |why| match why {
        NoRefund::Unknown => ApiError::bad_request("CHARGE_NOT_FOUND"),
        NoRefund::Repeated => ApiError::bad_request("CHARGE_ALREADY_REFUNDED"),
    };
    world.refund(user, id).map_err(refusal)?;
    Ok(DONE)
}

pub(super) fn star_transactions(world: &World, params: &Params) -> Answer {
    let number = |name: &str, usual: usize| match params.int(name) {
        Some(number) => usize::try_from(number)
            .map_err(|_| ApiError::rule(format!("\"{name}\" is negative: {number}"))),
        None => Ok(usual),
    };
    let page = world
        .payments
        .stars
        .page(number("offset", 0)?, number("limit", PAGE)?);
    Ok(json!({"transactions": page}))
}

pub(super) fn star_balance(world: &World) -> Value {
    json!({"amount": world.payments.stars.balance()})
}
