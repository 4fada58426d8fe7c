//! What one order asks for.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::work::format::Format;
use crate::work::product::{TextError, bounded};

/// The three ways to a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Template {
    /// A vivid, imperfect person shows the product.
    Ugc,
    /// The product alone, premium b-roll, no people.
    Ad,
    /// The user's own prompt; the text model is not asked.
    Own,
}

impl Template {
    /// The word used in SQL, logs and callback data.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ugc => "ugc",
            Self::Ad => "ad",
            Self::Own => "own",
        }
    }

    /// The template that [`Template::as_str`] names.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Ugc, Self::Ad, Self::Own]
            .into_iter()
            .find(|template| template.as_str() == word)
    }
}

/// A template with what the user adds to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "template", rename_all = "snake_case")]
pub enum Scenario {
    /// [`Template::Ugc`], perhaps with wishes.
    Ugc {
        /// What the user wishes, taken literally.
        wishes: Option<Wishes>,
    },
    /// [`Template::Ad`], perhaps with wishes.
    Ad {
        /// What the user wishes, taken literally.
        wishes: Option<Wishes>,
    },
    /// [`Template::Own`], with what the user wrote.
    Own {
        /// The user's prompt.
        prompt: OwnPrompt,
    },
}

impl Scenario {
    /// The template that this scenario fills.
    pub const fn template(&self) -> Template {
        match self {
            Self::Ugc { .. } => Template::Ugc,
            Self::Ad { .. } => Template::Ad,
            Self::Own { .. } => Template::Own,
        }
    }

    /// Its wishes, if it takes any and has some.
    pub const fn wishes(&self) -> Option<&Wishes> {
        match self {
            Self::Ugc { wishes } | Self::Ad { wishes } => wishes.as_ref(),
            Self::Own { .. } => None,
        }
    }
}

macro_rules! bounded_text {
    ($(#[$doc:meta])* $name:ident, $max:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The most characters it may have.
            pub const MAX_CHARS: usize = $max;

            /// Takes what the user wrote.
            pub fn parse(text: &str) -> Result<Self, TextError> {
                bounded(text, Self::MAX_CHARS).map(Self)
            }

            /// The text as the user wrote it, trimmed.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextError;

            fn try_from(text: String) -> Result<Self, TextError> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    };
}

bounded_text! {
    /// What the user wishes for, 1 to 1,000 characters, taken literally.
    Wishes, 1_000
}
bounded_text! {
    /// A prompt the user wrote, 1 to 2,000 characters.
    OwnPrompt, 2_000
}

/// What one order asks: scenario and format. The product stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// Template and what the user added.
    pub scenario: Scenario,
    /// Model, length, shape.
    pub format: Format,
}

/// How many videos one order makes: 1, 3 or 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum VideoCount {
    /// An order of 1 video.
    One,
    /// An order of 3 videos.
    Three,
    /// An order of 5 videos.
    Five,
}

/// A number of videos that is not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{0} videos are not offered: expected 1, 3 or 5")]
pub struct VideoCountError(pub u8);

impl VideoCount {
    /// Every offer, smallest first.
    pub const ALL: [Self; 3] = [Self::One, Self::Three, Self::Five];

    /// How many videos that is.
    pub const fn get(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Three => 3,
            Self::Five => 5,
        }
    }
}

impl TryFrom<u8> for VideoCount {
    type Error = VideoCountError;

    fn try_from(count: u8) -> Result<Self, VideoCountError> {
        Self::ALL
            .into_iter()
            .find(|offer| offer.get() == count)
            .ok_or(VideoCountError(count))
    }
}

impl From<VideoCount> for u8 {
    fn from(count: VideoCount) -> Self {
        count.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_three_or_five_videos_are_offered() {
        assert_eq!(VideoCount::try_from(3), Ok(VideoCount::Three));
        assert_eq!(VideoCount::try_from(2), Err(VideoCountError(2)));
    }

    #[test]
    fn wishes_are_taken_literally() {
        for wish in ["нет людей в кадре", "NOW()", "-- drop"] {
            assert_eq!(Wishes::parse(wish).unwrap().as_str(), wish);
        }
    }
}
