//! The thing sold: a photo and facts, kept for re-use.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::ids::{ProductId, UserId};
use crate::user::text::plain;
use crate::work::media::MediaKey;

/// A product of one user; nobody else may see or use it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Minted when the product is kept.
    pub id: ProductId,
    /// The user who owns it.
    pub user: UserId,
    /// The photo of the thing sold.
    pub photo: MediaKey,
    /// Facts about it, in the owner's words.
    pub description: Description,
}

/// Facts about a product: 1 to 4,000 characters, not blank.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Description(String);

/// Why a text is no description, own prompt or wishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TextError {
    /// Nothing but white space.
    #[error("the text is empty")]
    Empty,
    /// Too many characters.
    #[error("the text has {len} characters, at most {max} are allowed")]
    TooLong {
        /// How many characters it has.
        len: usize,
        /// How many it may have.
        max: usize,
    },
}

/// Makes `text` plain, trims it and checks its length in characters.
pub(crate) fn bounded(text: &str, max: usize) -> Result<String, TextError> {
    let text = plain(text);
    let text = text.trim();
    let len = text.chars().count();
    match len {
        0 => Err(TextError::Empty),
        _ if len > max => Err(TextError::TooLong { len, max }),
        _ => Ok(text.to_owned()),
    }
}

impl Description {
    /// The most characters a description may have.
    pub const MAX_CHARS: usize = 4_000;

    /// Takes what the user wrote.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        bounded(text, Self::MAX_CHARS).map(Self)
    }

    /// The text as its owner wrote it, trimmed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The beginning, for a card or a list: one line, at most `max` characters with an ellipsis.
    pub fn headline(&self, max: usize) -> String {
        let line = self.0.lines().next().unwrap_or_default();
        if line.chars().count() <= max {
            return line.to_owned();
        }
        line.chars()
            .take(max.saturating_sub(1))
            .chain(['…'])
            .collect()
    }
}

impl TryFrom<String> for Description {
    type Error = TextError;

    fn try_from(text: String) -> Result<Self, TextError> {
        Self::parse(&text)
    }
}

impl From<Description> for String {
    fn from(description: Description) -> Self {
        description.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_or_endless_description_is_refused() {
        assert_eq!(Description::parse(" \n "), Err(TextError::Empty));
        let len = Description::MAX_CHARS + 1;
        let error = Description::parse(&"я".repeat(len));
        assert_eq!(
            error,
            Err(TextError::TooLong {
                len,
                max: Description::MAX_CHARS
            })
        );
    }

    #[test]
    fn a_headline_is_one_short_line() {
        let description = Description::parse("Кружка ручной работы\nобъём 300 мл").unwrap();
        assert_eq!(description.headline(40), "Кружка ручной работы");
        assert_eq!(description.headline(7), "Кружка…");
    }
}
