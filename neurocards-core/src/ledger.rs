//! The account of every credit: immutable entries, and what they add up to.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::credits::Credits;
use crate::ids::{JobId, UserId};

/// What an entry did to a balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// Credits given for free, by the house or by an admin: `+`.
    Grant,
    /// Credits paid for: `+`.
    Purchase,
    /// Credits set aside when an order is placed, one per job: `-`.
    Hold,
    /// A hold earned when its video is stored: the balance stays, escrow falls.
    Capture,
    /// A hold given back when its job fails or is cancelled: `+`.
    Refund,
    /// Paid credits taken back with their payment: `-`.
    Chargeback,
}

impl EntryKind {
    /// The word used in SQL, logs and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Grant => "grant",
            Self::Purchase => "purchase",
            Self::Hold => "hold",
            Self::Capture => "capture",
            Self::Refund => "refund",
            Self::Chargeback => "chargeback",
        }
    }

    /// The kind that [`EntryKind::as_str`] names.
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Grant,
            Self::Purchase,
            Self::Hold,
            Self::Capture,
            Self::Refund,
            Self::Chargeback,
        ]
        .into_iter()
        .find(|kind| kind.as_str() == word)
    }

    /// +1, 0 or -1: the factor of the amount in the user's balance.
    pub const fn sign(self) -> i64 {
        match self {
            Self::Grant | Self::Purchase | Self::Refund => 1,
            Self::Capture => 0,
            Self::Hold | Self::Chargeback => -1,
        }
    }
}

/// One immutable row of the ledger. A mistake is mended by another entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Position in the ledger, growing.
    pub id: i64,
    /// Whose account.
    pub user: UserId,
    /// What it did.
    pub kind: EntryKind,
    /// How much, always positive; [`EntryKind::sign`] says which way.
    pub amount: Credits,
    /// The user's balance right after this entry.
    pub balance_after: Credits,
    /// The job of a hold, capture or refund.
    pub job: Option<JobId>,
    /// Idempotency key: a second entry with it is not written.
    pub key: String,
    /// Why, in words for the operator.
    pub reason: String,
    /// Who did it.
    pub actor: Actor,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// Who caused an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The program itself, following its rules.
    System,
    /// The owner of the account.
    User,
    /// A person who operates the bot.
    Admin(UserId),
}

/// What a user has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// Credits that can be spent.
    pub available: Credits,
    /// Credits held by jobs that are not final.
    pub held: Credits,
}

/// Credits to be given, once per key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Idempotency key, 1 to 128 characters, for example `welcome:42`.
    pub key: String,
    /// Who gets them.
    pub user: UserId,
    /// How many, not zero.
    pub amount: Credits,
    /// Why, in words for the operator.
    pub reason: String,
    /// Who gives them.
    pub by: Actor,
}

/// A payment that bought credits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// The payment provider's id of the charge; one charge is one purchase.
    pub charge_id: String,
    /// Who paid, and gets the credits.
    pub user: UserId,
    /// How many credits it bought, not zero.
    pub credits: Credits,
}

/// Whether a keyed entry was written now or had been before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Written by this call.
    New,
    /// The key was there already; nothing was written.
    Existing,
}

/// A slice of a list, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Rows to skip.
    pub offset: u32,
    /// Rows to return at most, 1 to 100.
    pub limit: u16,
}

/// One invariant that does not hold, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// Number of the invariant in `ARCHITECTURE.md`, 1 to 5.
    pub invariant: u8,
    /// What is wrong, naming the row.
    pub what: String,
}
