//! What a comparison finds that does not come to its end.

use super::losses::lost;
use super::*;
use crate::money::payment::DueRefund;

#[tokio::test]
async fn what_was_found_is_told_with_what_broke_the_comparison_off() {
    let mut payments = MockPayments::new();
    payments
        .expect_reverse()
        .returning(|_, _| Ok(Some(lost(0))));
    payments.expect_payment().returning(|charge| {
        let ours = a_payment("c1");
        Ok(Some(ours).filter(|payment| payment.charge == *charge))
    });
    payments
        .expect_payments_after()
        .returning(|_, _, _| Err(Unavailable::new("test", "gone")));
    let theirs = vec![paid("c1"), refunded("c1")];
    let broken = over(payments, theirs).run().await.unwrap_err();
    assert!(matches!(broken.error, ReconcileError::Store(_)));
    assert_eq!(broken.found.reversed, [a_payment("c1").charge]);
    assert_eq!(broken.found.differences[0].key(), "loss:c1");
}

/// A refund of `charge` that was asked so many hours ago.
fn due(charge: &str, currency: Currency, hours: i64) -> DueRefund {
    let payment = Payment {
        price: Price::new(currency, 200).unwrap(),
        ..a_payment(charge)
    };
    DueRefund {
        payment,
        asked_at: now() - TimeDelta::hours(hours),
    }
}

#[tokio::test]
async fn refunds_that_wait_too_long_are_told_even_if_the_list_cannot_be_read() {
    let mut payments = MockPayments::new();
    payments
        .expect_refunds_due()
        .returning(|currency, after, _| {
            let hours = [2, 1, 25, 24].into_iter();
            let waiting =
                hours.map(|hours| due(&format!("{}-{hours}", currency.code()), currency, hours));
            Ok(waiting.filter(|_| after == 0).collect())
        });
    let mut reconcile = over(payments, vec![]);
    let mut provider = MockPaymentProvider::new();
    let silence = PaymentProviderError::Unreached("timeout".to_owned());
    let list = provider.expect_transactions();
    list.returning(move |_, _| Err(silence.clone()));
    reconcile.provider = Arc::new(provider);
    let broken = reconcile.run().await.unwrap_err();
    let told = broken.found.differences.iter().map(Difference::key);
    assert_eq!(
        told.collect::<Vec<_>>(),
        ["XTR-2", "XTR-25", "XTR-24", "RUB-25"].map(|charge| format!("refund_waits:{charge}"))
    );
}
