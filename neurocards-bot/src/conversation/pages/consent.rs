//! Consent: asked once per version of the terms, and nothing goes on without it.

use neurocards_core::actor::{Actor, Reason};
use neurocards_core::chat::button::Button;
use neurocards_core::chat::update::Write;
use neurocards_core::ids::UserId;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::gift::PromoCode;
use neurocards_core::money::ledger::Grant;

use super::referral;
use crate::conversation::answer::{Answer, PendingPromo};
use crate::conversation::command::Command;
use crate::conversation::context::Context;
use crate::conversation::input::{Declined, Input};
use crate::conversation::reply::Remark;
use crate::conversation::screen::Screen;

/// The answer to a person who has not accepted the terms in force; `None` lets the input pass.
///
/// A friend's link is remembered at once, because only a new person has one; a promo code waits,
/// and is redeemed with the consent.
pub(crate) fn gate(
    waiting: Option<&PromoCode>,
    input: &Input,
    context: &Context<'_>,
) -> Option<Answer> {
    if context.has_consent() || is_free(input) {
        return None;
    }
    Some(match input.asked() {
        asked if accepts(asked, context) => accept(waiting, input, context),
        Input::Promo(Some(code)) => ask(context).waiting(PendingPromo::Set(code.clone())),
        Input::Referred(referrer) => {
            let refer = referral::remember(*referrer, context);
            refer.into_iter().fold(ask(context), Answer::writing)
        }
        _ => ask(context),
    })
}

fn accepts(asked: &Input, context: &Context<'_>) -> bool {
    let button = asked.press().and_then(|press| press.button);
    button == Some(Button::AcceptTerms(context.offer.consent_version))
}

/// What must be reachable before one agrees: the papers, people, the language, the way out. Money
/// that was taken is booked in any case.
fn is_free(input: &Input) -> bool {
    match input.asked() {
        Input::Paid(_) | Input::PaidStrangely(_) | Input::Refunded(_) => true,
        Input::Command(command) => matches!(
            command,
            Command::Terms
                | Command::Privacy
                | Command::Support
                | Command::PaySupport
                | Command::Language
                | Command::DeleteMe
        ),
        Input::Press(press) => matches!(
            press.button,
            Some(Button::Support | Button::Languages | Button::Language(_) | Button::DeleteMe)
        ),
        _ => false,
    }
}

pub(crate) fn ask(context: &Context<'_>) -> Answer {
    Answer::aside(Screen::Consent {
        version: context.offer.consent_version,
    })
}

/// A new person is welcomed; whoever accepts a new version goes on where they were. A promo code
/// that waited is redeemed, unless the store just refused it.
fn accept(waiting: Option<&PromoCode>, input: &Input, context: &Context<'_>) -> Answer {
    let consent = Write::Consent {
        user: context.user.id,
        version: context.offer.consent_version,
    };
    let answer = match context.user.consent {
        Some(_) => Answer::here().writing(consent),
        None => welcome(context, consent),
    };
    let answer = answer.waiting(PendingPromo::Clear);
    match (waiting, input) {
        (Some(_), Input::Declined(_, Declined::Promo(refusal))) => {
            answer.saying(Remark::promo(*refusal))
        }
        (Some(_), Input::Declined(..)) => answer.saying(Remark::PromoTooMuch),
        (Some(code), _) => answer.redeeming(code, context),
        (None, _) => answer,
    }
}

/// The gift to a new person is given, and told of, once for ever.
fn welcome(context: &Context<'_>, consent: Write) -> Answer {
    let gift = Some(context.offer.welcome_credits);
    let credits = gift.filter(|_| !context.found.welcomed).unwrap_or_default();
    let welcome = Answer::aside(Screen::Welcome { credits }).writing(consent);
    if credits.is_zero() {
        return welcome;
    }
    welcome.writing(Write::Grant(gift_to(context.user.id, credits)))
}

fn gift_to(user: UserId, credits: Credits) -> Grant {
    Grant {
        key: EntryKey::Welcome(user),
        user,
        amount: credits,
        reason: Reason::of("welcome credits"),
        by: Actor::System,
    }
}
