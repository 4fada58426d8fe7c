use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Price;
use crate::actor::{Actor, Reason};
use crate::ids::{ChargeId, InvoiceId, UserId};
use crate::money::credits::Credits;
use crate::money::entry_key::EntryKey;
use crate::money::ledger::{Grant, Purchase};

/// Money that was taken, as the payment provider reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// The charge: one charge is one purchase.
    pub id: ChargeId,
    /// Its id at the provider behind the chat provider; for roubles.
    pub provider_id: Option<ChargeId>,
    /// The user who paid.
    pub payer: UserId,
    /// The invoice it was paid for.
    pub invoice: InvoiceId,
    /// What was taken.
    pub price: Price,
}

impl Charge {
    /// The purchase it pays for, by its user.
    pub fn purchase(&self, credits: Credits) -> Purchase {
        Purchase {
            charge: self.id.clone(),
            user: self.payer,
            credits,
            reason: Reason::of(format_args!("{} paid", self.price)),
            by: Actor::User,
        }
    }
}

/// Whether a charge was booked now or had been before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Booked {
    /// Booked by this call.
    New(Payment),
    /// Booked before; nothing was written.
    Existing(Payment),
}

impl Booked {
    /// The payment, whoever booked it.
    pub fn payment(&self) -> &Payment {
        match self {
            Self::New(payment) | Self::Existing(payment) => payment,
        }
    }
}

/// A charge as it was booked: the receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Position among payments, growing.
    pub no: i64,
    /// The charge it was booked for, once.
    pub charge: ChargeId,
    /// Its id at the provider behind the chat provider; for roubles.
    pub provider_charge: Option<ChargeId>,
    /// The user who paid.
    pub user: UserId,
    /// The invoice that was paid.
    pub invoice: InvoiceId,
    /// What it bought.
    pub credits: Credits,
    /// What was taken.
    pub price: Price,
    /// Where it stands.
    pub status: PaymentStatus,
    /// Whether it was a friend's first purchase, for which the friend or the referrer got credits.
    pub rewarded: bool,
    /// When it was booked.
    pub booked_at: DateTime<Utc>,
    /// When its money was given back, if it was.
    pub refunded_at: Option<DateTime<Utc>>,
}

impl Payment {
    /// Its credits, given back because its money is not.
    pub fn returned_credits(&self, reason: &Reason, by: &Actor) -> Grant {
        Grant {
            key: EntryKey::RefundRefused(self.charge.clone()),
            user: self.user,
            amount: self.credits,
            reason: reason.clone(),
            by: by.clone(),
        }
    }
}

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// Its credits are the user's.
    Paid,
    /// Its credits are taken back; its money is on its way.
    RefundAsked,
    /// Its money is given back. Final.
    Refunded,
    /// The provider refused to give its money back; its credits are the user's again. Final,
    /// unless the provider gives it back all the same.
    RefundRefused,
}

impl PaymentStatus {
    /// The word used in SQL, logs and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::RefundAsked => "refund_asked",
            Self::Refunded => "refunded",
            Self::RefundRefused => "refund_refused",
        }
    }

    /// The status that [`PaymentStatus::as_str`] names.
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Paid,
            Self::RefundAsked,
            Self::Refunded,
            Self::RefundRefused,
        ]
        .into_iter()
        .find(|status| status.as_str() == word)
    }
}
