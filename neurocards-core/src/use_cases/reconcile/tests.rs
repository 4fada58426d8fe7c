mod broken_off;
mod list;
mod losses;

use uuid::Uuid;

use super::*;
use crate::ids::ChargeId;
use crate::money::credits::Credits;
use crate::money::payment::Price;
use crate::ports::{
    MockClock, MockPaymentProvider, MockPayments, PaymentProviderError, Unavailable,
};

pub(crate) fn a_payment(charge: &str) -> Payment {
    Payment {
        no: 1,
        charge: ChargeId::parse(charge).unwrap(),
        provider_charge: None,
        user: UserId(7),
        invoice: InvoiceId(Uuid::from_u128(1)),
        credits: Credits::small(5),
        price: Price::new(Currency::Stars, 200).unwrap(),
        status: PaymentStatus::Paid,
        rewarded: false,
        booked_at: now() - TimeDelta::days(1),
        refunded_at: None,
    }
}

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

fn paid(charge: &str) -> StarTransaction {
    StarTransaction {
        charge: ChargeId::parse(charge).unwrap(),
        moved: StarsMoved::Paid {
            payer: UserId(7),
            invoice: Some(InvoiceId(Uuid::from_u128(1))),
        },
        stars: 200,
        at: now() - TimeDelta::days(1),
    }
}

fn refunded(charge: &str) -> StarTransaction {
    StarTransaction {
        moved: StarsMoved::Refunded { payer: UserId(7) },
        ..paid(charge)
    }
}

/// Reconciles `ours` with `theirs`; `payments` expects the rest.
async fn reconcile(
    ours: Vec<Payment>,
    theirs: Vec<StarTransaction>,
    mut payments: MockPayments,
) -> Reconciliation {
    let known = ours.clone();
    payments.expect_payment().returning(move |charge| {
        Ok(known
            .iter()
            .find(|payment| payment.charge == *charge)
            .cloned())
    });
    payments
        .expect_payments_after()
        .returning(move |_, after, _| {
            let page = ours.iter().filter(|payment| payment.no > after);
            Ok(page.cloned().collect())
        });
    over(payments, theirs).run().await.unwrap()
}

fn over(mut payments: MockPayments, theirs: Vec<StarTransaction>) -> Reconcile {
    let due = payments.expect_refunds_due();
    due.returning(|_, _, _| Ok(vec![]));
    payments
        .expect_star_list()
        .returning(|| Ok(StarList::default()));
    payments.expect_keep_star_list().returning(|_| Ok(()));
    let mut provider = MockPaymentProvider::new();
    provider.expect_transactions().returning(move |offset, _| {
        let offset = usize::try_from(offset).unwrap();
        Ok(theirs
            .iter()
            .skip(offset)
            .take(2)
            .cloned()
            .map(Ok)
            .collect())
    });
    let mut clock = MockClock::new();
    clock.expect_now().returning(now);
    Reconcile {
        payments: Arc::new(payments),
        provider: Arc::new(provider),
        clock: Arc::new(clock),
        rules: ReferralRules::default(),
        given_back: Reason::of("the provider gave the payment back"),
    }
}

#[tokio::test]
async fn equal_books_have_no_differences() {
    let theirs = vec![paid("c1"), paid("c2"), paid("c3")];
    let ours = ["c1", "c2", "c3"].map(a_payment).to_vec();
    let found = reconcile(ours, theirs, MockPayments::new()).await;
    assert_eq!((found.compared, found.differences), (3, vec![]));
}

#[tokio::test]
async fn a_payment_whose_update_was_lost_is_booked() {
    let mut payments = MockPayments::new();
    payments
        .expect_book()
        .withf(|charge, _| charge.id.as_str() == "c1" && charge.payer == UserId(7))
        .times(1)
        .returning(|_, _| Ok(Booked::New(a_payment("c1"))));
    let found = reconcile(vec![], vec![paid("c1")], payments).await;
    assert_eq!(found.booked, [a_payment("c1")]);
    assert_eq!(found.differences, []);
}

#[tokio::test]
async fn a_payment_for_nothing_of_ours_is_told() {
    let mut foreign = paid("c1");
    foreign.moved = StarsMoved::Paid {
        payer: UserId(7),
        invoice: None,
    };
    let found = reconcile(vec![], vec![foreign], MockPayments::new()).await;
    assert!(matches!(
        found.differences[..],
        [Difference::Unbookable { .. }]
    ));
}

#[tokio::test]
async fn a_payment_that_is_unknown_there_is_told_once_it_is_old_enough() {
    let fresh = Payment {
        booked_at: now(),
        ..a_payment("c2")
    };
    let ours = vec![a_payment("c1"), fresh];
    let found = reconcile(ours, vec![], MockPayments::new()).await;
    let [Difference::Missing { charge, .. }] = &found.differences[..] else {
        panic!("{found:?}");
    };
    assert_eq!(charge.as_str(), "c1");
}

#[tokio::test]
async fn other_amounts_and_payers_are_told() {
    let mut more = paid("c1");
    more.stars = 201;
    let found = reconcile(vec![a_payment("c1")], vec![more], MockPayments::new()).await;
    assert!(matches!(
        found.differences[..],
        [Difference::OtherFacts { .. }]
    ));
}

#[tokio::test]
async fn a_refund_that_never_reached_the_user_is_told() {
    let ours = Payment {
        status: PaymentStatus::Refunded,
        refunded_at: Some(now() - TimeDelta::hours(1)),
        ..a_payment("c1")
    };
    let found = reconcile(vec![ours], vec![paid("c1")], MockPayments::new()).await;
    assert!(matches!(
        found.differences[..],
        [Difference::NotGivenBack { .. }]
    ));
}

#[tokio::test]
async fn withdrawals_are_not_compared() {
    let mut withdrawn = paid("c1");
    withdrawn.moved = StarsMoved::Other;
    let found = reconcile(vec![], vec![withdrawn], MockPayments::new()).await;
    assert_eq!(found, Reconciliation::default());
}

/// The list has them at the very beginning of the time that is compared; we were later.
#[tokio::test]
async fn what_was_booked_long_after_it_was_paid_is_not_missing_there() {
    let at = now() - delta(LOOK_BACK) - TimeDelta::hours(1);
    let early = |transaction| StarTransaction { at, ..transaction };
    let booked_at = now() - delta(LOOK_BACK) + TimeDelta::hours(1);
    let kept = Payment {
        booked_at,
        ..a_payment("c1")
    };
    let given_back = Payment {
        status: PaymentStatus::Refunded,
        refunded_at: Some(booked_at),
        ..a_payment("c2")
    };
    let theirs = ["c1", "c2"].map(paid).map(early).to_vec();
    let theirs = [theirs, vec![early(refunded("c2"))]].concat();
    let found = reconcile(vec![kept, given_back], theirs, MockPayments::new()).await;
    assert_eq!(found, Reconciliation::default());
}
