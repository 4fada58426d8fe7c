//! What one person did, as the conversation takes it.

use neurocards_adapters::telegram::callback::Button;
use neurocards_core::ids::{MessageId, OrderId};
use neurocards_core::media::MediaKey;
use serde::{Deserialize, Serialize};

use super::command::Command;

/// What one person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A command.
    Command(Command),
    /// Any other text.
    Text(String),
    /// A photo, or an image sent as a file.
    Photo {
        /// What became of it.
        verdict: PhotoVerdict,
        /// The text under it.
        caption: Option<String>,
        /// The album it belongs to.
        album: Option<String>,
    },
    /// A sticker, a voice message, a video and the like.
    Other,
    /// A press of a button.
    Press(Press),
    /// The store refused the order that this press wanted to place; nothing was written.
    Declined(Press, Declined),
    /// The person blocked the bot (`true`) or came back.
    Blocked(bool),
}

/// A press of a button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    /// The chat provider's id of the press, to answer it.
    pub callback: String,
    /// Which button; `None` for data this program never wrote, or wrote in another age.
    pub button: Option<Button>,
    /// The message under which it was pressed, unless it is too old to be edited.
    pub message: Option<MessageId>,
    /// What that message is.
    pub surface: Surface,
}

/// What a pressed message is; decides whether the next screen may take its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// A screen of the conversation: the next one takes its place.
    Screen,
    /// The confirm screen of an order, which becomes its card once the order is placed.
    Confirm(OrderId),
    /// A card, a video or a notice: it stays as it is.
    Lasting,
}

/// Why the store refused an order. The turn's context has the balance that the store met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declined {
    /// Too few credits.
    TooFew,
    /// The product is not theirs.
    Foreign,
}

/// What became of a photo before the turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhotoVerdict {
    /// Checked and kept.
    Kept(MediaKey),
    /// Not usable, and why.
    Refused(PhotoProblem),
    /// Not looked at: no photo is wanted now (see [`super::takes_photo`]).
    NotLookedAt,
}

/// Why a photo is not usable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum PhotoProblem {
    /// More bytes than the chat provider hands out.
    TooHeavy,
    /// Not a JPEG, PNG or WebP picture.
    NotAPhoto,
    /// It moves.
    Animated,
    /// It cannot be decoded.
    Damaged,
    /// Too few pixels.
    TooSmall {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// Too many pixels.
    TooLarge,
    /// One side is far longer than the other.
    TooNarrow,
    /// It could not be taken or looked at just now.
    NotFetched,
}
