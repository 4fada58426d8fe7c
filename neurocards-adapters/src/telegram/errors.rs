//! How calls to Telegram fail, and what that means for a message on its way.

use std::time::Duration;

use neurocards_core::ports::SendError;
use teloxide::{ApiError, RequestError};
use thiserror::Error;

/// Why a call did not succeed. Never contains the token.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CallError {
    /// Telegram refuses: its error code, which is an HTTP status, and its words.
    #[error("Telegram answered {code}: {description}")]
    Api {
        /// Telegram's `error_code`, which is an HTTP status.
        code: u16,
        /// The words, cut to 300 characters.
        description: String,
    },
    /// Too many requests (429); nothing was done.
    #[error("too many requests, again in {} s", retry_after.as_secs())]
    RateLimited {
        /// When to try again.
        retry_after: Duration,
    },
    /// No connection: nothing was sent.
    #[error("no connection: {0}")]
    Connect(String),
    /// The request may have arrived, an answer did not: deadline passed or connection cut.
    #[error("no answer: {0}")]
    NoAnswer(String),
    /// An answer came that Telegram did not write, or one that is too long.
    #[error("unreadable answer: {0}")]
    Unreadable(String),
    /// The request cannot be made at all; nothing was sent.
    #[error("cannot be sent: {0}")]
    Unsendable(String),
}

/// Telegram's wait when it names none.
const DEFAULT_RETRY_AFTER: Duration = Duration::from_secs(5);

impl CallError {
    pub(super) fn api(code: u16, description: &str, retry_after_secs: Option<u64>) -> Self {
        if code == 429 || retry_after_secs.is_some() {
            let retry_after = retry_after_secs.map_or(DEFAULT_RETRY_AFTER, Duration::from_secs);
            return Self::RateLimited { retry_after };
        }
        let description = description.chars().take(300).collect();
        Self::Api { code, description }
    }

    pub(super) fn too_long() -> Self {
        Self::Unreadable("it is too long".to_owned())
    }

    /// Telegram knows no bot with this token, or no longer.
    pub fn is_token_refused(&self) -> bool {
        let is_refused = matches!(
            self,
            Self::Api {
                code: 401 | 404,
                ..
            }
        );
        is_refused && !self.is_blocked()
    }

    /// The message shows this very state already.
    pub fn is_not_modified(&self) -> bool {
        self.says(400, &["message is not modified"])
    }

    /// The press was answered before, or too long ago.
    pub fn is_query_too_old(&self) -> bool {
        self.says(400, &["query is too old", "query id is invalid"])
    }

    /// The message to edit was deleted, or is none whose text can be edited.
    pub fn is_message_gone(&self) -> bool {
        self.says(
            400,
            &[
                "message to edit not found",
                "message can't be edited",
                "message_id_invalid",
                "there is no text in the message to edit",
            ],
        )
    }

    /// The topic is gone or closed; its chat may be there.
    pub fn is_topic_gone(&self) -> bool {
        let gone = [
            "message thread not found",
            "topic_deleted",
            "topic_closed",
            "topic_id_invalid",
        ];
        self.says(400, &gone)
    }

    /// The id of the file is of another bot, or the file is gone.
    pub fn is_wrong_file(&self) -> bool {
        self.says(
            400,
            &[
                "wrong file",
                "invalid file",
                "file_id_invalid",
                "file reference",
                "wrong remote file",
                "can't unserialize it",
                "can't use file of type",
            ],
        )
    }

    /// The file is longer than Telegram hands out to bots.
    pub fn is_file_too_big(&self) -> bool {
        self.says(400, &["file is too big"])
    }

    /// The payment's Stars were given back before.
    pub fn is_refunded_already(&self) -> bool {
        self.says(400, &["charge_already_refunded"])
    }

    /// The bot has too few Stars to give some back now.
    pub fn is_short_of_stars(&self) -> bool {
        self.says(400, &["balance_too_low"])
    }

