//! The files that the fake keeps: uploads and results.

use std::collections::HashMap;

use axum::body::Bytes;

use super::plan::FileFault;

/// Bytes of all files together, at most.
const MAX_BYTES: usize = 2 << 30;

/// One file and how long it is there.
#[derive(Clone, Debug)]
pub(crate) struct StoredFile {
    pub(crate) bytes: Bytes,
    pub(crate) content_type: &'static str,
    /// When the file is gone, in Unix milliseconds.
    pub(crate) expires_at_ms: u64,
    pub(crate) fault: Option<FileFault>,
}

/// All files by their path at the file host.
#[derive(Debug, Default)]
pub(crate) struct Store {
    files: HashMap<String, StoredFile>,
    bytes: usize,
}

impl Store {
    /// Keeps a file, over an older one at the same path; false if there is no room.
    pub(crate) fn put(&mut self, path: String, file: StoredFile) -> bool {
        let before = self.files.get(&path).map_or(0, |old| old.bytes.len());
        let after = self.bytes - before + file.bytes.len();
        if after > MAX_BYTES {
            return false;
        }
        self.bytes = after;
        self.files.insert(path, file);
        true
    }

    /// The file at this path, if it has not expired.
    pub(crate) fn get(&self, path: &str, now_ms: u64) -> Option<&StoredFile> {
        self.files
            .get(path)
            .filter(|file| now_ms < file.expires_at_ms)
    }

    pub(crate) fn get_mut(&mut self, path: &str) -> Option<&mut StoredFile> {
        self.files.get_mut(path)
    }
}
