//! Service messages about money.

use neurocards_core::ids::{ChargeId, ChatId, InvoiceId, UserId};
use neurocards_core::payment::{Charge, Currency, Price};
use neurocards_core::user::{Language, Visitor};
use teloxide::types::{Message, MessageKind, RefundedPayment, SuccessfulPayment};

use super::{Incoming, What};

/// A charge that no invoice of ours can have asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrangeCharge {
    /// Its id, as it came.
    pub charge: String,
    /// What is strange about it, for operators.
    pub why: String,
}

/// What was paid, if this is a message about that.
pub(super) fn paid(message: &Message, payer: UserId) -> Option<What> {
    let MessageKind::SuccessfulPayment(paid) = &message.kind else {
        return None;
    };
    let payment = &paid.successful_payment;
    Some(match charge(payment, payer) {
        Ok(charge) => What::Paid(charge),
        Err(why) => What::PaidStrangely(StrangeCharge {
            charge: payment.telegram_payment_charge_id.0.clone(),
            why: format!("user {payer} paid {}, {why}", told(payment)),
        }),
    })
}

/// What was given back, if this is a message about that. It comes from the bot, in the chat of
/// whoever got the money.
pub(super) fn refunded(message: &Message) -> Option<Incoming> {
    let MessageKind::RefundedPayment(refunded) = &message.kind else {
        return None;
    };
    let chat = message.chat.id.0;
    let who = Visitor {
        user: UserId(chat),
        chat: ChatId(chat),
        language: Language::default(),
    };
    let RefundedPayment {
        telegram_payment_charge_id: charge,
        ..
    } = &refunded.refunded_payment;
    let charge = ChargeId::parse(&charge.0).ok()?;
    let what = What::Refunded(charge);
    Some(Incoming { who, what })
}

fn charge(payment: &SuccessfulPayment, payer: UserId) -> Result<Charge, String> {
    let id = ChargeId::parse(&payment.telegram_payment_charge_id.0);
    let invoice = payment.invoice_payload.parse::<InvoiceId>();
    let currency =
        Currency::parse(&payment.currency).ok_or("in a currency that is not sold for")?;
    let price = Price::new(currency, payment.total_amount.into());
    let provider_id = match currency {
        Currency::Stars => None,
        Currency::Roubles => ChargeId::parse(&payment.provider_payment_charge_id).ok(),
    };
    Ok(Charge {
        id: id.map_err(|error| format!("with a charge id that is none: {error}"))?,
        provider_id,
        payer,
        invoice: invoice.map_err(|_| "with a payload that is none of ours")?,
        price: price.map_err(|error| error.to_string())?,
    })
}

fn told(payment: &SuccessfulPayment) -> String {
    format!(
        "{} {} (charge {}, payload {:?})",
        payment.total_amount,
        payment.currency,
        payment.telegram_payment_charge_id,
        payment.invoice_payload
    )
}
