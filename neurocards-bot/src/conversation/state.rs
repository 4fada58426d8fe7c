//! What is kept of one conversation between two updates.

use neurocards_core::money::gift::PromoCode;
use neurocards_core::work::catalogue::Catalogue;
use neurocards_core::work::format::Format;
use serde::{Deserialize, Serialize};

use super::draft::{
    AskConfirm, AskCount, AskDescription, AskFormat, AskPrompt, AskTemplate, AskWishes,
};

/// The version of the layout this program writes; another one is not read.
const VERSION: u8 = 1;

/// Everything kept of one conversation between two updates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conversation {
    /// Where it is.
    pub state: State,
    /// The format the person chose last.
    pub format: Option<Format>,
    /// The album whose first photo was taken last.
    pub album: Option<Album>,
    /// A promo code that waits until the person accepts the terms.
    pub promo: Option<PromoCode>,
}

/// An album of which one photo was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Album {
    /// The chat provider's id.
    pub id: String,
    /// Whether the person was told that only the first photo counts.
    pub told: bool,
}

/// Where a conversation is, with what it needs to go on after a restart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum State {
    /// No draft is open.
    #[default]
    Menu,
    /// What was kept could not be read.
    #[serde(skip)]
    Lost,
    /// A photo is expected.
    Photo,
    /// A description is expected.
    Description(AskDescription),
    /// A template is expected.
    Template(AskTemplate),
    /// Wishes are expected.
    Wishes(AskWishes),
    /// An own prompt is expected, or shown.
    OwnPrompt(AskPrompt),
    /// A format is expected.
    Format(AskFormat),
    /// A number of videos is expected.
    Count(AskCount),
    /// The order is shown; its button places it.
    Confirm(AskConfirm),
}

/// What is written, by version.
#[derive(Serialize, Deserialize)]
struct Layout {
    v: u8,
    state: State,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    format: Option<Format>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    album: Option<Album>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    promo: Option<PromoCode>,
}

impl Conversation {
    /// What was kept; a text that cannot be read becomes [`State::Lost`].
    pub fn read(kept: Option<&str>) -> Self {
        let Some(kept) = kept else {
            return Self::default();
        };
        match serde_json::from_str::<Layout>(kept) {
            Ok(Layout {
                v: VERSION,
                state,
                format,
                album,
                promo,
            }) => Self {
                state,
                format,
                album,
                promo,
            },
            _ => Self {
                state: State::Lost,
                ..Self::default()
            },
        }
    }

    /// The text to keep. A lost state is kept as the menu.
    pub fn write(&self) -> Result<String, serde_json::Error> {
        let state = match &self.state {
            State::Lost => State::Menu,
            state => state.clone(),
        };
        serde_json::to_string(&Layout {
            v: VERSION,
            state,
            format: self.format.clone(),
            album: self.album.clone(),
            promo: self.promo.clone(),
        })
    }

    /// The format a new draft begins with: the last one while it is on offer, else the default.
    pub fn usual_format(&self, catalogue: &Catalogue) -> Format {
        let last = self.format.as_ref();
        last.filter(|format| catalogue.check(format).is_ok())
            .cloned()
            .unwrap_or_else(|| catalogue.default_format())
    }
}
