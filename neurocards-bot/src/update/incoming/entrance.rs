//! Words behind a command: deep links and promo codes.

use neurocards_core::money::gift::PromoCode;

use crate::conversation::{Command, Input, referrer};

/// What a deep link begins with when it brings a promo code.
const PROMO_START: &str = "promo_";

/// What a text asks for, if it is a command.
pub(super) fn command(text: &str) -> Option<Input> {
    let command = Command::parse(text)?;
    let word = text.split_whitespace().nth(1);
    Some(match (command, word) {
        (Command::Start, Some(word)) => entrance(word).unwrap_or(Input::Command(command)),
        (Command::Promo, Some(word)) => Input::Promo(PromoCode::parse(word).ok()),
        _ => Input::Command(command),
    })
}

/// What a deep link of ours leads to; `None` for one that leads nowhere in particular.
fn entrance(word: &str) -> Option<Input> {
    if let Some(code) = word.strip_prefix(PROMO_START) {
        return Some(Input::Promo(PromoCode::parse(code).ok()));
    }
    referrer(word).map(Input::Referred)
}
