//! Payments, and the way to one's money back.

use neurocards_core::actor::{Actor, Reason};
use neurocards_core::chat::button::Button;
use neurocards_core::chat::update::Write;
use neurocards_core::money::payment::{AskedRefund, Payment, PaymentStatus, RefundRefusal};
use neurocards_core::page::Page;

use super::lists::{LIST_ROWS, page_of};
use crate::conversation::answer::Answer;
use crate::conversation::context::Context;
use crate::conversation::reply::{Remark, Toast};
use crate::conversation::screen::Screen;

/// The rows of page `page`, and one more.
pub(crate) fn receipts_page(page: u16) -> Page {
    page_of(page, LIST_ROWS)
}

/// The answer to one of these buttons; `None` for another one.
pub(crate) fn press(button: Button, context: &Context<'_>) -> Option<Answer> {
    let payment = context.found.payment.as_ref();
    let of = |answer: fn(&Payment, &Context<'_>) -> Answer| {
        payment.map_or_else(no_payment, |payment| answer(payment, context))
    };
    Some(match button {
        Button::Receipts(page) => Answer::aside(list(page, context)),
        Button::Receipt(_) => of(|payment, context| Answer::aside(receipt(payment, context))),
        Button::Refund(_) => of(confirm),
        Button::RefundNow(_) => of(refund),
        _ => return None,
    })
}

/// The store did not begin the refund.
pub(crate) fn declined(refusal: RefundRefusal, context: &Context<'_>) -> Answer {
    match &context.found.payment {
        Some(payment) if refusal != RefundRefusal::Unknown => Answer::aside(Screen::Receipt {
            payment: payment.clone(),
            refusal: Some(refusal),
        }),
        _ => no_payment(),
    }
}

fn list(page: u16, context: &Context<'_>) -> Screen {
    let payments = &context.found.payments;
    Screen::Receipts {
        page,
        rows: payments.iter().take(LIST_ROWS.into()).cloned().collect(),
        more: payments.len() > usize::from(LIST_ROWS),
    }
}

fn receipt(payment: &Payment, context: &Context<'_>) -> Screen {
    Screen::Receipt {
        payment: payment.clone(),
        refusal: check(payment, context).err(),
    }
}

fn confirm(payment: &Payment, context: &Context<'_>) -> Answer {
    Answer::aside(match check(payment, context) {
        Ok(()) => Screen::RefundConfirm {
            payment: payment.clone(),
        },
        Err(_) => receipt(payment, context),
    })
}

/// Takes the credits back; the money follows.
fn refund(payment: &Payment, context: &Context<'_>) -> Answer {
    if check(payment, context).is_err() {
        return Answer::aside(receipt(payment, context));
    }
    let asked = Payment {
        status: PaymentStatus::RefundAsked,
        ..payment.clone()
    };
    let shown = Answer::aside(receipt(&asked, context)).saying(Remark::RefundAsked);
    shown.writing(Write::AskRefund(AskedRefund {
        charge: payment.charge.clone(),
        owner: Some(context.user.id),
        reason: Reason::of("the user wants their Stars back"),
        by: Actor::User,
    }))
}

fn check(payment: &Payment, context: &Context<'_>) -> Result<(), RefundRefusal> {
    let (policy, balance) = (&context.offer.self_refund, context.balance.available);
    policy.check(payment, balance, context.now)
}

fn no_payment() -> Answer {
    Answer::toast(Toast::NoPayment)
}
