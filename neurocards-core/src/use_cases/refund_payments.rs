//! Giving money back where a refund was asked. The credits were taken back with the asking.

use std::sync::Arc;

use thiserror::Error;

use crate::actor::{Actor, Reason};
use crate::ids::ChargeId;
use crate::money::payment::{Currency, DueRefund, RefundEnd};
use crate::ports::{PaymentProvider, PaymentProviderError, Payments, Unavailable};

/// Gives Stars back.
pub struct RefundPayments {
    /// What is to be given back.
    pub payments: Arc<dyn Payments>,
    /// Who holds the Stars.
    pub provider: Arc<dyn PaymentProvider>,
}

/// How one round went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefundRound {
    /// Refunds that are done.
    pub done: Vec<ChargeId>,
    /// Refunds that the provider refused, and in which words; their credits are given back.
    pub refused: Vec<(ChargeId, Reason)>,
    /// Refunds that are still due, and why.
    pub left: Vec<(DueRefund, PaymentProviderError)>,
    /// Where the next round goes on: the number of the last payment, 0 after the last one.
    pub next: i64,
}

/// Why a round was broken off. What it had done stays done.
#[derive(Debug, Clone, Error)]
#[error(transparent)]
pub struct RefundRoundError(#[from] pub Unavailable);

impl RefundPayments {
    /// Tries up to `limit` refunds that are due, of payments numbered above `after`: those that are
    /// left keep no other waiting. A kill between the provider's answer and our store repeats the
    /// refund, which counts as done then.
    pub async fn round(&self, after: i64, limit: u16) -> Result<RefundRound, RefundRoundError> {
        let mut round = RefundRound::default();
        let due = self.payments.refunds_due(Currency::Stars, after, limit);
        let due = due.await?;
        if due.len() >= limit.into() {
            round.next = due.last().map_or(0, |last| last.payment.no);
        }
        for refund in due {
            self.give_back(refund, &mut round).await?;
        }
        Ok(round)
    }

    async fn give_back(
        &self,
        refund: DueRefund,
        round: &mut RefundRound,
    ) -> Result<(), Unavailable> {
        let charge = refund.payment.charge.clone();
        match self.provider.refund(refund.payment.user, &charge).await {
            Ok(()) => {
                self.end(&charge, &RefundEnd::Done).await?;
                round.done.push(charge);
            }
            Err(PaymentProviderError::Refused(why)) => {
                let reason = Reason::of(why);
                self.end(&charge, &RefundEnd::Refused(reason.clone()))
                    .await?;
                round.refused.push((charge, reason));
            }
            Err(error) => round.left.push((refund, error)),
        }
        Ok(())
    }

    /// Another round, or a reconciliation, may have ended it first: that is no fault.
    async fn end(&self, charge: &ChargeId, end: &RefundEnd) -> Result<bool, Unavailable> {
        self.payments.end_refund(charge, end, &Actor::System).await
    }
}

#[cfg(test)]
mod tests {
    use mockall::predicate::{always, eq};

    use super::*;
    use crate::ids::UserId;
    use crate::money::payment::Payment;
    use crate::ports::{MockPaymentProvider, MockPayments};
    use crate::use_cases::reconcile::tests::a_payment;

    async fn round_after(
        answer: Result<(), PaymentProviderError>,
        end: Option<RefundEnd>,
    ) -> RefundRound {
        let mut payments = MockPayments::new();
        payments
            .expect_refunds_due()
            .with(eq(Currency::Stars), eq(0), eq(10))
            .returning(|_, _, _| Ok(vec![due("c1", 1)]));
        if let Some(end) = end {
            payments
                .expect_end_refund()
                .with(eq(a_payment("c1").charge), eq(end), always())
                .times(1)
                .returning(|_, _, _| Ok(true));
        }
        let mut provider = MockPaymentProvider::new();
        provider
            .expect_refund()
            .with(eq(UserId(7)), eq(a_payment("c1").charge))
            .times(1)
            .return_once(move |_, _| answer);
        let refunds = RefundPayments {
            payments: Arc::new(payments),
            provider: Arc::new(provider),
        };
        refunds.round(0, 10).await.unwrap()
    }

    fn due(charge: &str, no: i64) -> DueRefund {
        let payment = a_payment(charge);
        DueRefund {
            asked_at: payment.booked_at,
            payment: Payment { no, ..payment },
        }
    }

    #[tokio::test]
    async fn a_refund_that_the_provider_made_is_ended() {
        let round = round_after(Ok(()), Some(RefundEnd::Done)).await;
        assert_eq!(round.done, [a_payment("c1").charge]);
    }

    #[tokio::test]
    async fn a_refund_that_the_provider_refuses_gives_the_credits_back() {
        let refusal = PaymentProviderError::Refused("CHARGE_NOT_FOUND".to_owned());
        let end = RefundEnd::Refused(Reason::of("CHARGE_NOT_FOUND"));
        let round = round_after(Err(refusal), Some(end)).await;
        assert_eq!(round.refused.len(), 1);
    }

    #[tokio::test]
    async fn a_refund_without_an_answer_stays_due() {
        let silence = PaymentProviderError::Unreached("timeout".to_owned());
        let round = round_after(Err(silence.clone()), None).await;
        assert_eq!(round.left, [(due("c1", 1), silence)]);
        assert_eq!(round.next, 0);
    }

    #[tokio::test]
    async fn refunds_that_are_left_keep_no_other_waiting() {
        let mut payments = MockPayments::new();
        payments.expect_refunds_due().returning(|_, after, limit| {
            let all = (1..=5).map(|no| due(&format!("c{no}"), no));
            let later = all.filter(|it| it.payment.no > after);
            Ok(later.take(limit.into()).collect())
        });
        let mut provider = MockPaymentProvider::new();
        let short = PaymentProviderError::ShortOfStars("BALANCE_TOO_LOW".to_owned());
        let refund = provider.expect_refund();
        refund.returning(move |_, _| Err(short.clone()));
        let refunds = RefundPayments {
            payments: Arc::new(payments),
            provider: Arc::new(provider),
        };
        let mut tried = Vec::new();
        let mut next = 0;
        for _ in 0..4 {
            let round = refunds.round(next, 2).await.unwrap();
            tried.extend(round.left.iter().map(|(refund, _)| refund.payment.no));
            next = round.next;
        }
        assert_eq!(tried, [1, 2, 3, 4, 5, 1, 2]);
    }
}
