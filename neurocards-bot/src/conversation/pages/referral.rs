//! Links by which friends come.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use neurocards_core::chat::update::Write;
use neurocards_core::ids::UserId;

use super::cabinet;
use crate::conversation::answer::Answer;
use crate::conversation::context::Context;
use crate::conversation::screen::Screen;

/// What a deep link of ours begins with when it leads a friend here.
pub const REFERRAL_START: &str = "ref_";

/// The word of a user's link, at most 64 letters that a deep link may hold (core docs, "Deep
/// linking").
pub fn referral_word(user: UserId) -> String {
    let code = URL_SAFE_NO_PAD.encode(user.0.to_be_bytes());
    format!("{REFERRAL_START}{code}")
}

/// Whose link a word is of; `None` for anything that [`referral_word`] did not write.
pub fn referrer(word: &str) -> Option<UserId> {
    let code = word.strip_prefix(REFERRAL_START)?;
    let bytes = URL_SAFE_NO_PAD.decode(code).ok()?;
    Some(UserId(i64::from_be_bytes(bytes.try_into().ok()?)))
}

/// Remembers who brought a person that is new here.
pub(crate) fn remember(referrer: UserId, context: &Context<'_>) -> Option<Write> {
    let friend = context.user.id;
    (referrer != friend).then_some(Write::Refer { friend, referrer })
}

/// The person's own link and what came of it; the cabinet where rewards are off.
pub(crate) fn show(context: &Context<'_>) -> Answer {
    if context.offer.referral.credits.is_zero() {
        return Answer::aside(cabinet::cabinet(context));
    }
    let word = referral_word(context.user.id);
    let bot = context.found.bot.as_ref();
    Answer::aside(Screen::Referral {
        link: bot.map(|bot| format!("https://t.me/{bot}?start={word}")),
        came: context.found.friends.came,
        rewarded: context.found.friends.rewarded,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_names_its_owner_and_fits() {
        for id in [1, 7, 5_000_000_000, i64::MAX] {
            let word = referral_word(UserId(id));
            let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
            assert!(word.len() <= 64 && word.bytes().all(letter), "{word}");
            assert_eq!(referrer(&word), Some(UserId(id)));
        }
        for bad in ["", "ref_", "ref_7", "AAAAAAAAAAc", "ref_AAAAAAAAAAc="] {
            assert_eq!(referrer(bad), None, "{bad}");
        }
    }
}
