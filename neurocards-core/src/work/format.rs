//! Which model makes a video, how long and in which shape.

use serde::{Deserialize, Serialize};

use crate::ids::ModelId;

/// The shape of the picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Aspect {
    /// Vertical, the default.
    #[default]
    #[serde(rename = "9:16")]
    Vertical,
}

impl Aspect {
    /// The ratio in the providers' spelling.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vertical => "9:16",
        }
    }
}

/// Which model makes the video, how long and in which shape.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Format {
    /// A model of the catalogue.
    pub model: ModelId,
    /// Length in seconds, one the model offers.
    pub seconds: u8,
    /// The shape of the picture.
    pub aspect: Aspect,
}
