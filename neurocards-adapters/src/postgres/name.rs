use std::fmt;

use thiserror::Error;

/// The name of a schema or a role, quoted wherever it stands in a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name(String);

/// A text that is no name of a schema or a role.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is no name: expected 1 to 63 bytes without control characters")]
pub struct NameError(String);

/// The longest name that Postgres keeps
/// (<https://www.postgresql.org/docs/current/sql-syntax-lexical.html>).
const LEN_MAX: usize = 63;

impl Name {
    pub(super) fn parse(text: &str) -> Result<Self, NameError> {
        if (1..=LEN_MAX).contains(&text.len()) && !text.contains(char::is_control) {
            return Ok(Self(text.to_owned()));
        }
        Err(NameError(text.to_owned()))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0.replace('"', "\"\""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leaves_its_quotes() {
        let name = Name::parse("a\"; drop table entries; --").unwrap();
        assert_eq!(name.to_string(), "\"a\"\"; drop table entries; --\"");
        for bad in ["", "a\0", "a\nb", &"x".repeat(64)] {
            assert!(Name::parse(bad).is_err(), "{bad:?}");
        }
    }
}
