//! Files that people sent.

use bytes::Bytes;
use serde::Deserialize;
use teloxide::payloads::GetFile;
use teloxide::types::FileId;
use thiserror::Error;

use super::TelegramClient;
use crate::telegram::errors::CallError;

/// The longest file Telegram lets bots download (its server: `20 << 20` bytes).
pub const DOWNLOAD_MAX_BYTES: usize = 20 << 20;

/// Why a file was not downloaded.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DownloadError {
    /// The file is longer than asked for, or than Telegram hands out.
    #[error("the file is longer than {max_bytes} bytes")]
    TooLong {
        /// The most bytes allowed.
        max_bytes: usize,
    },
    /// The file is gone, or its id is of another bot.
    #[error("the file is not available: {0}")]
    Gone(CallError),
    /// The call failed; trying again is safe.
    #[error(transparent)]
    Call(#[from] CallError),
}

#[derive(Deserialize)]
struct File {
    file_path: Option<String>,
    file_size: Option<u64>,
}

impl TelegramClient {
    /// The bytes of a file, at most `max_bytes` and never more than [`DOWNLOAD_MAX_BYTES`].
    pub async fn download(&self, file_id: &str, max_bytes: usize) -> Result<Bytes, DownloadError> {
        let max_bytes = max_bytes.min(DOWNLOAD_MAX_BYTES);
        let too_long = DownloadError::TooLong { max_bytes };
        let asked = self
            .wire
            .send(&GetFile::new(FileId(file_id.to_owned())))
            .await;
        let file: File = match asked {
            Err(error) if error.is_file_too_big() => return Err(too_long),
            Err(error) if error.is_wrong_file() => return Err(DownloadError::Gone(error)),
            answer => answer?,
        };
        if file.file_size.is_some_and(|size| size > max_bytes as u64) {
            return Err(too_long);
        }
        let no_path = || CallError::Unreadable("getFile told no path".to_owned());
        let path = file.file_path.ok_or_else(no_path)?;
        self.wire.fetch(&path, max_bytes).await?.ok_or(too_long)
    }
}
