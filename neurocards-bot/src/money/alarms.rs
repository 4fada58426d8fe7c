//! What operators must look at.

use neurocards_core::ports::Unavailable;
use neurocards_core::use_cases::reconcile::Difference;

use crate::deps::BotDeps;
use crate::money::differences::DifferenceWords;

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

/// Somebody got money back, and it cannot be booked: told once per charge.
pub(crate) async fn unreversed(deps: &BotDeps, charge: &str, why: &str) -> Result<(), Unavailable> {
    tracing::warn!(charge, why, "a refund is not booked");
    let text = format!("Money was given back and that is not booked: {why}.");
    alarm(deps, &format!("unreversed:{charge}"), &text).await
}

/// An update is too long to be read, and its sender has no answer: told once per update, before it is
/// acknowledged.
pub(crate) async fn passed_over(deps: &BotDeps, update: i64) -> Result<(), Unavailable> {
    tracing::error!(
        update,
        "an update is too long to be read and is passed over"
    );
    let text = format!(
        "Update {update} is too long to be read and was passed over: its sender has no answer."
    );
    alarm(deps, &format!("passed-over:{update}"), &text).await
}

/// Our payments and Telegram's list disagree: told once per difference, however long it stands.
pub(crate) async fn differs(deps: &BotDeps, difference: &Difference) -> Result<(), Unavailable> {
    let words = DifferenceWords(difference);
    tracing::warn!(difference = %words, "payments differ from Telegram's list");
    let text = format!("Money to look at: {words}.");
    alarm(deps, &difference.key(), &text).await
}
