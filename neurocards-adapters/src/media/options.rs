use std::path::PathBuf;

use secrecy::SecretString;
use thiserror::Error;
use url::Url;

/// Where media are kept. `Debug` shows no secret.
#[derive(Debug, Clone)]
pub struct MediaOptions {
    /// `file:///directory`, `s3://bucket/prefix`, or `memory:` for tests.
    pub url: Url,
    /// The S3-compatible service, unless it is Amazon's.
    pub s3_endpoint: Option<Url>,
    /// The region of the bucket.
    pub s3_region: String,
    /// The key that may read and write the bucket.
    pub s3_access_key_id: Option<String>,
    /// The secret of that key.
    pub s3_secret_access_key: Option<SecretString>,
}

impl MediaOptions {
    /// A place that needs no S3 key.
    pub fn at(url: Url) -> Self {
        Self {
            url,
            s3_endpoint: None,
            s3_region: "us-east-1".to_owned(),
            s3_access_key_id: None,
            s3_secret_access_key: None,
        }
    }
}

/// Why a media store was not opened.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OpenMediaError {
    /// The URL names no place media can be kept at.
    #[error("{0} is no place for media: expected file:///directory or s3://bucket/prefix")]
    Scheme(String),
    /// The directory cannot be made or read.
    #[error("cannot use the directory {}: {source}", path.display())]
    Directory {
        /// The directory of the URL.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// `s3://` needs a key.
    #[error("{0} is missing, which s3:// needs")]
    NoKey(&'static str),
    /// The object store refuses its options.
    #[error(transparent)]
    Objects(#[from] object_store::Error),
}
