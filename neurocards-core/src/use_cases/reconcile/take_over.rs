use super::Difference;
use crate::actor::Reason;
use crate::money::payment::{Payment, Reversed};
use crate::ports::{Payments, Unavailable};

/// Takes over that the provider gave a payment's money back; one that was asked ends with it. The
/// chargeback is written for `reason`. Answers what is lost. Repeated, it changes nothing and answers the same.
pub async fn take_over(
    payments: &dyn Payments,
    payment: &Payment,
    reason: &Reason,
) -> Result<Option<Difference>, Unavailable> {
    let reversed = payments.reverse(&payment.charge, reason).await?;
    let lost = reversed.filter(Reversed::is_loss);
    Ok(lost.map(|reversed| Difference::Loss {
        charge: payment.charge.clone(),
        user: payment.user,
        missing: reversed.missing,
        rewards_stay: reversed.rewards_stay,
    }))
}
