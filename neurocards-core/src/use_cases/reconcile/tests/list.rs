//! How the provider's list is read: in pieces, past what is odd, and not again what is settled.

use std::sync::Mutex;

use super::*;
use crate::money::payment::OddTransaction;

/// A list of this many payments, the oldest so many days old and each of the others a day younger.
fn daily(days: i64) -> Vec<StarTransaction> {
    let paid_ago = |ago: i64| StarTransaction {
        at: now() - TimeDelta::days(ago),
        ..paid(&format!("c{ago}"))
    };
    (1..=days).rev().map(paid_ago).collect()
}

/// A provider of `theirs`, of which it gives ten a page, that records which it was asked for and
/// fails at the `fails`th call.
fn provider(
    theirs: Vec<StarTransaction>,
    fails: Option<usize>,
) -> (MockPaymentProvider, Arc<Mutex<Vec<u32>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let calls = asked.clone();
    let mut provider = MockPaymentProvider::new();
    provider.expect_transactions().returning(move |offset, _| {
        let mut calls = calls.lock().unwrap();
        calls.push(offset);
        if Some(calls.len()) == fails {
            return Err(PaymentProviderError::Unreached("timeout".to_owned()));
        }
        let rows = theirs.iter().skip(usize::try_from(offset).unwrap());
        Ok(rows.take(10).cloned().map(Ok).collect())
    });
    (provider, asked)
}

/// A store that knows every payment and keeps this of the list.
fn store(list: &Arc<Mutex<StarList>>) -> MockPayments {
    let mut payments = MockPayments::new();
    payments
        .expect_refunds_due()
        .returning(|_, _, _| Ok(vec![]));
    payments
        .expect_payments_after()
        .returning(|_, _, _| Ok(vec![]));
    let known = payments.expect_payment();
    known.returning(|charge| Ok(Some(a_payment(charge.as_str()))));
    let (kept, keeping) = (list.clone(), list.clone());
    payments
        .expect_star_list()
        .returning(move || Ok(*kept.lock().unwrap()));
    payments.expect_keep_star_list().returning(move |list| {
        *keeping.lock().unwrap() = *list;
        Ok(())
    });
    payments
}

fn reconciling(provider: MockPaymentProvider, list: &Arc<Mutex<StarList>>) -> Reconcile {
    Reconcile {
        payments: Arc::new(store(list)),
        provider: Arc::new(provider),
        ..over(MockPayments::new(), vec![])
    }
}

#[tokio::test]
async fn what_is_settled_is_never_read_again() {
    let list = Arc::new(Mutex::new(StarList::default()));
    let (theirs, asked) = provider(daily(200), None);
    let reconcile = reconciling(theirs, &list);
    assert_eq!(reconcile.run().await.unwrap().compared, 45);
    // Ninety days and the page in which they begin are kept in sight.
    let kept = *list.lock().unwrap();
    assert_eq!((kept.settled, kept.read_at), (110, Some(now())));
    asked.lock().unwrap().clear();
    assert_eq!(reconcile.run().await.unwrap().compared, 45);
    assert_eq!(asked.lock().unwrap().first(), Some(&110));
}

#[tokio::test]
async fn a_reading_that_was_broken_off_is_gone_on_with() {
    let list = Arc::new(Mutex::new(StarList::default()));
    let (theirs, asked) = provider(daily(40), Some(3));
    let reconcile = reconciling(theirs, &list);
    let mut reading = Reading::default();
    let broken = reconcile.go_on(&mut reading).await.unwrap_err();
    assert_eq!(broken.found.compared, 20);
    assert_eq!(list.lock().unwrap().read_at, None);
    // What was found before is told with the rest.
    assert_eq!(reconcile.go_on(&mut reading).await.unwrap().compared, 40);
    assert_eq!(*asked.lock().unwrap(), [0, 10, 20, 20, 30, 40]);
    assert_eq!(list.lock().unwrap().read_at, Some(now()));
    assert_eq!(reconcile.go_on(&mut reading).await.unwrap().compared, 40);
}

#[tokio::test]
async fn an_odd_row_is_named_and_the_rows_behind_it_are_compared() {
    let list = Arc::new(Mutex::new(StarList::default()));
    let mut provider = MockPaymentProvider::new();
    provider.expect_transactions().returning(|offset, _| {
        let odd = Err(OddTransaction::told(r#"{"id":""}"#));
        let rows = [Ok(paid("c1")), odd, Ok(paid("c2"))].into_iter();
        Ok(rows.skip(usize::try_from(offset).unwrap()).collect())
    });
    let found = reconciling(provider, &list).run().await.unwrap();
    assert_eq!(found.compared, 2);
    let told: Vec<_> = found.differences.iter().map(Difference::key).collect();
    assert_eq!(told, [r#"unreadable:{"id":""}"#]);
}
