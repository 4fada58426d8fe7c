use super::{Payment, PaymentStatus};
use crate::ids::ChargeId;
use crate::money::credits::Credits;
use crate::money::entry_key::EntryKey;
use crate::money::ledger::{Entry, EntryKind};

/// What is left to do once the provider has given a payment's money back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reversal {
    /// Nothing: its refund has ended. [`Reversed::ended`] tells what it took.
    Ended,
    /// The refund that was asked is done: its credits are taken back already.
    Asked,
    /// Nobody here asked. What is left of its credits is taken back under this key, once, by
    /// [`Account::reverse`](crate::money::account::Account::reverse).
    Unasked(EntryKey),
}

impl Payment {
    /// What is left to do once the provider has given its money back.
    pub fn reversal(&self) -> Reversal {
        let charge = || self.charge.clone();
        match self.status {
            PaymentStatus::Refunded => Reversal::Ended,
            PaymentStatus::RefundAsked => Reversal::Asked,
            PaymentStatus::Paid => Reversal::Unasked(EntryKey::Chargeback(charge())),
            PaymentStatus::RefundRefused => Reversal::Unasked(EntryKey::Reversal(charge())),
        }
    }
}

/// What a refund took back of a payment's credits, and what it left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reversed {
    /// Credits taken back.
    pub taken: Credits,
    /// Credits that were spent already: the loss.
    pub missing: Credits,
    /// Whether the rewards stay that the payment earned for bringing a friend, and nobody here
    /// decided so.
    pub rewards_stay: bool,
}

impl Reversed {
    /// A refund that nobody here asked for took this much.
    pub fn unasked(payment: &Payment, taken: Credits) -> Self {
        Self {
            taken,
            missing: payment.credits.checked_sub(taken).unwrap_or_default(),
            rewards_stay: payment.rewarded,
        }
    }

    /// A refund that was asked took everything.
    pub fn asked(payment: &Payment) -> Self {
        Self {
            rewards_stay: false,
            ..Self::unasked(payment, payment.credits)
        }
    }

    /// What a refund that has ended took, by the entries with one of [`Reversed::keys`]: the newest
    /// entry decides.
    pub fn ended(payment: &Payment, entries: &[Entry]) -> Self {
        let newest = entries.iter().max_by_key(|entry| entry.id);
        match newest.filter(|entry| entry.kind == EntryKind::Chargeback) {
            Some(entry) if entry.actor.is_person() => Self::asked(payment),
            Some(entry) => Self::unasked(payment, entry.amount),
            None => Self::unasked(payment, Credits::ZERO),
        }
    }

    /// The keys of the entries that take a payment's credits back or return them.
    pub fn keys(charge: &ChargeId) -> [EntryKey; 3] {
        [
            EntryKey::Chargeback(charge.clone()),
            EntryKey::RefundRefused(charge.clone()),
            EntryKey::Reversal(charge.clone()),
        ]
    }

    /// Whether something is gone that a person must hear of.
    pub const fn is_loss(&self) -> bool {
        !self.missing.is_zero() || self.rewards_stay
    }
}
