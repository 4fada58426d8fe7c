//! Who moved money, and why: kept with every entry.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::ids::UserId;

/// Who caused an entry. In SQL, logs and JSON: `system`, `user`, `admin:42`, `operator:anna`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Actor {
    /// The program itself, following its rules.
    System,
    /// The owner of the account.
    User,
    /// A person who operates the bot from a chat.
    Admin(UserId),
    /// A person who operates the programs.
    Operator(OperatorName),
}

/// The name of an operator: 1 to 64 characters without blanks or control characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OperatorName(String);

/// Why money moved, in words for the operator: 1 to 500 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reason(String);

/// Why a text is no actor or no reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ActorError {
    /// Not one of the four forms.
    #[error("expected system, user, admin:<user id> or operator:<name>")]
    NotAnActor,
    /// The text is no name that an operator may have.
    #[error("expected a name of 1 to 64 characters without blanks")]
    NotAName,
    /// The text is no reason that can be kept.
    #[error("expected a reason of 1 to 500 characters on one line")]
    NotAReason,
}

impl Actor {
    /// Whether a person decided it.
    pub const fn is_person(&self) -> bool {
        !matches!(self, Self::System)
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System => f.write_str("system"),
            Self::User => f.write_str("user"),
            Self::Admin(user) => write!(f, "admin:{user}"),
            Self::Operator(name) => write!(f, "operator:{}", name.0),
        }
    }
}

impl FromStr for Actor {
    type Err = ActorError;

    fn from_str(text: &str) -> Result<Self, ActorError> {
        match text.split_once(':') {
            None if text == "system" => Ok(Self::System),
            None if text == "user" => Ok(Self::User),
            Some(("admin", id)) => {
                let id = id.parse().map_err(|_| ActorError::NotAnActor)?;
                Ok(Self::Admin(UserId(id)))
            }
            Some(("operator", name)) => OperatorName::parse(name).map(Self::Operator),
            _ => Err(ActorError::NotAnActor),
        }
    }
}

impl TryFrom<String> for Actor {
    type Error = ActorError;

    fn try_from(text: String) -> Result<Self, ActorError> {
        text.parse()
    }
}

impl From<Actor> for String {
    fn from(actor: Actor) -> Self {
        actor.to_string()
    }
}

impl OperatorName {
    /// The most characters of a name.
    pub const MAX_CHARS: usize = 64;

    /// Takes the name of an operator.
    pub fn parse(text: impl Into<String>) -> Result<Self, ActorError> {
        let text = text.into();
        let bare = !text.contains(|c: char| c.is_whitespace() || c.is_control());
        if bare && (1..=Self::MAX_CHARS).contains(&text.chars().count()) {
            return Ok(Self(text));
        }
        Err(ActorError::NotAName)
    }
}

impl Reason {
    /// The most characters of a reason.
    pub const MAX_CHARS: usize = 500;

    /// Takes a reason from a person; blanks around it are dropped.
    pub fn parse(text: &str) -> Result<Self, ActorError> {
        let text = text.trim();
        let one_line = !text.contains(char::is_control);
        if one_line && (1..=Self::MAX_CHARS).contains(&text.chars().count()) {
            return Ok(Self(text.to_owned()));
        }
        Err(ActorError::NotAReason)
    }

    /// A reason of the program's own, made to fit: cut, on one line, never empty.
    pub fn of(text: impl fmt::Display) -> Self {
        let text = text.to_string().replace(char::is_control, " ");
        let text: String = text.trim().chars().take(Self::MAX_CHARS).collect();
        match text.trim_end() {
            "" => Self("not given".to_owned()),
            text => Self(text.to_owned()),
        }
    }

    /// The reason as it was given, on one line.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Reason {
    type Err = ActorError;

    fn from_str(text: &str) -> Result<Self, ActorError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Reason {
    type Error = ActorError;

    fn try_from(text: String) -> Result<Self, ActorError> {
        Self::parse(&text)
    }
}

impl From<Reason> for String {
    fn from(reason: Reason) -> Self {
        reason.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_is_read_as_it_is_written() {
        let anna = OperatorName::parse("anna@host").unwrap();
        for actor in [
            Actor::System,
            Actor::User,
            Actor::Admin(UserId(-42)),
            Actor::Operator(anna),
        ] {
            assert_eq!(actor.to_string().parse(), Ok(actor));
        }
        for bad in ["", "admin:", "admin:x", "operator:", "operator:a b", "root"] {
            assert!(bad.parse::<Actor>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_reason_says_something_on_one_line() {
        assert_eq!(Reason::parse("  gift ").unwrap().as_str(), "gift");
        for bad in ["", "  ", "a\nb", &"x".repeat(501)] {
            assert_eq!(Reason::parse(bad), Err(ActorError::NotAReason));
        }
        assert_eq!(Reason::of("a\nb").as_str(), "a b");
        assert!(Reason::parse(Reason::of("я".repeat(900)).as_str()).is_ok());
        assert!(Reason::parse(Reason::of("\n").as_str()).is_ok());
    }
}
