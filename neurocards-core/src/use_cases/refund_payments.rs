//! Giving money back where a refund was asked. The credits were taken back with the asking.

use std::sync::Arc;

use thiserror::Error;

use crate::actor::{Actor, Reason};
use crate::ids::ChargeId;
use crate::payment::{Currency, Payment, RefundEnd};
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
    /// Refunds that are still due.
    pub left: Vec<ChargeId>,
}

/// Why a round was broken off. What it had done stays done.
#[derive(Debug, Clone, Error)]
#[error(transparent)]
pub struct RefundRoundError(#[from] pub Unavailable);

impl RefundPayments {
    /// Tries up to `limit` refunds that are due, oldest first. A kill between the provider's answer
    /// and our store repeats the refund, which counts as done then.
    pub async fn round(&self, limit: u16) -> Result<RefundRound, RefundRoundError> {
        let mut round = RefundRound::default();
        for payment in self.payments.refunds_due(Currency::Stars, limit).await? {
            self.give_back(&payment, &mut round).await?;
        }
        Ok(round)
    }

    async fn give_back(
        &self,
        payment: &Payment,
        round: &mut RefundRound,
    ) -> Result<(), Unavailable> {
        let charge = payment.charge.clone();
        match self.provider.refund(payment.user, &charge).await {
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
            Err(_) => round.left.push(charge),
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
    use crate::ports::{MockPaymentProvider, MockPayments};
    use crate::use_cases::reconcile::tests::a_payment;

    async fn round_after(
        answer: Result<(), PaymentProviderError>,
        end: Option<RefundEnd>,
    ) -> RefundRound {
        let mut payments = MockPayments::new();
        payments
            .expect_refunds_due()
            .with(eq(Currency::Stars), eq(10))
            .returning(|_, _| Ok(vec![a_payment("c1")]));
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
        refunds.round(10).await.unwrap()
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
        let round = round_after(Err(silence), None).await;
        assert_eq!(round.left, [a_payment("c1").charge]);
    }
}
