//! One video model: what it takes and what it costs.

use serde_json::Value;

use super::refusal::Refusal;
use super::shape::{Field, Input};

/// A model that can be named in createTask.
pub(crate) struct Model {
    pub(crate) id: &'static str,
    /// What the catalogue calls it.
    pub(crate) title: &'static str,
    /// What the catalogue says of the price.
    pub(crate) pricing: &'static str,
    pub(crate) fields: &'static [Field],
    /// What must be right between the fields.
    pub(crate) together: fn(&Input) -> Result<(), Refusal>,
    /// Seconds if the input does not say.
    pub(crate) default_seconds: u32,
    /// Whether the input is looked at before credits are taken.
    pub(crate) checks_first: bool,
    /// Credits for this input and so many seconds.
    pub(crate) price: fn(&Input, f64) -> f64,
}

impl Model {
    /// Whether the input is right.
    pub(crate) fn check(&self, input: &Input) -> Result<(), Refusal> {
        self.fields
            .iter()
            .try_for_each(|field| field.check(input))?;
        (self.together)(input)
    }

    /// Credits for this input.
    pub(crate) fn credits(&self, input: &Input) -> f64 {
        (self.price)(input, f64::from(self.seconds(input)))
    }

    /// How long the video is to be.
    pub(crate) fn seconds(&self, input: &Input) -> u32 {
        let asked = match input.get("duration") {
            Some(Value::String(text)) => text.parse().ok(),
            Some(Value::Number(number)) => number.as_f64().map(whole),
            _ => None,
        };
        asked.unwrap_or(self.default_seconds)
    }

    /// The URLs of all pictures in the input.
    pub(crate) fn photos<'a>(&self, input: &'a Input) -> Vec<&'a str> {
        self.fields
            .iter()
            .flat_map(|field| field.photos(input))
            .collect()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "seconds of a video; anything else is cut to the range of the type"
)]
fn whole(seconds: f64) -> u32 {
    seconds.ceil() as u32
}
