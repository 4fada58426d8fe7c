//! The video models on offer: what they take, how long they need, what they cost.

use std::time::Duration;

use thiserror::Error;

use crate::ids::ModelId;
use crate::money::credits::Credits;
use crate::work::format::{Aspect, Format};

/// A video model a user can choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VideoModel {
    /// The provider's id.
    pub id: ModelId,
    /// Its name for people.
    pub title: String,
    /// Lengths it offers, in seconds, shortest first, not empty.
    pub seconds: Vec<u8>,
    /// The length offered first; one of `seconds`.
    pub default_seconds: u8,
    /// Price of one video to the user.
    pub price: Credits,
    /// The longest prompt it accepts, in characters.
    pub prompt_max_chars: usize,
    /// How long a render usually takes, until own medians are known.
    pub usual_render: Duration,
}

/// A format that the catalogue does not offer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FormatError {
    /// No such model.
    #[error("the model {0} is not in the catalogue")]
    UnknownModel(ModelId),
    /// The model has no such length.
    #[error("the model {model} makes no videos of {seconds} s")]
    Length {
        /// The model that does not make it.
        model: ModelId,
        /// The length asked for, in seconds.
        seconds: u8,
    },
}

/// Every model on offer; the first is the default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    models: Vec<VideoModel>,
}

impl Catalogue {
    /// A catalogue of the default model and others, in the order in which they are offered.
    pub fn new(default: VideoModel, others: impl IntoIterator<Item = VideoModel>) -> Self {
        let models = std::iter::once(default).chain(others).collect();
        Self { models }
    }

    /// All models, the default first.
    pub fn models(&self) -> &[VideoModel] {
        &self.models
    }

    /// The model with this id.
    pub fn model(&self, id: &ModelId) -> Option<&VideoModel> {
        self.models.iter().find(|model| model.id == *id)
    }

    /// The format of a user who has not chosen one.
    pub fn default_format(&self) -> Format {
        let model = &self.models[0];
        Format {
            model: model.id.clone(),
            seconds: model.default_seconds,
            aspect: Aspect::Vertical,
        }
    }

    /// The model of a format, if the catalogue offers that format.
    pub fn check(&self, format: &Format) -> Result<&VideoModel, FormatError> {
        let model = self
            .model(&format.model)
            .ok_or_else(|| FormatError::UnknownModel(format.model.clone()))?;
        if !model.seconds.contains(&format.seconds) {
            return Err(FormatError::Length {
                model: model.id.clone(),
                seconds: format.seconds,
            });
        }
        Ok(model)
    }
}

#[cfg(test)]
impl Catalogue {
    /// Two models of no provider, for the tests of this crate.
    pub(crate) fn sample() -> Self {
        let model = |id: &str, prompt_max_chars| VideoModel {
            id: ModelId(id.to_owned()),
            title: id.to_owned(),
            seconds: vec![5, 10, 15],
            default_seconds: 15,
            price: Credits::small(1),
            prompt_max_chars,
            usual_render: Duration::from_mins(3),
        };
        Self {
            models: vec![model("short", 2_500), model("long", 20_000)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_format_is_on_offer() {
        let catalogue = Catalogue::sample();
        assert!(catalogue.check(&catalogue.default_format()).is_ok());
    }

    #[test]
    fn a_format_outside_the_catalogue_is_named() {
        let catalogue = Catalogue::sample();
        let mut format = catalogue.default_format();
        format.seconds = 7;
        assert!(matches!(
            catalogue.check(&format),
            Err(FormatError::Length { seconds: 7, .. })
        ));
        format.model = ModelId("sora-2".to_owned());
        assert!(matches!(
            catalogue.check(&format),
            Err(FormatError::UnknownModel(_))
        ));
    }
}
