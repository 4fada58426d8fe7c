use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use thiserror::Error;

use super::Unavailable;
use crate::work::media::{MediaKey, MediaKind};

/// Why bytes could not be kept or found.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum MediaError {
    /// No such file.
    #[error("no media has the key {0}")]
    NotFound(MediaKey),
    /// Nothing is known to have changed.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// Bytes we keep, named by their content.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait MediaStore: Send + Sync {
    /// Keeps `bytes`. MUST be atomic (a reader sees all or nothing) and idempotent (the same bytes
    /// give the same key and change nothing). May be repeated.
    async fn put(&self, bytes: Bytes, kind: MediaKind) -> Result<MediaKey, MediaError>;

    /// The bytes of a key. May be repeated.
    async fn get(&self, key: &MediaKey) -> Result<Bytes, MediaError>;

    /// A link that anybody can open for `ttl`; `None` if this store gives no links.
    /// May be repeated.
    async fn url(&self, key: &MediaKey, ttl: Duration) -> Result<Option<String>, MediaError>;

    /// Removes a file; a missing one is no error. May be repeated.
    async fn delete(&self, key: &MediaKey) -> Result<(), MediaError>;
}
