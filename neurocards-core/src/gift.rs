//! Credits that nobody paid for: promo codes and rewards for bringing friends.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::actor::{Actor, Reason};
use crate::credits::Credits;

/// A word that gives credits: 4 to 32 capital letters, digits, `-` or `_`. Case does not matter to
/// whoever types it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PromoCode(String);

/// Why a text is no promo code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected 4 to 32 letters A-Z, digits, - or _")]
pub struct PromoCodeError;

impl PromoCode {
    /// Takes a code from a person.
    pub fn parse(text: &str) -> Result<Self, PromoCodeError> {
        let text = text.trim().to_ascii_uppercase();
        let legible = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if (4..=32).contains(&text.len()) && text.bytes().all(legible) {
            return Ok(Self(text));
        }
        Err(PromoCodeError)
    }

    /// The code in capital letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PromoCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PromoCode {
    type Err = PromoCodeError;

    fn from_str(text: &str) -> Result<Self, PromoCodeError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for PromoCode {
    type Error = PromoCodeError;

    fn try_from(text: String) -> Result<Self, PromoCodeError> {
        Self::parse(&text)
    }
}

impl From<PromoCode> for String {
    fn from(code: PromoCode) -> Self {
        code.0
    }
}

/// A promo code about to be created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPromo {
    /// The code.
    pub code: PromoCode,
    /// What it gives, not zero.
    pub credits: Credits,
    /// How many users may redeem it, 1 to 1,000,000.
    pub uses_max: u32,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// Why, in words for the operator.
    pub reason: Reason,
    /// Who creates it.
    pub by: Actor,
}

/// A promo code as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promo {
    /// The code.
    pub code: PromoCode,
    /// What it gives.
    pub credits: Credits,
    /// How many users may redeem it.
    pub uses_max: u32,
    /// How many did.
    pub uses: u32,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was ended by a person, if it was.
    pub ended_at: Option<DateTime<Utc>>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
}

/// Why a promo code gives nothing: one sentence each in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Error)]
#[serde(rename_all = "snake_case")]
pub enum PromoRefusal {
    /// Nobody created it, or the text is no code at all.
    #[error("there is no such promo code")]
    Unknown,
    /// Its time is over, or a person ended it.
    #[error("the promo code has ended")]
    Ended,
    /// As many users as may have redeemed it.
    #[error("the promo code is used up")]
    UsedUp,
    /// This user redeemed it before.
    #[error("the user redeemed the promo code before")]
    Redeemed,
}

impl PromoRefusal {
    /// Every refusal, for tests of texts.
    pub const ALL: [Self; 4] = [Self::Unknown, Self::Ended, Self::UsedUp, Self::Redeemed];
}

/// What bringing a friend is worth. Both get it on the friend's first purchase.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReferralRules {
    /// Credits for each of the two; zero turns rewards off.
    pub credits: Credits,
    /// Friends for whom one referrer is rewarded, ever.
    pub friends_max: u32,
}

/// How many friends one user brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Friends {
    /// Friends who came.
    pub came: u32,
    /// Of those, friends for whom the user was rewarded.
    pub rewarded: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_in_any_case() {
        assert_eq!(
            PromoCode::parse(" spring_26 "),
            PromoCode::parse("SPRING_26")
        );
        for bad in ["", "abc", "ВЕСНА", "A B C D", "A'--", &"A".repeat(33)] {
            assert_eq!(PromoCode::parse(bad), Err(PromoCodeError), "{bad}");
        }
    }
}
