use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

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
