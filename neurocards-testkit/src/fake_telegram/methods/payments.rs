//! Invoices, the answer before a payment, refunds, and the bot's Stars.

use serde_json::{Map, Value, json};

use super::answers::query_is_too_old;
use super::{DONE, sends};
use crate::fake_telegram::answer::{Answer, ApiError};
use crate::fake_telegram::event::EventKind;
use crate::fake_telegram::params::Params;
use crate::fake_telegram::payments::{Invoice, MAX_REMEMBERED, Verdict};
use crate::fake_telegram::update_kind::UpdateKind;
use crate::fake_telegram::world::{Draft, World};

/// The only period of a subscription, in seconds (Bot API, `createInvoiceLink`).
const SUBSCRIPTION_SECS: i64 = 2_592_000;

pub(super) fn send_invoice(world: &mut World, params: &Params) -> Answer {
    let chat = world.writable_chat(params)?;
    let invoice = read_invoice(world, params)?;
    let mut draft = sends::draft(world, chat, params, invoice_content(params, &invoice))?;
    match &draft.keyboard {
        Some(keyboard) if keyboard["inline_keyboard"][0][0]["pay"] != true => {
            return Err(ApiError::bad_request(
                "the first button of an invoice must be Pay",
            ));
        }
        Some(_) => {}
        None => {
            let label = format!("Pay {} {}", invoice.total_amount, invoice.currency);
            draft.keyboard = Some(json!({"inline_keyboard": [[{"text": label, "pay": true}]]}));
        }
    }
    let sent = world.post(chat, true, draft);
    let id = sent["message_id"].as_i64().unwrap_or(0);
    world.payments.invoices.insert((chat, id), invoice);
    Ok(sent)
}

fn invoice_content(params: &Params, invoice: &Invoice) -> Map<String, Value> {
    let shown = json!({
        "title": params.str("title"),
        "description": params.str("description"),
        "start_parameter": invoice.start_parameter,
        "currency": invoice.currency,
        "total_amount": invoice.total_amount,
    });
    Map::from_iter([("invoice".to_owned(), shown)])
}

pub(super) fn create_invoice_link(world: &mut World, params: &Params) -> Answer {
    let invoice = read_invoice(world, params)?;
    if params
        .int("subscription_period")
        .is_some_and(|period| period != SUBSCRIPTION_SECS)
    {
        return Err(ApiError::bad_request("SUBSCRIPTION_PERIOD_INVALID"));
    }
    let link = format!("https://t.me/$fake{}", world.payments.next_number());
    world.payments.links.insert(link.clone(), invoice);
    Ok(json!(link))
}

fn read_invoice(world: &World, params: &Params) -> Result<Invoice, ApiError> {
    if world.payments.invoices.len() + world.payments.links.len() >= MAX_REMEMBERED {
        return Err(ApiError::rule(format!(
            "more than {MAX_REMEMBERED} invoices"
        )));
    }
    let prices = params
        .value("prices")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let provider = params.str("provider_token").unwrap_or("");
    let currency = params.str("currency").unwrap_or("").to_owned();
    check_terms(&currency, provider, prices.len())?;
    let total: i64 = prices
        .iter()
        .filter_map(|price| price["amount"].as_i64())
        .sum();
    if total <= 0 {
        return Err(ApiError::bad_request("CURRENCY_TOTAL_AMOUNT_INVALID"));
    }
    Ok(Invoice {
        currency,
        total_amount: total,
        payload: params.str("payload").unwrap_or("").to_owned(),
        start_parameter: params.str("start_parameter").unwrap_or("").to_owned(),
    })
}

fn check_terms(currency: &str, provider: &str, prices: usize) -> Result<(), ApiError> {
    if currency.len() != 3 || !currency.chars().all(|c| c.is_ascii_uppercase()) {
        return Err(ApiError::bad_request("CURRENCY_INVALID"));
    }
    let stars = currency == "XTR";
    if stars && prices != 1 {
        return Err(ApiError::rule("an invoice in Stars has exactly one price"));
    }
    if stars && !provider.is_empty() {
        return Err(ApiError::rule(
            "an invoice in Stars has an empty provider_token",
        ));
    }
    if !stars && (provider.is_empty() || prices == 0) {
        return Err(ApiError::bad_request("PAYMENT_PROVIDER_INVALID"));
    }
    Ok(())
}

pub(super) fn answer_pre_checkout_query(world: &mut World, params: &Params) -> Answer {
    let id = params.str("pre_checkout_query_id").unwrap_or("");
    let verdict = if params.flag("ok") {
        Verdict::Accepted
    } else {
        let reason = params
            .str("error_message")
            .filter(|reason| !reason.is_empty());
        let reason = reason.ok_or_else(|| ApiError::rule("ok=false needs an error_message"))?;
        Verdict::Refused(reason.to_owned())
    };
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

pub(super) fn refund_star_payment(world: &mut World, params: &Params) -> Answer {
    let id = params
        .str("telegram_payment_charge_id")
        .unwrap_or("")
        .to_owned();
    let (user, now) = (params.int("user_id").unwrap_or(0), world.now());
    let charge = world
        .payments
        .charges
        .get_mut(&id)
        .filter(|charge| charge.user == user);
    let charge = charge
        .filter(|charge| charge.invoice.currency == "XTR")
        .ok_or_else(|| ApiError::bad_request("CHARGE_NOT_FOUND"))?;
    if charge.refunded_at.is_some() {
        return Err(ApiError::bad_request("CHARGE_ALREADY_REFUNDED"));
    }
    charge.refunded_at = Some(now);
    let refunded = json!({
        "currency": charge.invoice.currency,
        "total_amount": charge.invoice.total_amount,
        "invoice_payload": charge.invoice.payload,
        "telegram_payment_charge_id": id,
    });
    let content = Map::from_iter([("refunded_payment".to_owned(), refunded)]);
    let message = world.post(
        user,
        false,
        Draft {
            content,
            ..Draft::default()
        },
    );
    world.notify(UpdateKind::Message, user, message);
    Ok(DONE)
}

pub(super) fn star_transactions(world: &World, params: &Params) -> Value {
    let number = |name: &str, usual: usize| {
        params
            .int(name)
            .and_then(|n| usize::try_from(n).ok())
            .unwrap_or(usual)
    };
    let user_json = |id: i64| {
        world
            .chats
            .get(&id)
            .map_or(Value::Null, |chat| chat.user.to_json())
    };
    let page: Vec<Value> = world
        .payments
        .transactions(user_json)
        .into_iter()
        .skip(number("offset", 0))
        .take(number("limit", 100))
        .collect();
    json!({"transactions": page})
}

pub(super) fn star_balance(world: &World) -> Value {
    json!({"amount": world.payments.stars()})
}
