//! Service messages about money, read field by field: whatever an amount or a payload holds, a
//! payment is never taken for something else.

use neurocards_adapters::telegram::client::UpdateKind;
use neurocards_adapters::telegram::fields::Fields;
use neurocards_core::ids::{ChargeId, ChatId, InvoiceId, UserId};
use neurocards_core::money::payment::{Charge, Currency, Price};
use neurocards_core::user::Visitor;

use super::Incoming;
use super::visitor::language;
use crate::conversation::{Input, StrangeCharge};

const PAID: &str = "successful_payment";
const REFUNDED: &str = "refunded_payment";

/// What an update tells about money. That it is about money is known even where no more can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MoneyMessage {
    /// The charge it is about, or the update itself where it names none.
    pub(crate) name: String,
    /// Whether money was given back.
    pub(crate) is_refund: bool,
    /// What was paid or given back, and whose it is; `None` where that cannot be read.
    pub(crate) read: Option<Incoming>,
}

impl MoneyMessage {
    /// `None` for an update that is not about money.
    pub(crate) fn of(update: &Fields) -> Option<Self> {
        let message = update.object(UpdateKind::Message.field())?;
        let about = [PAID, REFUNDED].into_iter().find(|key| message.has(key))?;
        let told = message.object(about);
        Some(Self {
            name: name(update, told.as_ref().unwrap_or(update)),
            is_refund: message.has(REFUNDED),
            read: read(update, &message),
        })
    }
}

fn read(update: &Fields, message: &Fields) -> Option<Incoming> {
    match message.object(PAID) {
        Some(payment) => paid(update, message, &payment),
        None => refunded(message, &message.object(REFUNDED)?),
    }
}

fn name(update: &Fields, payment: &Fields) -> String {
    let charge = payment.text("telegram_payment_charge_id");
    charge.unwrap_or_else(|| format!("of update {}", update.told("update_id")))
}

fn paid(update: &Fields, message: &Fields, payment: &Fields) -> Option<Incoming> {
    let who = payer(message)?;
    let input = match charge(payment, who.user) {
        Ok(charge) => Input::Paid(charge),
        Err(why) => Input::PaidStrangely(StrangeCharge {
            charge: name(update, payment),
            why: format!("user {} paid {}, {why}", who.user, told(payment)),
        }),
    };
    Some(Incoming { who, input })
}

/// It comes from the bot, in the chat of whoever got the money.
fn refunded(message: &Fields, refund: &Fields) -> Option<Incoming> {
    let who = visitor(chat(message)?, None);
    let charge: String = refund.read("telegram_payment_charge_id")?;
    let input = Input::Refunded(ChargeId::parse(charge).ok()?);
    Some(Incoming { who, input })
}

/// Who paid; where no person is named, whose chat it is.
fn payer(message: &Fields) -> Option<Visitor> {
    let person = message.object("from");
    let person = person.filter(|person| person.read("is_bot") != Some(true));
    let id = person.as_ref().and_then(|person| person.read("id"));
    let tag: Option<String> = person.and_then(|person| person.read("language_code"));
    Some(visitor(id.or_else(|| chat(message))?, tag.as_deref()))
}

/// The person whose private chat it is.
fn chat(message: &Fields) -> Option<i64> {
    let chat = message.object("chat")?;
    chat.read("id").filter(|id| *id > 0)
}

/// A private chat has the id of its person.
fn visitor(person: i64, tag: Option<&str>) -> Visitor {
    Visitor {
        user: UserId(person),
        chat: ChatId(person),
        language: language(tag),
    }
}

fn charge(payment: &Fields, payer: UserId) -> Result<Charge, String> {
    let text = |name| payment.read::<String>(name).unwrap_or_default();
    let id = ChargeId::parse(text("telegram_payment_charge_id"));
    let invoice = text("invoice_payload").parse::<InvoiceId>();
    let currency =
        Currency::parse(&text("currency")).ok_or("in a currency that is not sold for")?;
    let amount = payment.read("total_amount").ok_or("which is no amount")?;
    let price = Price::new(currency, amount);
    let provider_id = match currency {
        Currency::Stars => None,
        Currency::Roubles => ChargeId::parse(text("provider_payment_charge_id")).ok(),
    };
    Ok(Charge {
        id: id.map_err(|error| format!("with a charge id that is none: {error}"))?,
        provider_id,
        payer,
        invoice: invoice.map_err(|_| "with a payload that is none of ours")?,
        price: price.map_err(|error| error.to_string())?,
    })
}

fn told(payment: &Fields) -> String {
    format!(
        "{} {} (charge {}, payload {})",
        payment.told("total_amount"),
        payment.told("currency"),
        payment.told("telegram_payment_charge_id"),
        payment.told("invoice_payload"),
    )
}
