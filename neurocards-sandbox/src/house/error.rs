//! Why a house could not be opened.

use std::io;
use std::path::PathBuf;

use neurocards_adapters::http::HttpFault;
use neurocards_adapters::media::OpenMediaError;
use neurocards_adapters::openai::OpenAiError;
use neurocards_adapters::sqlite::MigrationError;
use neurocards_adapters::telegram::client::SetupError;
use neurocards_core::money::payment::PacksError;
use neurocards_core::ports::Unavailable;
use thiserror::Error;

/// Why a house could not be opened.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum HouseError {
    /// The folder cannot be used.
    #[error("cannot keep data in {}: {source}", path.display())]
    Data {
        /// Which.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// No port of this machine can be listened at.
    #[error("cannot listen on this machine: {0}")]
    Loopback(#[from] io::Error),
    /// The database does not open.
    #[error(transparent)]
    Store(#[from] Unavailable),
    /// The database cannot be set up.
    #[error(transparent)]
    Schema(#[from] MigrationError),
    /// The media store does not open.
    #[error(transparent)]
    Media(#[from] OpenMediaError),
    /// The client of the Bot API cannot be made.
    #[error(transparent)]
    Telegram(#[from] SetupError),
    /// The packs on offer are none: never seen.
    #[error(transparent)]
    Packs(#[from] PacksError),
    /// The client of the video model cannot be made.
    #[error(transparent)]
    Kie(#[from] HttpFault),
    /// The client of the text model cannot be made.
    #[error(transparent)]
    OpenAi(#[from] OpenAiError),
    /// An address of this machine is none: never seen.
    #[error(transparent)]
    Address(#[from] url::ParseError),
}

impl HouseError {
    /// Whether other options would help.
    pub fn is_about_input(&self) -> bool {
        matches!(self, Self::Data { .. })
    }
}
