//! One update, from its claim to its end.

mod give_up;

use std::sync::Arc;
use std::time::Duration;

use neurocards_core::chat::update::{
    ClaimedUpdate, RawUpdate, Turn, UpdateLease, UpdateStage, Write,
};
use neurocards_core::ports::{CommitError, LeaseError, Unavailable};
use tokio::time::Instant;

use crate::alarms;
use crate::bot_name::BotName;
use crate::conversation::House;
use crate::incoming;
use crate::options::BotDeps;
use crate::prepare::{PrepareError, prepare};
use crate::refusal::Refusal;
use crate::replies::{Replies, Said};

/// How long an update waits when the store is out of order; twice as long at each claim.
const STORE_PAUSE: Duration = Duration::from_secs(2);
/// The longest of these waits.
const STORE_PAUSE_MAX: Duration = Duration::from_mins(1);
/// The longest an update waits for a chat that takes nothing; then it looks again.
const CHAT_PAUSE_MAX: Duration = Duration::from_mins(5);

/// Handles updates.
pub(crate) struct Handler {
    deps: BotDeps,
    house: House,
    bot: BotName,
}

/// Why an update was put down before its end.
enum Put {
    /// Left to whoever claims it next: another has the lease, or the store does not answer.
    Left(LeaseError),
    /// Later.
    Later(UpdateLease, Duration),
}

impl Handler {
    pub(crate) fn new(deps: BotDeps) -> Arc<Self> {
        let house = deps.house();
        let bot = BotName::of(deps.client.clone());
        Arc::new(Self { deps, house, bot })
    }

    /// Handles one update as far as it goes now. What it leaves undone is in the inbox.
    pub(crate) async fn handle(self: Arc<Self>, claimed: ClaimedUpdate) {
        let update = claimed.update.id;
        let put = match self.run(claimed).await {
            Ok(()) => return,
            Err(put) => put,
        };
        let deferred = match put {
            Put::Left(error) => Err(error),
            Put::Later(lease, after) => self.deps.stores.inbox.defer(lease, after).await,
        };
        if let Err(error) = deferred {
            tracing::warn!(%error, update, "an update is left to whoever claims it next");
        }
    }

    async fn run(self: &Arc<Self>, claimed: ClaimedUpdate) -> Result<(), Put> {
        let ClaimedUpdate {
            update,
            stage,
            crashes,
            lease,
        } = claimed;
        let (replies, next, lease) = match stage {
            UpdateStage::Turned { replies, next } => (replies, next, lease),
            UpdateStage::Received => {
                let (replies, lease) = self.turn(&update, crashes, lease).await?;
                (replies, 0, lease)
            }
        };
        let said = Replies {
            client: &self.deps.client,
            inbox: &*self.deps.stores.inbox,
            house: &self.house,
            roubles: self.deps.options.roubles.as_ref(),
            lease: &lease,
            until: Instant::now() + self.deps.options.reply_patience,
        }
        .say(&replies, next)
        .await;
        match said {
            Ok(Said::All) => self.close(lease).await,
            Ok(Said::Wait(after)) => Err(Put::Later(lease, after.min(CHAT_PAUSE_MAX))),
            Err(LeaseError::Lost) => Err(Put::Left(LeaseError::Lost)),
            Err(_) => Err(Put::until_the_store_is_back(lease)),
        }
    }

    async fn close(&self, lease: UpdateLease) -> Result<(), Put> {
        let closed = self.deps.stores.inbox.close(lease).await;
        closed.map_err(Put::Left)
    }

