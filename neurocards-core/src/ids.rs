//! Identifiers, one type each, so that none is passed in another's place.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::try_parse(text).map(Self).map_err(|_| IdError::NotAUuid)
            }
        }
    };
}

uuid_id! {
    /// An order. Minted before the confirm button is shown, so that one order is one charge
    /// however often the button is tapped.
    OrderId
}
uuid_id! {
    /// A job: one video to make.
    JobId
}
uuid_id! {
    /// A product of one user.
    ProductId
}
uuid_id! {
    /// One thing that must reach a chat.
    DeliveryId
}
uuid_id! {
    /// An offer to pay. Its hexadecimal form is the payload that comes back with the payment.
    InvoiceId
}

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident($number:ty)) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $number);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number_id! {
    /// A person in the chat: the chat provider's id of the user.
    UserId(i64)
}
number_id! {
    /// A chat; in private chats it equals the user's id.
    ChatId(i64)
}
number_id! {
    /// A message within one chat.
    MessageId(i32)
}

/// Why a text is no identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IdError {
    /// A UUID was expected.
    #[error("expected a UUID")]
    NotAUuid,
    /// A nonce is 32 lower-case hexadecimal digits.
    #[error("expected 32 hexadecimal digits")]
    NotANonce,
    /// A task id is 1 to 128 visible ASCII characters.
    #[error("expected 1 to 128 visible ASCII characters")]
    NotATaskId,
    /// A charge id is 1 to 255 visible ASCII characters.
    #[error("expected 1 to 255 visible ASCII characters")]
    NotAChargeId,
}

macro_rules! opaque_id {
    ($(#[$doc:meta])* $name:ident, $max:literal, $error:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The longest id accepted, in characters.
            pub const MAX_LEN: usize = $max;

            /// Takes an id as its maker wrote it.
            pub fn parse(text: impl Into<String>) -> Result<Self, IdError> {
                let text = text.into();
                let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
                if text.is_empty() || text.len() > Self::MAX_LEN || !visible {
                    return Err(IdError::$error);
                }
                Ok(Self(text))
            }

            /// The id as its maker wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                Self::parse(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

opaque_id! {
    /// The provider's name of its own record of work: opaque, 1 to 128 visible ASCII characters.
    TaskId, 128, NotATaskId
}
opaque_id! {
    /// The payment provider's name of one charge: opaque, 1 to 255 visible ASCII characters.
    ChargeId, 255, NotAChargeId
}

/// The secret of one attempt: 128 random bits as 32 hexadecimal digits.
///
/// It stands in the callback URL, so that a task whose submit answer was lost reports itself.
/// Whoever knows it can make us look a task up, nothing more; still it is not printed.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Nonce(String);

impl Nonce {
    /// Makes a nonce from 128 random bits.
    pub fn from_bits(bits: u128) -> Self {
        Self(format!("{bits:032x}"))
    }

    /// Takes a nonce from a URL or a row.
    pub fn parse(text: impl Into<String>) -> Result<Self, IdError> {
        let text = text.into();
        let hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 32 || !text.bytes().all(hex) {
            return Err(IdError::NotANonce);
        }
        Ok(Self(text))
    }

    /// The secret itself, for the callback URL and the row.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonce(..)")
    }
}

impl TryFrom<String> for Nonce {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        Self::parse(text)
    }
}

impl From<Nonce> for String {
    fn from(nonce: Nonce) -> Self {
        nonce.0
    }
}

/// One running process that claims work, for example `worker-6f1c…`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WorkerId(pub String);

impl fmt::Display for WorkerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The provider's id of a model, for example `kling-3.0/video`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ModelId(pub String);

impl fmt::Display for ModelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_not_printed() {
        let nonce = Nonce::from_bits(0xfeed);
        assert_eq!(format!("{nonce:?}"), "Nonce(..)");
        assert_eq!(Nonce::parse(nonce.expose()), Ok(nonce.clone()));
    }

    #[test]
    fn a_task_id_is_bounded_and_visible() {
        assert!(TaskId::parse("task_kling-2.6_1765182405025").is_ok());
        assert_eq!(TaskId::parse(""), Err(IdError::NotATaskId));
        assert_eq!(TaskId::parse("a b"), Err(IdError::NotATaskId));
        assert_eq!(TaskId::parse("x".repeat(129)), Err(IdError::NotATaskId));
    }
}
