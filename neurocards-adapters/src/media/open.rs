use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path as Prefix;
use url::Url;

use super::{Media, MediaOptions, OpenMediaError};

/// How long one call may take in all.
const DEADLINE: Duration = Duration::from_mins(2);

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
