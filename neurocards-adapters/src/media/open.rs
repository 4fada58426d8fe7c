use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path as Prefix;
use secrecy::SecretString;
use thiserror::Error;
use url::Url;

use super::{Media, MediaOptions, OpenMediaError};
use crate::settings::{Settings, SettingsError};

/// How long one call may take in all.
const DEADLINE: Duration = Duration::from_mins(2);

/// Opens the store of `MEDIA_URL`.
pub fn read(settings: &Settings) -> Result<Media, ReadMediaError> {
    let secret = settings
        .optional("S3_SECRET_ACCESS_KEY")
        .map(SecretString::from);
    let options = MediaOptions {
        url: settings.parsed("MEDIA_URL")?,
        s3_endpoint: settings.http_url_optional("S3_ENDPOINT")?,
        s3_region: settings.text("S3_REGION")?.to_owned(),
        s3_access_key_id: settings.optional("S3_ACCESS_KEY_ID").map(ToOwned::to_owned),
        s3_secret_access_key: secret,
    };
    match open(&options) {
        Err(OpenMediaError::Scheme(_)) => Err(settings.malformed("MEDIA_URL").into()),
        Err(OpenMediaError::NoKey(name)) => Err(settings.missing(name).into()),
        opened => Ok(opened?),
    }
}

/// Why the media store of the settings was not opened.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadMediaError {
    /// A variable is wrong.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The store does not open.
    #[error(transparent)]
    Open(#[from] OpenMediaError),
}

/// Opens a media store. A directory is made if it is missing, for this user only.
pub fn open(options: &MediaOptions) -> Result<Media, OpenMediaError> {
    match options.url.scheme() {
        "file" => on_disk(&options.url),
        "memory" => Ok(in_memory()),
        #[cfg(feature = "s3")]
        "s3" => super::s3::open(options, DEADLINE),
        _ => Err(OpenMediaError::Scheme(options.url.to_string())),
    }
}

fn on_disk(url: &Url) -> Result<Media, OpenMediaError> {
    let path = url
        .to_file_path()
        .map_err(|()| OpenMediaError::Scheme(url.to_string()))?;
    private_directory(&path).map_err(|source| OpenMediaError::Directory {
        path: path.clone(),
        source,
    })?;
    let disk = LocalFileSystem::new_with_prefix(&path)?.with_fsync(true);
    Ok(Media {
        objects: Arc::new(disk),
        links: None,
        prefix: Prefix::default(),
        deadline: DEADLINE,
        typed: false,
    })
}

fn private_directory(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;

    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
}

fn in_memory() -> Media {
    Media {
        objects: Arc::new(InMemory::new()),
        links: None,
        prefix: Prefix::default(),
        deadline: DEADLINE,
        typed: true,
    }
}
