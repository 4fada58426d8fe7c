use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures::future::BoxFuture;
use neurocards_core::ports::{MediaError, MediaStore, Unavailable};
use neurocards_core::work::media::{MediaKey, MediaKind};
use object_store::path::Path;
use object_store::{Attribute, Attributes, ObjectStore, ObjectStoreExt, PutOptions};

const ADAPTER: &str = "media";

/// The most bytes of one file.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// Makes a link to a path that anybody can open for a while.
pub(super) type Links =
    Box<dyn Fn(Path, Duration) -> BoxFuture<'static, object_store::Result<String>> + Send + Sync>;

/// Keys below one prefix of an object store.
pub struct Media {
    pub(super) objects: Arc<dyn ObjectStore>,
    /// Makes links, where the store can.
    pub(super) links: Option<Links>,
    pub(super) prefix: Path,
    /// How long one call may take in all.
    pub(super) deadline: Duration,
    /// Whether the store keeps MIME types.
    pub(super) typed: bool,
}

impl fmt::Debug for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Media").finish_non_exhaustive()
    }
}

impl Media {
    /// Files lie in 256 folders by the first two digits of their keys.
    fn path(&self, key: &MediaKey) -> Path {
        let shard = key.as_str().get(..2).unwrap_or_default();
        self.prefix.clone().join(shard).join(key.as_str())
    }

    async fn bounded<T>(
        &self,
        work: impl Future<Output = Result<T, object_store::Error>>,
    ) -> Result<T, object_store::Error> {
        match tokio::time::timeout(self.deadline, work).await {
            Ok(done) => done,
            Err(elapsed) => Err(object_store::Error::Generic {
                store: ADAPTER,
                source: elapsed.into(),
            }),
        }
    }

    async fn exists(&self, path: &Path) -> Result<bool, object_store::Error> {
        match self.objects.head(path).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn write(&self, path: &Path, bytes: Bytes, kind: MediaKind) -> object_store::Result<()> {
        if self.exists(path).await? {
            return Ok(());
        }
        let mut options = PutOptions::default();
        if self.typed {
            options.attributes = Attributes::from_iter([(Attribute::ContentType, kind.mime())]);
        }
        self.objects
            .put_opts(path, bytes.into(), options)
            .await
            .map(drop)
    }

    async fn read(&self, path: &Path) -> object_store::Result<Bytes> {
        let found = self.objects.get(path).await?;
        if found.meta.size > MAX_BYTES {
            let source = format!("{} bytes are more than {MAX_BYTES}", found.meta.size).into();
            return Err(object_store::Error::Generic {
                store: ADAPTER,
                source,
            });
        }
        found.bytes().await
    }
}

#[async_trait]
impl MediaStore for Media {
    async fn put(&self, bytes: Bytes, kind: MediaKind) -> Result<MediaKey, MediaError> {
        let key = MediaKey::of(&bytes, kind);
        let written = self
            .bounded(self.write(&self.path(&key), bytes, kind))
            .await;
        written.map_err(|error| mapped(&key, error))?;
        Ok(key)
    }

    async fn get(&self, key: &MediaKey) -> Result<Bytes, MediaError> {
        let read = self.bounded(self.read(&self.path(key))).await;
        read.map_err(|error| mapped(key, error))
    }

    async fn url(&self, key: &MediaKey, ttl: Duration) -> Result<Option<String>, MediaError> {
        let Some(links) = &self.links else {
            return Ok(None);
        };
        let link = self.bounded(links(self.path(key), ttl)).await;
        link.map(Some).map_err(|error| mapped(key, error))
    }

    async fn delete(&self, key: &MediaKey) -> Result<(), MediaError> {
        let path = self.path(key);
        match self.bounded(self.objects.delete(&path)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(mapped(key, error)),
        }
    }
}

fn mapped(key: &MediaKey, error: object_store::Error) -> MediaError {
    match error {
        object_store::Error::NotFound { .. } => MediaError::NotFound(key.clone()),
        other => MediaError::Unavailable(Unavailable::new(ADAPTER, other)),
    }
}
