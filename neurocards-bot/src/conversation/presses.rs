//! The answers to presses: buttons that work everywhere first, then those of the state.

use neurocards_core::chat::button::Button;
use neurocards_core::chat::update::Write;
use neurocards_core::user::Language;
use neurocards_core::work::format::Format;

use super::answer::Answer;
use super::context::Context;
use super::input::Press;
use super::pages::{cabinet, consent, history, lists, orders, receipts, referral, top_up};
use super::reply::Remark;
use super::screen::Screen;
use super::state::State;

/// The answer to a press.
pub(crate) fn answer(
    press: &Press,
    state: &State,
    format: &Format,
    context: &Context<'_>,
) -> Answer {
    let Some(button) = press.button else {
        return Answer::stale();
    };
    navigate(button, context)
        .or_else(|| receipts::press(button, context))
        .or_else(|| orders::press(button, press, state, context))
        .or_else(|| state.press(button, format, context))
        .unwrap_or_else(Answer::stale)
}

fn navigate(button: Button, context: &Context<'_>) -> Option<Answer> {
    Some(match button {
        Button::Continue => Answer::here(),
        Button::Menu => Answer::to(State::Menu),
        Button::Create => Answer::to(State::Photo),
        Button::Products(page) => Answer::aside(lists::products(page, context)),
        Button::Videos(page) => Answer::aside(lists::videos(page, context)),
        Button::History(page) => Answer::aside(history::history(page, context)),
        Button::Cabinet => Answer::aside(cabinet::cabinet(context)),
        Button::Support => Answer::aside(Screen::Support),
        Button::TopUp(currency) => Answer::aside(top_up::packs(currency, context)),
        Button::Pack(currency, credits) => top_up::buy(currency, credits, context),
        Button::Promo => Answer::aside(Screen::Promo),
        Button::Referral => referral::show(context),
        Button::Languages => Answer::aside(Screen::Languages),
        Button::Language(language) => speak(language, context),
        Button::DeleteMe => Answer::aside(Screen::DeleteMe),
        Button::AcceptTerms(_) => Answer::again(Remark::ConsentKnown),
        _ => return None,
    })
}

fn speak(language: Language, context: &Context<'_>) -> Answer {
    let next = if context.has_consent() {
        Answer::here()
    } else {
        consent::ask(context)
    };
    next.saying(Remark::LanguageChosen)
        .writing(Write::Language {
            user: context.user.id,
            language,
        })
}
