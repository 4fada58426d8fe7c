use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Currency, Payment, PaymentStatus, Price};
use crate::actor::{Actor, Reason};
use crate::ids::{ChargeId, InvoiceId, UserId};
use crate::money::credits::Credits;

/// A wish to give a payment's money back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedRefund {
    /// The charge of the payment to be given back.
    pub charge: ChargeId,
    /// Whose payment it must be; `None` for an operator, who may name anybody's.
    pub owner: Option<UserId>,
    /// Why, in words for the operator.
    pub reason: Reason,
    /// The user or operator who asks.
    pub by: Actor,
}

/// How a refund ended at the payment provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundEnd {
    /// The provider gave the money back, now or before.
    Done,
    /// A person gave the money back past the bot, and why: an act.
    ByHand(Reason),
    /// The provider refuses for good: the credits go back to the user.
    Refused(Reason),
}

/// When users may take their money back by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundPolicy {
    /// How long after the payment; zero never.
    pub within: Duration,
}

/// Why a user may not take a payment back by themselves: one sentence each in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundRefusal {
    /// It is refunded, or on its way.
    Over,
    /// It was not paid in Stars: a person gives the money back.
    NotStars,
    /// It is too long ago, or users may not at all: people decide.
    TooLate,
    /// It brought a friend's reward: people decide.
    Rewarded,
    /// Its credits are spent or held.
    Spent,
    /// There is no such payment of theirs.
    Unknown,
}

impl RefundRefusal {
    /// Every refusal, for tests of texts.
    pub const ALL: [Self; 6] = [
        Self::Over,
        Self::NotStars,
        Self::TooLate,
        Self::Rewarded,
        Self::Spent,
        Self::Unknown,
    ];
}

impl RefundPolicy {
    /// Whether the owner of `payment` may take it back now.
    pub fn check(
        &self,
        payment: &Payment,
        balance: Credits,
        now: DateTime<Utc>,
    ) -> Result<(), RefundRefusal> {
        if payment.status != PaymentStatus::Paid {
            return Err(RefundRefusal::Over);
        }
        if payment.price.currency() != Currency::Stars {
            return Err(RefundRefusal::NotStars);
        }
        let within = TimeDelta::from_std(self.within).unwrap_or(TimeDelta::MAX);
        if self.within.is_zero() || now.signed_duration_since(payment.booked_at) > within {
            return Err(RefundRefusal::TooLate);
        }
        if payment.rewarded {
            return Err(RefundRefusal::Rewarded);
        }
        if balance < payment.credits {
            return Err(RefundRefusal::Spent);
        }
        Ok(())
    }
}

/// One movement of the bot's Stars, as the payment provider lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StarTransaction {
    /// The charge; a refund carries the id of what it refunds.
    pub charge: ChargeId,
    /// Which way, and whose money it was.
    pub moved: StarsMoved,
    /// The amount in whole Stars.
    pub stars: i64,
    /// The provider's time of the movement.
    pub at: DateTime<Utc>,
}

/// Which way Stars moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StarsMoved {
    /// A user paid an invoice of ours; `None` if its payload is none of ours.
    Paid {
        /// The user who paid.
        payer: UserId,
        /// The invoice it was paid for.
        invoice: Option<InvoiceId>,
    },
    /// A user got a payment back.
    Refunded {
        /// The user who paid.
        payer: UserId,
    },
    /// Anything that is no payment of a user: withdrawals, gifts, advertisements.
    Other,
}

impl StarTransaction {
    /// The Stars as a price; `None` beyond its range.
    pub fn price(&self) -> Option<Price> {
        Price::new(Currency::Stars, self.stars).ok()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn payment() -> Payment {
        Payment {
            no: 1,
            charge: ChargeId::parse("c1").unwrap(),
            provider_charge: None,
            user: UserId(7),
            invoice: InvoiceId(Uuid::from_u128(1)),
            credits: Credits::small(5),
            price: Price::new(Currency::Stars, 200).unwrap(),
            status: PaymentStatus::Paid,
            rewarded: false,
            booked_at: DateTime::UNIX_EPOCH,
            refunded_at: None,
        }
    }

    fn check(payment: &Payment, balance: u16, days: i64) -> Result<(), RefundRefusal> {
        let policy = RefundPolicy {
            within: Duration::from_hours(24 * 14),
        };
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(days);
        policy.check(payment, Credits::small(balance), now)
    }

    #[test]
    fn users_take_back_only_what_is_unspent_recent_and_in_stars() {
        let paid = payment();
        assert_eq!(check(&paid, 5, 14), Ok(()));
        assert_eq!(check(&paid, 4, 1), Err(RefundRefusal::Spent));
        assert_eq!(check(&paid, 5, 15), Err(RefundRefusal::TooLate));
        let rewarded = Payment {
            rewarded: true,
            ..payment()
        };
        assert_eq!(check(&rewarded, 9, 1), Err(RefundRefusal::Rewarded));
        let roubles = Payment {
            price: Price::new(Currency::Roubles, 39_000).unwrap(),
            ..payment()
        };
        assert_eq!(check(&roubles, 9, 1), Err(RefundRefusal::NotStars));
        for status in [
            PaymentStatus::RefundAsked,
            PaymentStatus::Refunded,
            PaymentStatus::RefundRefused,
        ] {
            let over = Payment {
                status,
                ..payment()
            };
            assert_eq!(check(&over, 9, 1), Err(RefundRefusal::Over));
        }
    }
}
