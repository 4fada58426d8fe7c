//! Updates and photos that operators must look at.

use neurocards_core::chat::alarm::{Alarm, AlarmKind};
use neurocards_core::ports::{MediaError, Unavailable};

use crate::deps::BotDeps;

/// An update is too long to be read, and its sender has no answer: told before it is acknowledged.
pub(crate) async fn passed_over(deps: &BotDeps, update: i64) -> Result<(), Unavailable> {
    tracing::error!(
        update,
        "an update is too long to be read and is passed over"
    );
    let text = format!(
        "Update {update} is too long to be read and was passed over: its sender has no answer."
    );
    let alarm = Alarm::about(AlarmKind::UpdatePassedOver, &update, text);
    deps.stores.alarms.raise(&alarm).await
}

/// What an update changes cannot be kept, ever: its sender is told that it cannot be handled.
pub(crate) async fn not_kept(
    deps: &BotDeps,
    update: i64,
    error: &Unavailable,
) -> Result<(), Unavailable> {
    tracing::error!(%error, update, "what an update changes cannot be kept");
    let text = format!("What update {update} changes cannot be kept ({error}): it was given up.");
    let alarm = Alarm::about(AlarmKind::UpdatePassedOver, &update, text);
    deps.stores.alarms.raise(&alarm).await
}

/// A photo could not be kept.
pub(crate) async fn photo_not_kept(deps: &BotDeps, error: &MediaError) -> Result<(), Unavailable> {
    tracing::warn!(%error, "a photo was not stored");
    let text = format!(
        "The media store is out of order: {error}. Photos are not taken in until it is back."
    );
    let alarm = Alarm::new(AlarmKind::MediaStore, text);
    deps.stores.alarms.raise(&alarm).await
}
