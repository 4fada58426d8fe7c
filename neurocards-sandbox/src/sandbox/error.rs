//! Why a sandbox could not be opened.

use std::io;
use std::path::PathBuf;

use neurocards_adapters::program::ProgramError;
use neurocards_adapters::sqlite::MigrationError;
use neurocards_core::money::payment::PacksError;
use neurocards_core::ports::Unavailable;
use thiserror::Error;

/// Why a sandbox could not be opened.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SandboxError {
    /// The folder cannot be used.
    #[error("cannot keep data in {}: {source}", path.display())]
    Data {
        /// The folder that was given.
        path: PathBuf,
        /// The error of the system.
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
    /// A client or the media store cannot be made.
    #[error(transparent)]
    Program(#[from] ProgramError),
    /// The packs on offer are none: never seen.
    #[error(transparent)]
    Packs(#[from] PacksError),
    /// An address of this machine is none: never seen.
    #[error(transparent)]
    Address(#[from] url::ParseError),
}

impl SandboxError {
    /// Whether other options would help.
    pub fn is_about_input(&self) -> bool {
        matches!(self, Self::Data { .. })
    }
}
