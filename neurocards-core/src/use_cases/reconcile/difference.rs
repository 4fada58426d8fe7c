use std::fmt;

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::ids::{ChargeId, UserId};
use crate::money::credits::Credits;
use crate::money::payment::{Currency, DueRefund, Payment, Price, StarTransaction};

/// What our books and the provider's list disagree on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "difference", rename_all = "snake_case")]
pub enum Difference {
    /// Somebody paid, and it cannot be booked.
    Unbookable {
        /// The charge.
        charge: ChargeId,
        /// Who paid.
        payer: UserId,
        /// How many Stars.
        stars: i64,
        /// Why it cannot be booked.
        error: String,
    },
    /// Both know the payment, with other facts.
    OtherFacts {
        /// The charge.
        charge: ChargeId,
        /// Who paid and how many Stars, by our books.
        ours: (UserId, i64),
        /// The same by the provider's list.
        theirs: (UserId, i64),
    },
    /// Booked here, unknown there.
    Missing {
        /// The charge.
        charge: ChargeId,
        /// Whose payment.
        user: UserId,
        /// How many Stars.
        stars: i64,
    },
    /// Given back by our books, not by the provider's list.
    NotGivenBack {
        /// The charge.
        charge: ChargeId,
        /// Whose payment.
        user: UserId,
        /// How many Stars.
        stars: i64,
    },
    /// Given back there, never paid here.
    UnknownRefund {
        /// The charge.
        charge: ChargeId,
        /// Whose payment.
        payer: UserId,
        /// How many Stars.
        stars: i64,
    },
    /// Given back by the provider when credits were spent already, or friends rewarded.
    Loss {
        /// The charge.
        charge: ChargeId,
        /// Whose payment.
        user: UserId,
        /// Credits that could not be taken back.
        missing: Credits,
        /// Whether rewards for bringing a friend stay that the payment earned.
        rewards_stay: bool,
    },
    /// Asked long ago, and not ended: the user has neither credits nor money.
    RefundWaits {
        /// The charge.
        charge: ChargeId,
        /// Whose payment.
        user: UserId,
        /// What is to be given back.
        price: Price,
        /// When it was asked.
        since: DateTime<Utc>,
    },
}

impl Difference {
    /// Its name, the same at every comparison: a word and the charge.
    pub fn key(&self) -> String {
        let (word, charge) = match self {
            Self::Unbookable { charge, .. } => ("unbooked", charge),
            Self::OtherFacts { charge, .. } => ("other_facts", charge),
            Self::Missing { charge, .. } => ("missing", charge),
            Self::NotGivenBack { charge, .. } => ("not_given_back", charge),
            Self::UnknownRefund { charge, .. } => ("unknown_refund", charge),
            Self::Loss { charge, .. } => ("loss", charge),
            Self::RefundWaits { charge, .. } => ("refund_waits", charge),
        };
        format!("{word}:{charge}")
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

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unbookable {
                charge,
                payer,
                stars,
                error,
            } => write!(
                f,
                "user {payer} paid {stars} Stars with the charge {charge}, which cannot be booked: {error}"
            ),
            Self::OtherFacts {
                charge,
                ours,
                theirs,
            } => write!(
                f,
                "the charge {charge} is user {}'s of {} Stars here, user {}'s of {} Stars at Telegram",
                ours.0, ours.1, theirs.0, theirs.1
            ),
            Self::Missing {
                charge,
                user,
                stars,
            } => write!(
                f,
                "the charge {charge} of user {user}, {stars} Stars, is booked here and unknown to Telegram"
            ),
            Self::NotGivenBack {
                charge,
                user,
                stars,
            } => write!(
                f,
                "the charge {charge} of user {user}, {stars} Stars, is refunded here and not at Telegram"
            ),
            Self::UnknownRefund {
                charge,
                payer,
                stars,
            } => write!(
                f,
                "Telegram gave {stars} Stars back to user {payer} for the charge {charge}, which is not booked here"
            ),
            Self::Loss {
                charge,
                user,
                missing,
                rewards_stay,
            } => {
                write!(
                    f,
                    "Telegram gave the charge {charge} back, and user {user} had spent {missing} of its credits"
                )?;
                if *rewards_stay {
                    f.write_str(
                        "; it was a first purchase, and the rewards for bringing a friend were not taken back",
                    )?;
                }
                Ok(())
            }
            Self::RefundWaits {
                charge,
                user,
                price,
                since,
            } => {
                let since = since.format("%Y-%m-%d %H:%M UTC");
                write!(
                    f,
                    "user {user} waits since {since} for {price} of the charge {charge}, and the credits are taken back; "
                )?;
                match price.currency() {
                    Currency::Stars => f.write_str("the bot goes on asking Telegram"),
                    Currency::Roubles => write!(
                        f,
                        "give the money back at the payment provider, then run: neurocards-bot payment refunded {charge} --reason TEXT"
                    ),
                }
            }
        }
    }
}
