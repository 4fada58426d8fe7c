//! The account of every credit: immutable entries, and what they add up to.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::actor::{Actor, Reason};
use crate::ids::{ChargeId, JobId, UserId};
use crate::money::credits::Credits;
use crate::money::entry_key::EntryKey;

/// What an entry did to a balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// Credits given for free, by the system or by an admin: `+`.
    Grant,
    /// Credits paid for: `+`.
    Purchase,
    /// Credits set aside when an order is placed, one per job: `-`.
    Hold,
    /// A hold earned when its video is stored: what is held shrinks, what is available stays.
    Capture,
    /// A hold given back when its job fails or is cancelled: `+`.
    Refund,
    /// Paid credits taken back with their payment, or a grant's by its correction: `-`.
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
    /// The user whose account it changes.
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
    pub key: EntryKey,
    /// Why, in words for the operator.
    pub reason: Reason,
    /// Who did it.
    pub actor: Actor,
    /// The store's time of the entry.
    pub created_at: DateTime<Utc>,
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
    /// Idempotency key, of which the ledger takes those that [fit](EntryKey::fits).
    pub key: EntryKey,
    /// Who gets them.
    pub user: UserId,
    /// How many, not zero.
    pub amount: Credits,
    /// Why, in words for the operator.
    pub reason: Reason,
    /// Who gives them.
    pub by: Actor,
}

impl Grant {
    /// Whether a person other than the user gives them: that is news.
    pub fn is_from_another_person(&self) -> bool {
        match self.by {
            Actor::Admin(admin) => admin != self.user,
            Actor::Operator(_) => true,
            Actor::System | Actor::User => false,
        }
    }
}

/// Credits that a charge paid for, booked once per charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purchase {
    /// The charge that paid; it is the key of the entry.
    pub charge: ChargeId,
    /// Who paid, and gets the credits.
    pub user: UserId,
    /// How many credits it bought, not zero.
    pub credits: Credits,
    /// Why, in words for the operator.
    pub reason: Reason,
    /// Who books it.
    pub by: Actor,
}

impl Purchase {
    /// Its idempotency key.
    pub fn key(&self) -> EntryKey {
        EntryKey::Purchase(self.charge.clone())
    }
}

/// Paid credits taken back, once per charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chargeback {
    /// The charge whose credits are taken back, all of them.
    pub charge: ChargeId,
    /// Why, in words for the operator.
    pub reason: Reason,
    /// Who takes them back.
    pub by: Actor,
}

impl Chargeback {
    /// Its idempotency key.
    pub fn key(&self) -> EntryKey {
        EntryKey::Chargeback(self.charge.clone())
    }
}

/// The credits of a grant taken back, once per grant: it was a mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The key of the grant whose credits are taken back, all of them.
    pub grant: EntryKey,
    /// Why, in words for the operator.
    pub reason: Reason,
    /// Who takes them back.
    pub by: Actor,
}

impl Correction {
    /// Its own idempotency key, beside that of the grant.
    pub fn key(&self) -> EntryKey {
        self.grant.correction()
    }
}

/// Credits set aside for one job, once per job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// What they are set aside for.
    pub job: JobId,
    /// The user whose credits are set aside.
    pub user: UserId,
    /// How many, not zero.
    pub amount: Credits,
    /// Why, in words for the operator.
    pub reason: Reason,
    /// Who sets them aside.
    pub by: Actor,
}

impl Hold {
    /// Its idempotency key.
    pub const fn key(&self) -> EntryKey {
        EntryKey::Hold(self.job)
    }
}

/// The end of a hold: a capture or a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The job whose hold ends.
    pub job: JobId,
    /// Why, in words for the operator.
    pub reason: Reason,
    /// Who ends it.
    pub by: Actor,
}

/// Whether a keyed entry was written now or had been before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Written by this call.
    New,
    /// The key was there already; nothing was written.
    Existing,
}

/// One invariant that does not hold, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// Number of the invariant in `ARCHITECTURE.md`, 1 to 5 or 9.
    pub invariant: u8,
    /// What is wrong, naming the row.
    pub what: String,
}
