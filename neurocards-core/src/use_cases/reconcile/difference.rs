use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::ids::{ChargeId, UserId};
use crate::money::credits::Credits;
use crate::money::payment::{DueRefund, Payment, Price, StarTransaction};

/// What our books and the provider's list disagree on: facts, whose words stand where they are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "difference", rename_all = "snake_case")]
pub enum Difference {
    /// Somebody paid, and it cannot be booked.
    Unbookable {
        /// The charge in the provider's list.
        charge: ChargeId,
        /// The user who paid.
        payer: UserId,
        /// The amount in whole Stars.
        stars: i64,
        /// Why it cannot be booked.
        error: String,
    },
    /// A row of the provider's list cannot be read.
    Unreadable {
        /// What is known of it, in the provider's spelling.
        row: String,
    },
    /// Both know the payment, with other facts.
    OtherFacts {
        /// The charge that names the payment on both sides.
        charge: ChargeId,
        /// Who paid and how many Stars, by our books.
        ours: (UserId, i64),
        /// The same by the provider's list.
        theirs: (UserId, i64),
    },
    /// Booked here, unknown there.
    Missing {
        /// The charge that names the payment on both sides.
        charge: ChargeId,
        /// The user who paid, by our books.
        user: UserId,
        /// The amount in whole Stars.
        stars: i64,
    },
    /// Given back by our books, not by the provider's list.
    NotGivenBack {
        /// The charge that names the payment on both sides.
        charge: ChargeId,
        /// The user who paid, by our books.
        user: UserId,
        /// The amount in whole Stars.
        stars: i64,
    },
    /// Given back there, never paid here.
    UnknownRefund {
        /// The charge that names the payment on both sides.
        charge: ChargeId,
        /// The user who paid, by the provider's list.
        payer: UserId,
        /// The amount in whole Stars.
        stars: i64,
    },
    /// Given back by the provider when credits were spent already, or friends rewarded.
    Loss {
        /// The charge that names the payment on both sides.
        charge: ChargeId,
        /// The user who paid, by our books.
        user: UserId,
        /// Credits that could not be taken back.
        missing: Credits,
        /// Whether rewards for bringing a friend stay that the payment earned.
        rewards_stay: bool,
    },
    /// Asked long ago, and not ended: the user has neither credits nor money.
    RefundWaits {
        /// The charge that names the payment on both sides.
        charge: ChargeId,
        /// The user who paid, by our books.
        user: UserId,
        /// What is to be given back.
        price: Price,
        /// When it was asked.
        since: DateTime<Utc>,
    },
}

impl Difference {
    /// Its name, the same at every comparison: a word and the charge, or the row.
    pub fn key(&self) -> String {
        let (word, about) = self.parts();
        format!("{word}:{about}")
    }

    fn parts(&self) -> (&'static str, &str) {
        let (word, charge) = match self {
            Self::Unreadable { row } => return ("unreadable", row),
            Self::Unbookable { charge, .. } => ("unbooked", charge),
            Self::OtherFacts { charge, .. } => ("other_facts", charge),
            Self::Missing { charge, .. } => ("missing", charge),
            Self::NotGivenBack { charge, .. } => ("not_given_back", charge),
            Self::UnknownRefund { charge, .. } => ("unknown_refund", charge),
            Self::Loss { charge, .. } => ("loss", charge),
            Self::RefundWaits { charge, .. } => ("refund_waits", charge),
        };
        (word, charge.as_str())
    }

    /// A refund that waits too long.
    pub fn waits(due: &DueRefund) -> Self {
        Self::RefundWaits {
            charge: due.payment.charge.clone(),
            user: due.payment.user,
            price: due.payment.price,
            since: due.asked_at,
        }
    }

    /// What differs between a movement and the payment of the same charge.
    pub(super) fn of(
        transaction: &StarTransaction,
        payer: UserId,
        payment: &Payment,
    ) -> Option<Self> {
        let ours = (payment.user, payment.price.amount());
        let theirs = (payer, transaction.stars);
        (ours != theirs).then(|| Self::OtherFacts {
            charge: transaction.charge.clone(),
            ours,
            theirs,
        })
    }
}
