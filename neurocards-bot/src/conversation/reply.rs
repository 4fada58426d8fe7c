//! What a turn says, as data: written into the inbox row, rendered when it goes out.

use neurocards_core::ids::{MessageId, OrderId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::PromoRefusal;
use neurocards_core::money::payment::Invoice;
use neurocards_core::work::product::TextError;
use serde::{Deserialize, Serialize};

use super::input::PhotoProblem;
use super::screen::Screen;

/// One thing to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reply", rename_all = "snake_case")]
pub enum Reply {
    /// Answers a press; may be repeated.
    Toast {
        /// The chat provider's id of the press.
        callback: String,
        /// A short line over the chat, if any.
        toast: Option<Toast>,
    },
    /// Shows a screen.
    Show {
        /// The message whose place it takes; `None` sends a new one. An edit may be repeated.
        edit: Option<MessageId>,
        /// What is said first.
        remark: Option<Remark>,
        /// The screen that is shown.
        screen: Screen,
        /// Whether a draft waits behind it, to which a button leads back.
        resume: bool,
    },
    /// Makes a message the card of an order; may be repeated.
    Card {
        /// The message that the order was confirmed with.
        edit: MessageId,
        /// The order whose state it shows from now on.
        order: OrderId,
    },
    /// Sends an invoice.
    Invoice(Invoice),
}

/// A line over the chat, at most 200 characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Toast {
    /// The order is placed.
    Launched,
    /// The order was placed by an earlier press.
    AlreadyLaunched,
    /// The button belongs to something that is over.
    Stale,
    /// What is not submitted is being cancelled.
    Cancelling,
    /// Nothing of the order can be cancelled any more.
    TooLateToCancel,
    /// The video is sent.
    VideoComes,
    /// There is no such video, or it is not ready.
    NoVideo,
    /// There is no such product.
    NoProduct,
    /// There is no such payment.
    NoPayment,
}

impl Toast {
    /// Every toast, for tests of texts.
    pub const ALL: [Self; 9] = [
        Self::Launched,
        Self::AlreadyLaunched,
        Self::Stale,
        Self::Cancelling,
        Self::TooLateToCancel,
        Self::VideoComes,
        Self::NoVideo,
        Self::NoProduct,
        Self::NoPayment,
    ];
}

/// What is said above a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "remark", rename_all = "snake_case")]
pub enum Remark {
    /// Here a button is expected.
    PressAButton,
    /// Here a photo is expected.
    PhotoPlease,
    /// Here text is expected.
    TextPlease,
    /// A photo came where none is wanted.
    NoPhotoNow,
    /// Of an album only the first photo is taken.
    FirstOfAlbum,
    /// The photo is not usable.
    Photo {
        /// What is wrong with it.
        problem: PhotoProblem,
    },
    /// The text is blank.
    TextEmpty,
    /// The text is too long.
    TextTooLong {
        /// Characters that the text has.
        len: usize,
        /// Characters that a text may have.
        max: usize,
    },
    /// A command nobody knows.
    UnknownCommand,
    /// There is no draft to drop.
    NothingToDrop,
    /// The draft is dropped.
    Dropped,
    /// The state of the conversation could not be read.
    Lost,
    /// The language is changed.
    LanguageChosen,
    /// The chosen format is not on offer any more.
    FormatGone,
    /// The store did not take the order; nothing was charged.
    OrderRefused,
    /// The terms are accepted already.
    ConsentKnown,
    /// The pack is not sold any more.
    PackGone,
    /// Their money came and could not be booked; operators know.
    PaymentUnmatched,
    /// The refund is begun.
    RefundAsked,
    /// A promo code gave credits.
    PromoRedeemed {
        /// How many credits it gave.
        credits: Credits,
    },
    /// A promo code gave nothing.
    PromoRefused {
        /// Why it gave nothing.
        refusal: PromoRefusal,
    },
    /// What a promo code gives does not fit into the balance.
    PromoTooMuch,
}

impl Remark {
    /// Why a promo code gave nothing.
    pub(super) const fn promo(refusal: PromoRefusal) -> Self {
        Self::PromoRefused { refusal }
    }

    /// Why a text was not taken.
    pub(super) fn text(error: TextError) -> Self {
        match error {
            TextError::TooLong { len, max } => Self::TextTooLong { len, max },
            _ => Self::TextEmpty,
        }
    }
}
