use std::time::Duration;

use secrecy::SecretString;
use url::Url;

use crate::settings::{Settings, SettingsError};

/// How to reach the text model.
#[derive(Debug, Clone)]
pub struct OpenAiOptions {
    /// The API key.
    pub key: SecretString,
    /// Base of the API with its version, `https://api.openai.com/v1`.
    pub base_url: Url,
    /// The model's name. It must take images and strict JSON schemas.
    pub model: String,
    /// How long one prompt may take in all, repeats included.
    pub deadline: Duration,
}

impl OpenAiOptions {
    /// Options with a deadline of 90 s.
    pub fn new(key: SecretString, base_url: Url, model: impl Into<String>) -> Self {
        Self {
            key,
            base_url,
            model: model.into(),
            deadline: Duration::from_secs(90),
        }
    }

    /// Reads the `OPENAI_…` variables.
    pub fn read(settings: &Settings) -> Result<Self, SettingsError> {
        let key = settings.secret("OPENAI_API_KEY")?;
        let base_url = settings.http_url("OPENAI_BASE_URL")?;
        let model = settings.text("OPENAI_MODEL")?;
        Ok(Self {
            deadline: settings.secs("OPENAI_TIMEOUT_SECS")?,
            ..Self::new(key, base_url, model)
        })
    }
}