    /// The same error with every text of foreign origin changed.
    pub(super) fn map_text(self, change: impl FnOnce(String) -> String) -> Self {
        match self {
            Self::Api { code, description } => Self::Api {
                code,
                description: change(description),
            },
            Self::Connect(text) => Self::Connect(change(text)),
            Self::NoAnswer(text) => Self::NoAnswer(change(text)),
            Self::Unreadable(text) => Self::Unreadable(change(text)),
            other => other,
        }
    }

    /// Nobody can be reached in this chat any more, or ever yet.
    fn is_blocked(&self) -> bool {
        let gone = [
            "chat not found",
            "user not found",
            "peer_id_invalid",
            "user is deactivated",
        ];
        self.says(403, &[""])
            || self.says(400, &gone)
            || self.says(401, &["can't initiate", "kicked"])
    }

    /// Words are compared without case: the server writes some of them in two ways.
    fn says(&self, wanted: u16, words: &[&str]) -> bool {
        let Self::Api { code, description } = self else {
            return false;
        };
        let description = description.to_lowercase();
        *code == wanted && words.iter().any(|word| description.contains(word))
    }
}

impl From<CallError> for SendError {
    fn from(error: CallError) -> Self {
        let text = error.to_string();
        if error.is_blocked() {
            return Self::Blocked(text);
        }
        if error.is_wrong_file() {
            return Self::Forgotten(text);
        }
        match error {
            CallError::RateLimited { retry_after } => Self::RateLimited { retry_after },
            // At 401, 404 and 409 the token or another poller is the trouble, not this message.
            CallError::Connect(_)
            | CallError::Api {
                code: 401 | 404 | 409,
                ..
            } => Self::NotSent(text),
            CallError::Unsendable(_)
            | CallError::Api {
                code: 400..=499, ..
            } => Self::Refused(text),
            CallError::NoAnswer(_) | CallError::Unreadable(_) | CallError::Api { .. } => {
                Self::Unknown(text)
            }
        }
    }
}

impl From<RequestError> for CallError {
    fn from(error: RequestError) -> Self {
        match error {
            RequestError::Api(error) => api_error(error),
            RequestError::RetryAfter(wait) => Self::RateLimited {
                retry_after: wait.duration(),
            },
            RequestError::MigrateToChatId(chat) => Self::Api {
                code: 400,
                description: format!("Bad Request: the chat is now {chat}"),
            },
            RequestError::Network(error) if error.is_connect() => Self::Connect(causes(&error)),
            RequestError::Network(error) if error.is_timeout() => {
                Self::NoAnswer("the deadline passed".to_owned())
            }
            RequestError::Network(error) => Self::NoAnswer(causes(&error)),
            RequestError::InvalidJson { source, .. } => Self::Unreadable(source.to_string()),
            RequestError::Io(error) => Self::NoAnswer(error.to_string()),
        }
    }
}

/// teloxide drops the code; the server begins its words with the name of the code.
fn api_error(error: ApiError) -> CallError {
    let description = match error {
        ApiError::Unknown(description) => description,
        ApiError::InvalidToken => "Unauthorized".to_owned(),
        known => known.to_string(),
    };
    let names = [
        ("Bad Request", 400),
        ("Unauthorized", 401),
        ("Forbidden", 403),
        ("Not Found", 404),
        ("Conflict", 409),
        ("Request Entity Too Large", 413),
        ("Too Many Requests", 429),
    ];
    let known = names.iter().find(|(name, _)| description.starts_with(name));
    let code = known.map_or(500, |(_, code)| *code);
    CallError::api(code, &description, None)
}

/// The causes of a network error, without its own words: those name the URL, and the URL the token.
fn causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    let texts: Vec<String> = causes.map(ToString::to_string).collect();
    if texts.is_empty() {
        "connection failed".to_owned()
    } else {
        texts.join(": ")
    }
}
