//! What a person of the house must look at.

use neurocards_core::credits::Credits;
use neurocards_core::ids::ChargeId;
use neurocards_core::ports::Unavailable;

use crate::options::BotDeps;

/// Tells the operators, once per key.
pub(crate) async fn alarm(deps: &BotDeps, key: &str, text: &str) -> Result<(), Unavailable> {
    let outbox = &deps.stores.outbox;
    outbox.alarm(key, &deps.options.admins, text).await
}

/// What an alarm says is in the log as well.
pub(crate) fn note(told: Result<(), Unavailable>) {
    if let Err(error) = told {
        tracing::warn!(%error, "operators were not told");
    }
}

/// Somebody paid, and it cannot be booked: told once per charge, before the payer is.
pub(crate) async fn unbooked(deps: &BotDeps, charge: &str, why: &str) -> Result<(), Unavailable> {
    tracing::warn!(charge, why, "a payment is not booked");
    let text =
        format!("A payment came and is not booked: {why}. The payer was told to write to us.");
    alarm(deps, &format!("unbooked:{charge}"), &text).await
}

/// Telegram gave a payment back whose credits were spent.
pub(crate) async fn loss(
    deps: &BotDeps,
    charge: &ChargeId,
    missing: Credits,
) -> Result<(), Unavailable> {
    tracing::warn!(%charge, %missing, "a payment was given back after its credits were spent");
    let text =
        format!("Telegram gave the charge {charge} back, and {missing} of its credits were spent.");
    alarm(deps, &format!("loss:{charge}"), &text).await
}
