//! Invoices as messages and as links.

use serde_json::{Map, Value, json};

use super::sends;
use crate::telegram::answer::{Answer, ApiError};
use crate::telegram::invoice_terms::{self, SUBSCRIPTION_SECS};
use crate::telegram::params::Params;
use crate::telegram::payments::{Invoice, MAX_REMEMBERED, Wanted};
use crate::telegram::world::World;

/// Stars of one period of a subscription, at most (Bot API, `createInvoiceLink`).
const MAX_SUBSCRIPTION_STARS: i64 = 10_000;

pub(super) fn send_invoice(world: &mut World, params: &Params) -> Answer {
    let chat = world.writable_chat(params)?;
    let invoice = read_invoice(world, params)?;
    let draft = sends::draft(world, chat, params, content(params, &invoice))?;
    let sent = world.post(chat, true, draft);
    let id = sent["message_id"].as_i64().unwrap_or(0);
    world.payments.invoices.insert((chat, id), invoice);
    Ok(sent)
}

fn content(params: &Params, invoice: &Invoice) -> Map<String, Value> {
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
    if let Some(period) = params.int("subscription_period") {
        check_subscription(&invoice, period)?;
    }
    let link = format!("https://t.me/$fake{}", world.payments.next_number());
    world.payments.links.insert(link.clone(), invoice);
    Ok(json!(link))
}

fn check_subscription(invoice: &Invoice, period_secs: i64) -> Result<(), ApiError> {
    let problem = if period_secs != SUBSCRIPTION_SECS {
        "SUBSCRIPTION_PERIOD_INVALID"
    } else if !invoice.is_in_stars() {
        "SUBSCRIPTION_CURRENCY_INVALID"
    } else if invoice.total_amount > MAX_SUBSCRIPTION_STARS {
        "SUBSCRIPTION_AMOUNT_INVALID"
    } else {
        return Ok(());
    };
    Err(ApiError::bad_request(problem))
}

fn read_invoice(world: &World, params: &Params) -> Result<Invoice, ApiError> {
    if world.payments.invoices.len() + world.payments.links.len() >= MAX_REMEMBERED {
        return Err(ApiError::rule(format!(
            "more than {MAX_REMEMBERED} invoices"
        )));
    }
    let total_amount = invoice_terms::check(params, &world.payments.provider)?;
    let text = |name: &str| params.str(name).unwrap_or("").to_owned();
    Ok(Invoice {
        currency: text("currency"),
        total_amount,
        payload: text("payload"),
        start_parameter: text("start_parameter"),
        max_tip: params.int("max_tip_amount").unwrap_or(0),
        wanted: Wanted {
            name: params.flag("need_name"),
            phone_number: params.flag("need_phone_number"),
            email: params.flag("need_email"),
        },
    })
}
