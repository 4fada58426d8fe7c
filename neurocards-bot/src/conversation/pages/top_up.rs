//! Packs on offer, invoices for them, and what a payment does to the draft.

use neurocards_core::chat::update::Write;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::payment::{Charge, Currency, Invoice};

use super::consent;
use crate::conversation::answer::Answer;
use crate::conversation::context::Context;
use crate::conversation::reply::Remark;
use crate::conversation::screen::Screen;

/// The packs with their prices in a currency.
pub(crate) fn packs(currency: Currency, context: &Context<'_>) -> Screen {
    Screen::TopUp {
        balance: context.balance.available,
        currency,
    }
}

/// An invoice for a pack; the state stays, so that the draft goes on after the payment.
pub(crate) fn buy(currency: Currency, credits: u16, context: &Context<'_>) -> Answer {
    let pack = context.offer.packs.pack(credits);
    let Some((pack, price)) = pack.and_then(|pack| Some((pack, pack.price(currency)?))) else {
        return Answer::aside(packs(currency, context)).saying(Remark::PackGone);
    };
    Answer::invoice(Invoice {
        id: context.ids.invoice,
        user: context.user.id,
        credits: pack.credits,
        price,
    })
}

/// Books a charge and shows where the draft was; the receipt comes as news. A charge is booked
/// whatever else is in the way.
pub(crate) fn book(charge: &Charge, context: &Context<'_>) -> Answer {
    let next = if context.has_consent() {
        Answer::here().gaining(bought(context))
    } else {
        consent::ask(context)
    };
    next.writing(Write::Book {
        charge: charge.clone(),
        rules: context.offer.referral,
    })
}

/// What the charge adds to the balance: nothing, if it was booked before.
fn bought(context: &Context<'_>) -> Credits {
    let invoice = context.found.invoice.as_ref();
    let invoice = invoice.filter(|_| context.found.payment.is_none());
    invoice.map_or(Credits::ZERO, |invoice| invoice.credits)
}

/// Money came that belongs to no invoice of theirs: people look into it.
pub(crate) fn unmatched() -> Answer {
    Answer::aside(Screen::PaySupport).saying(Remark::PaymentUnmatched)
}
