//! What people did with money: the record that auditors read.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::actor::{Actor, Reason};
use crate::ids::UserId;
use crate::money::credits::Credits;

/// One thing a person did with money. Written with what it did, never changed or removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// The person who did it.
    pub actor: Actor,
    /// What: the kind of an entry, or one of [`ActKind`].
    pub act: String,
    /// To what: an entry's key, a charge, a promo code.
    pub subject: String,
    /// Whose account, if one.
    pub user: Option<UserId>,
    /// What an entry moved, or what a created promo code gives.
    pub credits: Option<Credits>,
    /// Why, as that person said.
    pub reason: Reason,
    /// The store's time of the act.
    pub at: DateTime<Utc>,
}

/// An act that writes no entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActKind {
    /// A promo code was created.
    PromoCreated,
    /// A promo code was ended.
    PromoEnded,
    /// A payment's money was given back by hand.
    RefundClosed,
}

impl ActKind {
    /// The word used in SQL, logs and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PromoCreated => "promo_created",
            Self::PromoEnded => "promo_ended",
            Self::RefundClosed => "refund_closed",
        }
    }
}
