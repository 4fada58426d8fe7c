//! Alarms: how a process raises and ends them, and how operators are told.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use neurocards_core::chat::alarm::{Alarm, AlarmKind};
use neurocards_core::ids::ChatId;
use neurocards_core::ports::Alarms;

use crate::shutdown::Shutdown;

/// How often the store is asked for alarms that operators have not been told of.
const TELL_EVERY: Duration = Duration::from_secs(5);

/// What one process sees of the causes of alarms. An alarm that could not be stored comes with the
/// next sight of its cause.
#[derive(Clone)]
pub struct Watch {
    alarms: Arc<dyn Alarms>,
    /// Kinds of which this process knows that none stands: it need not end them at each success.
    known_well: Arc<Mutex<BTreeSet<AlarmKind>>>,
}

impl Watch {
    /// A watch that has seen nothing yet.
    pub fn new(alarms: Arc<dyn Alarms>) -> Self {
        let known_well = Arc::default();
        Self { alarms, known_well }
    }

    /// The cause is seen.
    pub async fn raise(&self, alarm: Alarm) {
        self.known_well().remove(&alarm.kind);
        if let Err(error) = self.alarms.raise(&alarm).await {
            tracing::warn!(%error, "operators were not told");
        }
    }

    /// The cause of an alarm of which only one can stand is gone. Asks the store only at the first
    /// success after the start or after [`Watch::raise`].
    pub async fn well(&self, kind: AlarmKind) {
        if !self.known_well().insert(kind) {
            return;
        }
        if let Err(error) = self.alarms.end(kind.as_str()).await {
            self.known_well().remove(&kind);
            tracing::warn!(%error, "the end of an alarm is not stored");
        }
    }

    fn known_well(&self) -> MutexGuard<'_, BTreeSet<AlarmKind>> {
        self.known_well
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says at the start of a program that nobody would be told of an alarm.
pub fn warn_without(admins: &[ChatId]) {
    if admins.is_empty() {
        tracing::warn!("ADMIN_IDS is empty: nobody is told of alarms");
    }
}

/// Tells operators what stands, in these chats, until `shutdown`. Every program may do it: each
/// alarm is told once.
pub async fn tell(alarms: &dyn Alarms, admins: &[ChatId], shutdown: &Shutdown) {
    let mut is_down = false;
    loop {
        match alarms.tell(admins).await {
            Ok(()) => is_down = false,
            Err(error) if !is_down => {
                is_down = true;
                tracing::warn!(%error, "operators are not told of alarms");
            }
            Err(_) => {}
        }
        let pause = tokio::time::sleep(TELL_EVERY);
        if shutdown.unless_stopping(pause).await.is_none() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use neurocards_core::ports::MockAlarms;

    use super::*;

    #[tokio::test]
    async fn an_end_is_stored_once_until_the_cause_is_seen_again() {
        let mut alarms = MockAlarms::new();
        let ended = alarms.expect_end().times(2);
        ended
            .withf(|key| key == "text_model")
            .returning(|_| Ok(true));
        alarms.expect_raise().times(1).returning(|_| Ok(()));
        let watch = Watch::new(Arc::new(alarms));
        for _ in 0..3 {
            watch.well(AlarmKind::TextModel).await;
        }
        watch.raise(Alarm::new(AlarmKind::TextModel, "slow")).await;
        watch.well(AlarmKind::TextModel).await;
    }
}
