//! Updates of the chat provider on their way through the inbox.
//!
//! The inbox keeps bodies, states and replies as opaque text: only the conversation, in the bot,
//! reads them.

use crate::ids::{OrderId, UserId};
use crate::money::gift::{PromoCode, ReferralRules};
use crate::money::ledger::Grant;
use crate::money::payment::{AskedRefund, Charge, Invoice};
use crate::user::Language;
use crate::work::order::NewOrder;
use crate::work::product::Product;

/// An update as it came, to be stored before it is acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawUpdate {
    /// The chat provider's id; one update is handled once.
    pub id: i64,
    /// Updates of one lane are handled one at a time, in the order of their ids: the user's id,
    /// or 0 for updates of nobody.
    pub lane: i64,
    /// The whole update as JSON, at most [`RawUpdate::MAX_BYTES`].
    pub body: String,
}

impl RawUpdate {
    /// The longest body kept, in bytes.
    pub const MAX_BYTES: usize = 256 * 1024;
}

/// The time-limited right to handle one update. Not `Clone`: closing consumes it.
#[derive(Debug, PartialEq, Eq)]
pub struct UpdateLease {
    update: i64,
    token: i64,
}

impl UpdateLease {
    /// A lease as a store grants it at a claim.
    pub const fn granted(update: i64, token: i64) -> Self {
        Self { update, token }
    }

    /// The leased update's id.
    pub const fn update(&self) -> i64 {
        self.update
    }

    /// The update's fencing value at the claim: +1 at each claim.
    pub const fn token(&self) -> i64 {
        self.token
    }
}

/// How far an update is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UpdateStage {
    /// Nothing was done yet.
    Received,
    /// Its turn is committed; replies from `next` on are still to be sent.
    Turned {
        /// What the turn wants said, as the conversation wrote it.
        replies: Vec<String>,
        /// The index behind the last reply that was begun; 0 if none was.
        next: usize,
    },
}

/// An update with the right to handle it.
#[derive(Debug, PartialEq, Eq)]
pub struct ClaimedUpdate {
    /// The update as it was stored.
    pub update: RawUpdate,
    /// How far it is.
    pub stage: UpdateStage,
    /// Claims so far that ended without a result: a body that keeps failing is given up.
    pub crashes: u16,
    /// The right to handle it.
    pub lease: UpdateLease,
}

/// Everything one update changes, committed as one transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turn {
    /// The conversation's new state, as the conversation writes it; `None` leaves it as it is.
    pub state: Option<ConversationState>,
    /// Changes to what we know, in this order.
    pub writes: Vec<Write>,
    /// Replies to send after the commit, in this order, as the conversation wrote them.
    pub replies: Vec<String>,
}

/// The state of one user's conversation, opaque to the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationState {
    /// The user who talks.
    pub user: UserId,
    /// The state as JSON, at most 64 KiB.
    pub body: String,
}

/// One change a turn makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// The user accepted the terms.
    Consent {
        /// The user who writes to us.
        user: UserId,
        /// The version of the terms that was shown.
        version: u32,
    },
    /// The user chose a language.
    Language {
        /// The user who writes to us.
        user: UserId,
        /// The language of every text from now on.
        language: Language,
    },
    /// The user blocked the bot, or came back.
    Blocked {
        /// The user who writes to us.
        user: UserId,
        /// Whether nothing can be sent now.
        blocked: bool,
    },
    /// Credits are given, once per key.
    Grant(Grant),
    /// An invoice is kept, to be sent by a reply, as by `Payments::offer`.
    Offer(Invoice),
    /// A charge is booked, as by `Payments::book`.
    Book {
        /// The money that was taken.
        charge: Charge,
        /// What bringing a friend is worth.
        rules: ReferralRules,
    },
    /// A payment's money is to be given back, as by `Payments::ask_refund`.
    AskRefund(AskedRefund),
    /// A promo code is redeemed, as by `Gifts::redeem`.
    Redeem {
        /// The user who writes to us.
        user: UserId,
        /// The code as the user wrote it.
        code: PromoCode,
    },
    /// A friend came by a user's link. MUST be ignored unless the friend is known and new: never
    /// accepted the terms, has no entry and no referrer; and the referrer is another user we know,
    /// whom the friend did not bring, not even by way of others.
    Refer {
        /// The user who came by the link.
        friend: UserId,
        /// Whose link it was.
        referrer: UserId,
    },
    /// A product is kept; the same id again changes nothing.
    Product(Product),
    /// An order is placed, with its holds and jobs, as by `JobQueue::place`.
    Place(Box<NewOrder>),
    /// An order is cancelled as far as nothing is submitted, as by `JobQueue::cancel`.
    Cancel {
        /// Who asks; must be the owner.
        user: UserId,
        /// The order to be cancelled.
        order: OrderId,
    },
    /// The user asks for a finished video (again): a new delivery of it.
    Redeliver {
        /// Who asks; must be the owner.
        user: UserId,
        /// The job whose video is asked for.
        job: crate::ids::JobId,
    },
}
