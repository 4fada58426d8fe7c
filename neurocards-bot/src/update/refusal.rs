//! What a conversation can answer when the store refuses its turn.

use neurocards_core::money::credits::Credits;
use neurocards_core::money::payment::RefundRefusal;
use neurocards_core::ports::{AskRefundError, BookError, CommitError, PlaceError, RedeemError};

use crate::conversation::Declined;

/// Why the first turn of an update was refused.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Refusal {
    pub(crate) why: Declined,
    /// The available balance that the store read, if the error carries it.
    pub(crate) balance: Option<Credits>,
}

impl Refusal {
    /// `None` for a store that is out of order, and for a lost lease.
    pub(crate) fn of(error: &CommitError) -> Option<Self> {
        let (why, balance) = match error {
            CommitError::Place(error) => of_order(error)?,
            CommitError::Book(BookError::Unavailable(_)) => return None,
            CommitError::Book(_) => (Declined::Unmatched, None),
            CommitError::Redeem(RedeemError::Refused(refusal)) => (Declined::Promo(*refusal), None),
            CommitError::Redeem(RedeemError::TooMuch) => (Declined::PromoTooMuch, None),
            CommitError::AskRefund(error) => of_refund(error)?,
            _ => return None,
        };
        Some(Self { why, balance })
    }
}

fn of_order(error: &PlaceError) -> Option<(Declined, Option<Credits>)> {
    Some(match error {
        PlaceError::Insufficient { balance, .. } => (Declined::TooFew, Some(*balance)),
        PlaceError::Foreign => (Declined::Foreign, None),
        _ => return None,
    })
}

fn of_refund(error: &AskRefundError) -> Option<(Declined, Option<Credits>)> {
    let (refusal, balance) = match error {
        AskRefundError::Insufficient { balance, .. } => (RefundRefusal::Spent, Some(*balance)),
        AskRefundError::Unknown(_) => (RefundRefusal::Unknown, None),
        _ => return None,
    };
    Some((Declined::Refund(refusal), balance))
}
