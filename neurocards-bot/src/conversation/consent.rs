//! Consent: asked once per version of the terms, and nothing goes on without it.

use neurocards_adapters::telegram::callback::Button;
use neurocards_core::ledger::{Actor, Grant};
use neurocards_core::update::Write;

use super::answer::Answer;
use super::command::Command;
use super::context::Context;
use super::input::Input;
use super::screen::Screen;

/// The answer to a person who has not accepted the terms in force; `None` lets the input pass.
pub(super) fn gate(input: &Input, context: &Context<'_>) -> Option<Answer> {
    if context.has_consent() || is_free(input) {
        return None;
    }
    let button = match input {
        Input::Press(press) | Input::Declined(press, _) => press.button,
        _ => None,
    };
    let current = context.house.consent_version;
    Some(match button {
        Some(Button::AcceptTerms(version)) if version == current => accept(context),
        _ => ask(context),
    })
}

/// What must be reachable before one agrees: the papers, people, the language, the way out.
fn is_free(input: &Input) -> bool {
    match input {
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

pub(super) fn ask(context: &Context<'_>) -> Answer {
    Answer::aside(Screen::Consent {
        version: context.house.consent_version,
    })
}

/// A new person is welcomed with credits; whoever accepts a new version goes on where they were.
fn accept(context: &Context<'_>) -> Answer {
    let consent = Write::Consent {
        user: context.user.id,
        version: context.house.consent_version,
    };
    if context.user.consent.is_some() {
        return Answer::here().writing(consent);
    }
    let credits = context.house.welcome_credits;
    let welcome = Answer::aside(Screen::Welcome { credits }).writing(consent);
    if credits.is_zero() {
        return welcome;
    }
    welcome.writing(Write::Grant(Grant {
        key: format!("welcome:{}", context.user.id),
        user: context.user.id,
        amount: credits,
        reason: "welcome credits".to_owned(),
        by: Actor::System,
    }))
}
