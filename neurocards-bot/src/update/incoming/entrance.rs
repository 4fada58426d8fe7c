//! Words behind a command: deep links and promo codes.

use neurocards_core::money::gift::PromoCode;

use super::What;
use crate::conversation::{Command, referrer};

/// What a deep link begins with when it brings a promo code.
const PROMO_START: &str = "promo_";

/// What a text asks for, if it is a command.
pub(super) fn command(text: &str) -> Option<What> {
    let command = Command::parse(text)?;
    let word = text.split_whitespace().nth(1);
    Some(match (command, word) {
        (Command::Start, Some(word)) => entrance(word).unwrap_or(What::Command(command)),
        (Command::Promo, Some(word)) => What::Promo(PromoCode::parse(word).ok()),
        _ => What::Command(command),
    })
}

/// What a deep link of ours leads to; `None` for one that leads nowhere in particular.
fn entrance(word: &str) -> Option<What> {
    if let Some(code) = word.strip_prefix(PROMO_START) {
        return Some(What::Promo(PromoCode::parse(code).ok()));
    }
    referrer(word).map(What::Referred)
}
