//! The words of a difference between our payments and Telegram's list.

use std::fmt::{self, Display, Formatter};

use chrono::{DateTime, Utc};
use neurocards_core::ids::{ChargeId, UserId};
use neurocards_core::money::payment::{Currency, Price};
use neurocards_core::use_cases::reconcile::Difference;

/// A difference as operators read it, in an alarm, in the log and from the command line: half a
/// sentence without a full stop.
#[derive(Debug, Clone, Copy)]
pub struct DifferenceWords<'a>(pub &'a Difference);

impl Display for DifferenceWords<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Difference::Unbookable {
                charge,
                payer,
                stars,
                error,
            } => write!(
                f,
                "user {payer} paid {stars} Stars with the charge {charge}, which cannot be booked: {error}"
            ),
            Difference::Unreadable { row } => {
                write!(f, "a row of Telegram's list of Stars cannot be read: {row}")
            }
            Difference::OtherFacts {
                charge,
                ours,
                theirs,
            } => write!(
                f,
                "the charge {charge} is user {}'s of {} Stars here, user {}'s of {} Stars at Telegram",
                ours.0, ours.1, theirs.0, theirs.1
            ),
            Difference::Missing {
                charge,
                user,
                stars,
            } => write!(
                f,
                "the charge {charge} of user {user}, {stars} Stars, is booked here and unknown to Telegram"
            ),
            Difference::NotGivenBack {
                charge,
                user,
                stars,
            } => write!(
                f,
                "the charge {charge} of user {user}, {stars} Stars, is refunded here and not at Telegram"
            ),
            Difference::UnknownRefund {
                charge,
                payer,
                stars,
            } => write!(
                f,
                "Telegram gave {stars} Stars back to user {payer} for the charge {charge}, which is not booked here"
            ),
            Difference::Loss {
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
                    f.write_str(REWARDS_STAY)?;
                }
                Ok(())
            }
            Difference::RefundWaits {
                charge,
                user,
                price,
                since,
            } => refund_waits(f, charge, *user, *price, *since),
        }
    }
}

const REWARDS_STAY: &str =
    "; it was a first purchase, and the rewards for bringing a friend were not taken back";

fn refund_waits(
    f: &mut Formatter<'_>,
    charge: &ChargeId,
    user: UserId,
    price: Price,
    since: DateTime<Utc>,
) -> fmt::Result {
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

#[cfg(test)]
mod tests {
    use neurocards_core::money::credits::Credits;

    use super::*;

    fn charge() -> ChargeId {
        ChargeId::parse("c1").unwrap()
    }

    fn check(difference: &Difference, words: &str) {
        assert_eq!(DifferenceWords(difference).to_string(), words);
    }

    #[test]
    fn a_payment_that_cannot_be_booked_says_why() {
        let difference = Difference::Unbookable {
            charge: charge(),
            payer: UserId(7),
            stars: 200,
            error: "the invoice is unknown".to_owned(),
        };
        check(
            &difference,
            "user 7 paid 200 Stars with the charge c1, which cannot be booked: the invoice is unknown",
        );
    }

    #[test]
    fn what_only_one_side_knows_names_the_other() {
        let (charge, user, stars) = (charge(), UserId(7), 200);
        check(
            &Difference::Missing {
                charge: charge.clone(),
                user,
                stars,
            },
            "the charge c1 of user 7, 200 Stars, is booked here and unknown to Telegram",
        );
        check(
            &Difference::NotGivenBack {
                charge: charge.clone(),
                user,
                stars,
            },
            "the charge c1 of user 7, 200 Stars, is refunded here and not at Telegram",
        );
        check(
            &Difference::UnknownRefund {
                charge,
                payer: user,
                stars,
            },
            "Telegram gave 200 Stars back to user 7 for the charge c1, which is not booked here",
        );
    }

    #[test]
    fn other_facts_name_payer_and_amount_of_both_sides() {
        let difference = Difference::OtherFacts {
            charge: charge(),
            ours: (UserId(7), 200),
            theirs: (UserId(8), 201),
        };
        check(
            &difference,
            "the charge c1 is user 7's of 200 Stars here, user 8's of 201 Stars at Telegram",
        );
    }

    #[test]
    fn rewards_that_stay_are_told_with_the_loss() {
        let loss = |rewards_stay| Difference::Loss {
            charge: charge(),
            user: UserId(7),
            missing: Credits::small(3),
            rewards_stay,
        };
        let words = "Telegram gave the charge c1 back, and user 7 had spent 3 of its credits";
        check(&loss(false), words);
        check(
            &loss(true),
            &format!(
                "{words}; it was a first purchase, and the rewards for bringing a friend were not taken back"
            ),
        );
    }

    #[test]
    fn a_refund_that_waits_says_who_ends_it() {
        let waits = |currency, amount| Difference::RefundWaits {
            charge: charge(),
            user: UserId(7),
            price: Price::new(currency, amount).unwrap(),
            since: DateTime::UNIX_EPOCH,
        };
        check(
            &waits(Currency::Stars, 200),
            "user 7 waits since 1970-01-01 00:00 UTC for 200 XTR of the charge c1, and the credits \
             are taken back; the bot goes on asking Telegram",
        );
        check(
            &waits(Currency::Roubles, 39_000),
            "user 7 waits since 1970-01-01 00:00 UTC for 390.00 RUB of the charge c1, and the credits \
             are taken back; give the money back at the payment provider, then run: \
             neurocards-bot payment refunded c1 --reason TEXT",
        );
    }
}
