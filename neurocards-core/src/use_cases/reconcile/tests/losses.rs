//! Money that the provider gave back, and what it cost us.

use super::*;
use crate::money::payment::Reversed;

/// Of five credits this many were left.
pub(super) fn lost(taken: u16) -> Reversed {
    Reversed {
        taken: Credits::small(taken),
        missing: Credits::small(5 - taken),
        rewards_stay: false,
    }
}

#[tokio::test]
async fn a_refund_nobody_asked_for_takes_the_credits_back_and_tells_the_loss() {
    let mut payments = MockPayments::new();
    let reverse = payments.expect_reverse().times(1);
    reverse.returning(|_, _| Ok(Some(lost(2))));
    let theirs = vec![refunded("c1"), paid("c1")];
    let found = reconcile(vec![a_payment("c1")], theirs, payments).await;
    assert_eq!(found.reversed, [a_payment("c1").charge]);
    assert!(matches!(found.differences[..], [Difference::Loss { .. }]));
}

#[tokio::test]
async fn a_loss_is_told_as_long_as_it_is_in_the_list() {
    let mut payments = MockPayments::new();
    payments
        .expect_reverse()
        .returning(|_, _| Ok(Some(lost(0))));
    let ours = Payment {
        status: PaymentStatus::Refunded,
        refunded_at: Some(now() - TimeDelta::hours(1)),
        ..a_payment("c1")
    };
    let theirs = vec![refunded("c1"), paid("c1")];
    let found = reconcile(vec![ours], theirs, payments).await;
    assert_eq!(found.reversed, []);
    let told: Vec<_> = found.differences.iter().map(Difference::key).collect();
    assert_eq!(told, ["loss:c1"]);
}

#[tokio::test]
async fn rewards_that_stay_are_a_loss_of_their_own() {
    let mut payments = MockPayments::new();
    payments.expect_reverse().returning(|_, _| {
        Ok(Some(Reversed {
            taken: Credits::small(5),
            missing: Credits::ZERO,
            rewards_stay: true,
        }))
    });
    let theirs = vec![refunded("c1"), paid("c1")];
    let found = reconcile(vec![a_payment("c1")], theirs, payments).await;
    let rewards_stay = true;
    let missing = Credits::ZERO;
    assert_eq!(
        found.differences,
        [Difference::Loss {
            charge: a_payment("c1").charge,
            user: UserId(7),
            missing,
            rewards_stay,
        }]
    );
}
