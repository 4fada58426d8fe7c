//! The person in the chat.

pub mod text;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{ChatId, UserId};

/// A language the bot speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Russian, the language of whoever has not chosen.
    #[default]
    Ru,
    /// English, for whoever chose it or has it in the chat.
    En,
}

impl Language {
    /// The two-letter code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// The language of a two-letter code.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Ru, Self::En]
            .into_iter()
            .find(|language| language.code() == code)
    }
}

/// A person as an update shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// The id of the person.
    pub user: UserId,
    /// Where they talk to us.
    pub chat: ChatId,
    /// The language for a person we meet for the first time.
    pub language: Language,
}

/// What we know of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The id of the person.
    pub id: UserId,
    /// Where they talk to us.
    pub chat: ChatId,
    /// The language we speak with them.
    pub language: Language,
    /// The version of the terms they accepted, if any.
    pub consent: Option<Consent>,
    /// They blocked the bot: nothing is sent until they return.
    pub blocked: bool,
}

/// An accepted version of the terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// The version of the terms.
    pub version: u32,
    /// When the person accepted it.
    pub accepted_at: DateTime<Utc>,
}
