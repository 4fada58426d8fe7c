//! What one person did, as the conversation takes it.

use neurocards_core::chat::button::Button;
use neurocards_core::ids::{ChargeId, MessageId, OrderId, UserId};
use neurocards_core::money::gift::{PromoCode, PromoRefusal};
use neurocards_core::money::payment::{Charge, RefundRefusal};
use neurocards_core::work::media::MediaKey;
use serde::{Deserialize, Serialize};

use super::command::Command;

/// What one person did, or what was done with their money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A command, without the words behind it.
    Command(Command),
    /// Any other text.
    Text(String),
    /// A photo, or a file that may be one; what became of it is an answer to
    /// [`super::Question::Photo`].
    Photo(Photo),
    /// A sticker, a voice message, a video, or whatever else a person can send.
    Other,
    /// A press of a button.
    Press(Press),
    /// A promo code; `None` for a word that cannot be a code.
    Promo(Option<PromoCode>),
    /// The person came by the link of this user.
    Referred(UserId),
    /// Money of theirs was taken.
    Paid(Charge),
    /// Their money was taken for something that is not sold here; operators are told.
    PaidStrangely(StrangeCharge),
    /// The money of this charge was given back to them. It is taken over before the turn, which has
    /// nothing to say to it.
    Refunded(ChargeId),
    /// The store refused what the turn of this input wanted to write; nothing was written.
    Declined(Box<Self>, Declined),
    /// The person blocked the bot (`true`) or came back.
    Blocked(bool),
}

impl Input {
    /// What the person did, whatever the store said to it.
    pub fn asked(&self) -> &Self {
        match self {
            Self::Declined(asked, _) => asked.asked(),
            asked => asked,
        }
    }

    /// The press, if it was one.
    pub fn press(&self) -> Option<&Press> {
        match self.asked() {
            Self::Press(press) => Some(press),
            _ => None,
        }
    }
}

/// A photo in the chat, not looked at yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// The chat provider's id of the file; of a photo, its largest size.
    pub file_id: String,
    /// Length in bytes, where the chat tells it.
    pub bytes: Option<u64>,
    /// The text under it.
    pub caption: Option<String>,
    /// The album it belongs to.
    pub album: Option<String>,
    /// Whether it came as a file that does not call itself an image: its bytes may be one all the
    /// same.
    pub is_doubtful: bool,
}

/// A charge that no invoice of ours can have asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrangeCharge {
    /// Its id, as it came.
    pub charge: String,
    /// What is strange about it, for operators.
    pub why: String,
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

/// Why the store refused a turn. The next turn's context has the balance that the store met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declined {
    /// An order: too few credits.
    TooFew,
    /// An order: the product is not theirs.
    Foreign,
    /// A charge: it belongs to no invoice of theirs.
    Unmatched,
    /// A promo code: it gives them nothing.
    Promo(PromoRefusal),
    /// A promo code: what it gives does not fit into the balance.
    PromoTooMuch,
    /// A refund cannot be begun, for this reason.
    Refund(RefundRefusal),
}

/// What became of a photo before the turn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum PhotoVerdict {
    /// Checked and kept.
    Kept(MediaKey),
    /// Not usable, and why.
    Refused(PhotoProblem),
    /// Not looked at: no photo is wanted now.
    #[default]
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
    /// A picture in another format, such as HEIC, which the chat turns into JPEG when it is sent as
    /// a photo.
    OtherFormat,
    /// The picture moves: it has several frames.
    Animated,
    /// It cannot be decoded.
    Damaged,
    /// Too few pixels.
    TooSmall {
        /// Pixels from left to right.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
    },
    /// Too many pixels.
    TooLarge,
    /// One side is far longer than the other.
    TooNarrow,
    /// It could not be taken or looked at just now.
    NotFetched,
}
