//! One line of the statement, for its owner.

use chrono::{DateTime, Utc};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::ledger::EntryKind;
use neurocards_core::money::payment::Price;
use serde::{Deserialize, Serialize};

/// One ledger entry, for its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryLine {
    /// What it did.
    pub kind: EntryKind,
    /// Who caused it.
    pub by: By,
    /// What it was about.
    pub about: About,
    /// How many credits moved.
    pub amount: Credits,
    /// The balance right after it.
    pub balance_after: Credits,
    /// When it was written.
    pub at: DateTime<Utc>,
}

/// What an entry was about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum About {
    /// Nothing beyond its kind.
    Nothing,
    /// The gift to a new person.
    Welcome,
    /// The gift of a promo code.
    Promo {
        /// The code as it was typed.
        code: String,
    },
    /// The reward for a friend's first purchase.
    FriendBought,
    /// The reward for one's own, as a friend.
    BroughtByFriend,
    /// An admin or an operator gave it.
    Operator,
    /// A grant that was a mistake.
    Correction,
    /// The credits of a payment whose money was not given back.
    RefundRefused,
    /// A payment, or its chargeback.
    Payment {
        /// What was paid.
        price: Price,
    },
    /// A video, by its product.
    Video {
        /// First words of the product.
        headline: String,
        /// Its number within the order, from 1.
        number: u16,
        /// Videos of that order.
        of: u8,
    },
}

/// Who caused an entry, for its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The program itself, by a rule.
    Program,
    /// The owner of the credits.
    Owner,
    /// An admin or an operator.
    Operator,
}
