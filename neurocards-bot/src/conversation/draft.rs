//! What the draft of an order holds at each step: kept with the state, so that it goes on after a
//! restart.

use neurocards_core::ids::OrderId;
use neurocards_core::work::brief::{Brief, OwnPrompt, Scenario, VideoCount};
use neurocards_core::work::format::Format;
use neurocards_core::work::media::MediaKey;
use neurocards_core::work::product::Product;
use serde::{Deserialize, Serialize};

/// A description is expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskDescription {
    /// The photo of the product to be.
    pub photo: MediaKey,
}

/// A template is expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskTemplate {
    /// The product that the video is for.
    pub product: Product,
}

/// Wishes are expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskWishes {
    /// The product that the video is for.
    pub product: Product,
    /// The template that the wishes are added to.
    pub style: Style,
}

/// A template that takes wishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// [`neurocards_core::work::brief::Template::Ugc`], with wishes.
    Ugc,
    /// [`neurocards_core::work::brief::Template::Ad`], with wishes.
    Ad,
}

/// An own prompt is expected, or shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskPrompt {
    /// The product that the video is for.
    pub product: Product,
    /// What was written so far; a text replaces it.
    pub prompt: Option<OwnPrompt>,
}

/// A format is expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskFormat {
    /// The product that the video is for.
    pub product: Product,
    /// Template and what was added to it.
    pub scenario: Scenario,
    /// What is chosen so far.
    pub format: Format,
}

/// A number of videos is expected. The draft stays here until the credits suffice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskCount {
    /// The product that the videos are for.
    pub product: Product,
    /// What is asked.
    pub brief: Brief,
    /// The choice that was too dear.
    pub wanted: Option<VideoCount>,
}

/// The order is shown. Its id is in the button, so that however often it is pressed, in whatever
/// order the presses come, it is one order and one charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskConfirm {
    /// The id the order will have.
    pub order: OrderId,
    /// The product that the videos are for.
    pub product: Product,
    /// What is asked.
    pub brief: Brief,
    /// How many videos.
    pub count: VideoCount,
}
