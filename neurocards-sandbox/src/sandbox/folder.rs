//! Where a sandbox keeps its data.

use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::SandboxError;

/// A folder of our own, unless one is given: that must hold nothing yet, because the chats of an
/// earlier run are gone.
pub(super) fn data_folder(
    given: Option<PathBuf>,
) -> Result<(Option<TempDir>, PathBuf), SandboxError> {
    let Some(path) = given else {
        let folder = TempDir::with_prefix("neurocards-")?;
        let path = folder.path().to_owned();
        return Ok((Some(folder), path));
    };
    match prepared(&path) {
        Ok(path) => Ok((None, path)),
        Err(source) => Err(SandboxError::Data { path, source }),
    }
}

fn prepared(path: &Path) -> io::Result<PathBuf> {
    std::fs::create_dir_all(path)?;
    match std::fs::read_dir(path)?.next() {
        None => path.canonicalize(),
        Some(_) => Err(io::Error::new(
            io::ErrorKind::DirectoryNotEmpty,
            "the folder is not empty, and the chats of an earlier run are gone",
        )),
    }
}