    /// Commits the update's turn; answers the replies to send.
    async fn turn(
        self: &Arc<Self>,
        update: &RawUpdate,
        crashes: u16,
        lease: UpdateLease,
    ) -> Result<(Vec<String>, UpdateLease), Put> {
        let mut refusal = None;
        loop {
            let turn = self.next_turn(update, crashes, refusal).await;
            let Ok(turn) = turn else {
                return Err(Put::until_the_store_is_back(lease));
            };
            match self.deps.stores.inbox.commit(&lease, &turn).await {
                Ok(()) => return Ok((turn.replies, lease)),
                Err(CommitError::Lost) => return Err(Put::Left(LeaseError::Lost)),
                Err(error) => match Refusal::of(&error) {
                    Some(met) if refusal.is_none() => {
                        if self.report(&error, &turn).await.is_err() {
                            return Err(Put::until_the_store_is_back(lease));
                        }
                        refusal = Some(met);
                    }
                    _ => {
                        tracing::warn!(%error, update = update.id, "a turn was not committed");
                        return Err(Put::until_the_store_is_back(lease));
                    }
                },
            }
        }
    }

    /// What kills processes is not prepared again. A refund is: it touches nothing but the store.
    async fn next_turn(
        self: &Arc<Self>,
        update: &RawUpdate,
        crashes: u16,
        refusal: Option<Refusal>,
    ) -> Result<Turn, PrepareError> {
        if crashes < self.deps.options.crashes_max || incoming::is_refund(&update.body) {
            return self.prepare(update, refusal).await;
        }
        tracing::error!(update = update.id, crashes, "an update is given up");
        Ok(self.give_up(update, refusal.is_some()).await?)
    }

    /// Operators are told of money that cannot be booked, before its payer is.
    async fn report(&self, error: &CommitError, turn: &Turn) -> Result<(), Unavailable> {
        let charge = turn.writes.iter().find_map(|write| match write {
            Write::Book { charge, .. } => Some(&charge.id),
            _ => None,
        });
        match (error, charge) {
            (CommitError::Book(error), Some(charge)) => {
                alarms::unbooked(&self.deps, charge.as_str(), &error.to_string()).await
            }
            _ => Ok(()),
        }
    }

    /// Prepares the turn in a task of its own: whatever panics there costs this update its answer,
    /// and nobody else anything.
    async fn prepare(
        self: &Arc<Self>,
        update: &RawUpdate,
        refusal: Option<Refusal>,
    ) -> Result<Turn, PrepareError> {
        let refused = refusal.is_some();
        let (handler, body) = (self.clone(), update.body.clone());
        let task = tokio::spawn(async move {
            let Self { deps, house, bot } = &*handler;
            prepare(deps, house, bot, &body, refusal).await
        });
        match task.await {
            Ok(Ok(Some(turn))) => Ok(turn),
            Ok(Ok(None)) => Ok(self.pass_over(update).await?),
            Ok(Err(PrepareError::Unavailable(error))) => {
                tracing::warn!(%error, update = update.id, "an update waits for the store");
                Err(error.into())
            }
            Ok(Err(error)) => {
                tracing::error!(%error, update = update.id, "an update cannot be handled");
                Ok(self.give_up(update, refused).await?)
            }
            Err(error) => {
                tracing::error!(%error, update = update.id, "an update made its handler panic");
                Ok(self.give_up(update, refused).await?)
            }
        }
    }
}

impl Put {
    /// Later, and later each time: a lease counts the claims.
    fn until_the_store_is_back(lease: UpdateLease) -> Self {
        let claims = u32::try_from(lease.token().clamp(1, 6)).unwrap_or(1);
        let after = STORE_PAUSE * (1 << (claims - 1));
        Self::Later(lease, after.min(STORE_PAUSE_MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_update_waits_longer_each_time_and_never_too_long() {
        let wait = |token| match Put::until_the_store_is_back(UpdateLease::granted(1, token)) {
            Put::Later(_, after) => after.as_secs(),
            Put::Left(_) => panic!("kept"),
        };
        let waits = [1, 2, 3, 4, 5, 6, i64::MAX].map(wait);
        assert_eq!(waits, [2, 4, 8, 16, 32, 60, 60]);
    }
}
