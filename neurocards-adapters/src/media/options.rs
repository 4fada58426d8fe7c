use std::path::PathBuf;

use secrecy::SecretString;
use thiserror::Error;
use url::Url;

use crate::settings::{Settings, SettingsError};

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

    /// Reads the place that `MEDIA_URL` names, and the `S3_…` variables that it needs.
    pub fn read(settings: &Settings) -> Result<Self, SettingsError> {
        let options = Self {
            url: settings.parsed("MEDIA_URL")?,
            s3_endpoint: settings.http_url_optional("S3_ENDPOINT")?,
            s3_region: settings.text("S3_REGION")?.to_owned(),
            s3_access_key_id: settings.optional("S3_ACCESS_KEY_ID").map(ToOwned::to_owned),
            s3_secret_access_key: settings
                .optional("S3_SECRET_ACCESS_KEY")
                .map(SecretString::from),
        };
        if !options.names_a_place() {
            return Err(settings.malformed("MEDIA_URL"));
        }
        match options.missing_key() {
            Some(name) => Err(settings.missing(name)),
            None => Ok(options),
        }
    }

    fn names_a_place(&self) -> bool {
        match self.url.scheme() {
            "file" => self.url.to_file_path().is_ok(),
            "memory" => true,
            "s3" => cfg!(feature = "s3") && self.url.has_host(),
            _ => false,
        }
    }

    fn missing_key(&self) -> Option<&'static str> {
        let is_s3 = self.url.scheme() == "s3";
        match (&self.s3_access_key_id, &self.s3_secret_access_key) {
            (None, _) if is_s3 => Some("S3_ACCESS_KEY_ID"),
            (_, None) if is_s3 => Some("S3_SECRET_ACCESS_KEY"),
            _ => None,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::variables;

    fn read(pairs: &[(&str, &str)]) -> Result<MediaOptions, SettingsError> {
        let find = |name: &str| {
            let pair = pairs.iter().find(|(key, _)| *key == name);
            pair.map(|(_, value)| (*value).to_owned())
        };
        MediaOptions::read(&Settings::read(variables::all(), None, find)?)
    }

    #[test]
    fn a_url_that_names_no_place_is_refused_by_its_name() {
        for bad in ["ftp://host/media", "file://host/media", "mailto:a@b"] {
            let error = read(&[("MEDIA_URL", bad)]).unwrap_err().to_string();
            assert!(error.starts_with("MEDIA_URL is"), "{bad}: {error}");
        }
        for good in ["file:///var/lib/media", "memory:"] {
            assert!(read(&[("MEDIA_URL", good)]).is_ok(), "{good}");
        }
    }

    #[cfg(feature = "s3")]
    #[test]
    fn a_bucket_needs_both_halves_of_a_key() {
        let url = ("MEDIA_URL", "s3://bucket/media");
        let (id, secret) = (("S3_ACCESS_KEY_ID", "a"), ("S3_SECRET_ACCESS_KEY", "b"));
        let missing = |pairs: &[_]| read(pairs).unwrap_err().to_string();
        assert!(missing(&[url]).starts_with("S3_ACCESS_KEY_ID is missing"));
        assert!(missing(&[url, id]).starts_with("S3_SECRET_ACCESS_KEY is missing"));
        assert!(read(&[url, id, secret]).is_ok());
    }
}
