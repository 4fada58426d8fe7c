//! Service messages about money, read field by field: whatever an amount or a payload holds, a
//! payment is never taken for something else.

use neurocards_core::ids::{ChargeId, ChatId, InvoiceId, UserId};
use neurocards_core::money::payment::{Charge, Currency, Price};
use neurocards_core::user::Visitor;

use super::fields::Fields;
use super::{Incoming, What, language};

const PAID: &str = "successful_payment";
const REFUNDED: &str = "refunded_payment";

/// A charge that no invoice of ours can have asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrangeCharge {
    /// Its id, as it came.
    pub charge: String,
    /// What is strange about it, for operators.
    pub why: String,
}

/// What was paid or given back, if this update is about that and tells whose it is.
pub(crate) fn money(body: &str) -> Option<Incoming> {
    let update = Fields::of(body)?;
    let message = update.object("message")?;
    if let Some(payment) = message.object(PAID) {
        return paid(&update, &message, &payment);
    }
    refunded(&message, &message.object(REFUNDED)?)
}

/// The charge that an update is about, or the update itself where it names none; `None` if it is
/// not about money.
pub(crate) fn named(body: &str) -> Option<String> {
    let update = Fields::of(body)?;
    let message = update.object("message")?;
    let about = [PAID, REFUNDED].into_iter().find(|key| message.has(key))?;
    let told = message.object(about);
    Some(told.map_or_else(|| name(&update, &update), |told| name(&update, &told)))
}

/// Whether an update tells that money was given back.
pub(crate) fn is_refund(body: &str) -> bool {
    let message = Fields::of(body).and_then(|update| update.object("message"));
    message.is_some_and(|message| message.has(REFUNDED))
}

fn name(update: &Fields<'_>, payment: &Fields<'_>) -> String {
    let charge = payment.read::<String>("telegram_payment_charge_id");
    charge.unwrap_or_else(|| format!("of update {}", update.told("update_id")))
}

fn paid(update: &Fields<'_>, message: &Fields<'_>, payment: &Fields<'_>) -> Option<Incoming> {
    let who = payer(message)?;
    let what = match charge(payment, who.user) {
        Ok(charge) => What::Paid(charge),
        Err(why) => What::PaidStrangely(StrangeCharge {
            charge: name(update, payment),
            why: format!("user {} paid {}, {why}", who.user, told(payment)),
        }),
    };
    Some(Incoming { who, what })
}

/// It comes from the bot, in the chat of whoever got the money.
fn refunded(message: &Fields<'_>, refund: &Fields<'_>) -> Option<Incoming> {
    let who = visitor(chat(message)?, None);
    let charge: String = refund.read("telegram_payment_charge_id")?;
    let what = What::Refunded(ChargeId::parse(charge).ok()?);
    Some(Incoming { who, what })
}

/// Who paid; where no person is named, whose chat it is.
fn payer(message: &Fields<'_>) -> Option<Visitor> {
    let person = message.object("from");
    let person = person.filter(|person| person.read("is_bot") != Some(true));
    let id = person.as_ref().and_then(|person| person.read("id"));
    let tag: Option<String> = person.and_then(|person| person.read("language_code"));
    Some(visitor(id.or_else(|| chat(message))?, tag.as_deref()))
}

/// The person whose private chat it is.
fn chat(message: &Fields<'_>) -> Option<i64> {
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

fn charge(payment: &Fields<'_>, payer: UserId) -> Result<Charge, String> {
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

fn told(payment: &Fields<'_>) -> String {
    format!(
        "{} {} (charge {}, payload {})",
        payment.told("total_amount"),
        payment.told("currency"),
        payment.told("telegram_payment_charge_id"),
        payment.told("invoice_payload"),
    )
}
