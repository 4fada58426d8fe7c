//! Money that operators must look at.

use std::fmt::Display;
use std::time::Duration;

use neurocards_core::chat::alarm::{Alarm, AlarmKind};
use neurocards_core::ids::ChargeId;
use neurocards_core::ports::{Alarms, Unavailable};
use neurocards_core::use_cases::reconcile::Difference;

use crate::deps::BotDeps;
use crate::money::differences::DifferenceWords;

/// What an alarm says is in the log as well.
pub(crate) fn note(told: Result<(), Unavailable>) {
    if let Err(error) = told {
        tracing::warn!(%error, "operators were not told");
    }
}

/// Somebody paid, and it cannot be booked: told before the payer is.
pub(crate) async fn unbooked(deps: &BotDeps, charge: &str, why: &str) -> Result<(), Unavailable> {
    tracing::warn!(charge, why, "a payment is not booked");
    let text =
        format!("A payment came and is not booked: {why}. The payer was told to write to us.");
    let alarm = Alarm::about(AlarmKind::PaymentUnbooked, charge, text);
    deps.stores.alarms.raise(&alarm).await
}

/// A payment that could not be booked is.
pub(crate) async fn booked(deps: &BotDeps, charge: &ChargeId) -> Result<(), Unavailable> {
    gone(&*deps.stores.alarms, AlarmKind::PaymentUnbooked, charge).await
}

/// Somebody got money back, and it cannot be booked.
pub(crate) async fn unreversed(deps: &BotDeps, charge: &str, why: &str) -> Result<(), Unavailable> {
    tracing::warn!(charge, why, "a refund is not booked");
    let text = format!("Money was given back and that is not booked: {why}.");
    let alarm = Alarm::about(AlarmKind::RefundUnbooked, charge, text);
    deps.stores.alarms.raise(&alarm).await
}

/// Our payments were not compared with Telegram's list to its end for so long.
pub(crate) async fn uncompared(
    deps: &BotDeps,
    late: Duration,
    error: &str,
) -> Result<(), Unavailable> {
    let hours = late.as_secs() / 3_600;
    tracing::error!(
        hours,
        error,
        "payments are not compared with Telegram's list"
    );
    let text = format!(
        "For {hours} hours payments were not compared with Telegram's list to its end: {error}. \
         A payment whose news was lost is not booked until then."
    );
    let alarm = Alarm::new(AlarmKind::PaymentsUncompared, text);
    deps.stores.alarms.raise(&alarm).await
}

/// Our payments and Telegram's list disagree.
pub(crate) async fn differs(deps: &BotDeps, difference: &Difference) -> Result<(), Unavailable> {
    let alarm = of_difference(difference);
    tracing::warn!(difference = %DifferenceWords(difference), "payments differ from Telegram's list");
    deps.stores.alarms.raise(&alarm).await
}

/// A difference as an alarm: one that is also seen elsewhere has one key, whoever sees it.
pub(crate) fn of_difference(difference: &Difference) -> Alarm {
    let text = format!("Money to look at: {}.", DifferenceWords(difference));
    match difference {
        Difference::Unbookable { charge, .. } => {
            Alarm::about(AlarmKind::PaymentUnbooked, charge, text)
        }
        Difference::RefundWaits { charge, .. } => {
            Alarm::about(AlarmKind::RefundWaits, charge, text)
        }
        Difference::Loss { charge, .. } => Alarm::about(AlarmKind::Loss, charge, text),
        _ => Alarm::about(AlarmKind::PaymentDiffers, &difference.key(), text),
    }
}

/// The cause of an alarm about one thing is gone.
pub(crate) async fn gone(
    alarms: &dyn Alarms,
    kind: AlarmKind,
    about: &(impl Display + ?Sized),
) -> Result<(), Unavailable> {
    let key = Alarm::about(kind, about, "").key();
    alarms.end(&key).await.map(drop)
}
