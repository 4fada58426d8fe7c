//! The client of the Bot API.

mod files;
mod messages;
mod payments;
mod place;
mod setup;
mod stars;
mod updates;
mod videos;
mod wire;

use std::fmt;
use std::time::Duration;

use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::Value;
use thiserror::Error;
use url::Url;

pub use files::{DOWNLOAD_MAX_BYTES, DownloadError};
pub use payments::{
    DESCRIPTION_MAX_CHARS, INVOICE_START, InvoiceWords, RoubleProvider, TITLE_MAX_CHARS,
};
pub use place::{Place, TopicId};
pub use setup::BotIdentity;
pub use teloxide::types::ChatAction;
pub use updates::{ArrivedUpdate, Polled, UpdateKind};
pub use videos::{UPLOAD_MAX_BYTES, VideoSource};

use super::errors::CallError;
use crate::settings::{Settings, SettingsError};
use wire::Wire;

/// How long calls may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// A call without a file.
    pub short: Duration,
    /// An upload or a download, whole.
    pub transfer: Duration,
    /// What a long poll may take beyond its own timeout.
    pub poll_slack: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            short: Duration::from_secs(15),
            transfer: Duration::from_mins(5),
            poll_slack: Duration::from_secs(10),
        }
    }
}

/// What a client needs.
#[derive(Debug, Clone)]
pub struct TelegramOptions {
    /// The bot's token; never printed.
    pub token: SecretString,
    /// The server: `https://api.telegram.org`, an own Bot API server or a fake.
    pub api_url: Url,
    /// How long calls may take.
    pub deadlines: Deadlines,
}

impl TelegramOptions {
    /// Reads `BOT_TOKEN` and `TELEGRAM_API_URL`; the deadlines are the usual ones.
    pub fn read(settings: &Settings) -> Result<Self, SettingsError> {
        Ok(Self {
            token: settings.secret("BOT_TOKEN")?,
            api_url: settings.http_url("TELEGRAM_API_URL")?,
            deadlines: Deadlines::default(),
        })
    }
}

/// Why there is no client.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SetupError {
    /// The token is not `digits:letters`, as `@BotFather` gives it.
    #[error("the token is not of the form 123456:ABC-DEF")]
    Token,
    /// The URL of the server is not http or https.
    #[error("the URL of the Bot API server must begin with http:// or https://")]
    ApiUrl,
    /// TLS could not be set up.
    #[error("the HTTP client could not be built: {0}")]
    Http(String),
}

/// The Bot API over HTTP. Cheap to clone.
///
/// Every call has a deadline and reads a bounded answer; no error, log line or `Debug` output
/// contains the token.
#[derive(Clone)]
pub struct TelegramClient {
    wire: Wire,
}

impl TelegramClient {
    /// A client; connects to nothing yet.
    pub fn new(options: &TelegramOptions) -> Result<Self, SetupError> {
        Wire::new(options).map(|wire| Self { wire })
    }

    /// Calls any method with JSON parameters, for methods and fields that have no function here.
    pub async fn call<T: DeserializeOwned>(
        &self,
        method: &str,
        params: &Value,
    ) -> Result<T, CallError> {
        self.wire
            .call(method, params.to_string(), self.wire.deadlines.short)
            .await
    }
}

impl fmt::Debug for TelegramClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TelegramClient")
            .field("api_url", &self.wire.api_url().as_str())
            .finish_non_exhaustive()
    }
}
