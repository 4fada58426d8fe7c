//! One update, from its claim to its end.

mod give_up;

use std::sync::Arc;
use std::time::Duration;

use neurocards_adapters::pump::Work;
use neurocards_core::chat::update::{ClaimedUpdate, Turn, UpdateLease, UpdateStage, Write};
use neurocards_core::ports::{CommitError, LeaseError, Topic, Unavailable};
use tokio::time::Instant;

use crate::conversation::Offer;
use crate::deps::BotDeps;
use crate::money::alarms;
use crate::update::alarms as update_alarms;
use crate::update::bot_name::BotName;
use crate::update::incoming::ParsedUpdate;
use crate::update::prepare::{PrepareError, prepare};
use crate::update::refusal::Refusal;
use crate::update::replies::{Replies, Said};

/// How long an update waits when the store is out of order; twice as long at each claim.
const STORE_PAUSE: Duration = Duration::from_secs(2);
/// The longest of these waits.
const STORE_PAUSE_MAX: Duration = Duration::from_mins(1);
/// The longest an update waits for a chat that takes nothing; then it looks again. Telegram names up
/// to 40 minutes, and asking before that is of no use.
const CHAT_PAUSE_MAX: Duration = Duration::from_hours(1);

/// The updates that wait in the inbox: the head of every lane, many lanes at once.
pub(crate) struct Handler {
    deps: BotDeps,
    offer: Offer,
    bot: BotName,
}

/// Why an update is not finished yet.
enum Unfinished {
    /// The lease is gone, or the store did not take it back: whoever claims the update next has it.
    LeaseLost(LeaseError),
    /// The chat takes nothing just now; the update goes on after this time.
    ChatBusy(UpdateLease, Duration),
    /// The store fails just now; the update goes on when it is back.
    StoreDown(UpdateLease, Box<dyn std::error::Error + Send + Sync>),
}

impl Work for Handler {
    type Item = ClaimedUpdate;

    const TOPIC: Topic = Topic::Updates;

    async fn claim(&self, limit: u16) -> Result<Vec<ClaimedUpdate>, Unavailable> {
        let (inbox, options) = (&self.deps.stores.inbox, &self.deps.options);
        inbox.claim(&options.worker, limit, options.lease_for).await
    }

    /// Handles one update as far as it goes now. What it leaves undone is in the inbox.
    async fn handle(self: Arc<Self>, claimed: ClaimedUpdate) {
        let update = claimed.update.id;
        let deferred = match self.run(claimed).await {
            Ok(()) => return,
            Err(Unfinished::LeaseLost(error)) => Err(error),
            Err(Unfinished::ChatBusy(lease, after)) => {
                self.deps.stores.inbox.defer(lease, after).await
            }
            Err(Unfinished::StoreDown(lease, error)) => {
                let after = until_the_store_is_back(lease.token());
                tracing::warn!(%error, update, ?after, "an update waits for the store");
                self.deps.stores.inbox.defer(lease, after).await
            }
        };
        if let Err(error) = deferred {
            tracing::warn!(%error, update, "an update is left to whoever claims it next");
        }
    }
}

impl Handler {
    pub(crate) fn new(deps: BotDeps) -> Arc<Self> {
        let offer = deps.offer();
        let bot = BotName::of(deps.client.clone());
        Arc::new(Self { deps, offer, bot })
    }

    async fn run(self: &Arc<Self>, claimed: ClaimedUpdate) -> Result<(), Unfinished> {
        let ClaimedUpdate {
            update,
            stage,
            crashes,
            lease,
        } = claimed;
        let (replies, next, lease) = match stage {
            UpdateStage::Turned { replies, next } => (replies, next, lease),
            UpdateStage::Received => {
                let update = Arc::new(ParsedUpdate::parse(&update));
                let (replies, lease) = self.turn(&update, crashes, lease).await?;
                (replies, 0, lease)
            }
        };
        let said = Replies {
            client: &self.deps.client,
            inbox: &*self.deps.stores.inbox,
            jobs: &*self.deps.stores.jobs,
            offer: &self.offer,
            roubles: self.deps.options.roubles.as_ref(),
            lease: &lease,
            until: Instant::now() + self.deps.options.reply_patience,
        }
        .say(&replies, next)
        .await;
        match said {
            Ok(Said::All) => self.close(lease).await,
            Ok(Said::Wait(after)) => Err(Unfinished::ChatBusy(lease, after.min(CHAT_PAUSE_MAX))),
            Err(LeaseError::Unavailable(error)) => Err(Unfinished::StoreDown(lease, error.into())),
            Err(error) => Err(Unfinished::LeaseLost(error)),
        }
    }

    async fn close(&self, lease: UpdateLease) -> Result<(), Unfinished> {
        self.deps
            .stores
            .inbox
            .close(lease)
            .await
            .map_err(Unfinished::LeaseLost)
    }

    /// Commits the update's turn; answers the replies to send.
    async fn turn(
        self: &Arc<Self>,
        update: &Arc<ParsedUpdate>,
        crashes: u16,
        lease: UpdateLease,
    ) -> Result<(Vec<String>, UpdateLease), Unfinished> {
        let (mut refusal, mut is_hopeless) = (None, false);
        loop {
            let turn = if is_hopeless {
                self.give_up(update, refusal.is_some()).await
            } else {
                self.next_turn(update, crashes, refusal).await
            };
            let turn = match turn {
                Ok(turn) => turn,
                Err(error) => return Err(Unfinished::StoreDown(lease, error.into())),
            };
            let error = match self.deps.stores.inbox.commit(&lease, &turn).await {
                Ok(()) => return Ok((turn.replies, lease)),
                Err(CommitError::Lost) => return Err(Unfinished::LeaseLost(LeaseError::Lost)),
                Err(CommitError::Unavailable(error)) if error.is_lasting && !is_hopeless => {
                    let raised = update_alarms::not_kept(&self.deps, update.id, &error).await;
                    if let Err(error) = raised {
                        return Err(Unfinished::StoreDown(lease, error.into()));
                    }
                    is_hopeless = true;
                    continue;
                }
                Err(error) => error,
            };
            match Refusal::of(&error) {
                Some(met) if refusal.is_none() => {
                    if let Err(error) = self.report(&error, &turn).await {
                        return Err(Unfinished::StoreDown(lease, error.into()));
                    }
                    refusal = Some(met);
                }
                _ => return Err(Unfinished::StoreDown(lease, error.into())),
            }
        }
    }

    /// What kills processes is not prepared again. A refund is: it touches nothing but the store.
    async fn next_turn(
        self: &Arc<Self>,
        update: &Arc<ParsedUpdate>,
        crashes: u16,
        refusal: Option<Refusal>,
    ) -> Result<Turn, Unavailable> {
        let is_refund = update.money.as_ref().is_some_and(|money| money.is_refund);
        if crashes < self.deps.options.crashes_max || is_refund {
            return self.prepare(update, refusal).await;
        }
        tracing::error!(update = update.id, crashes, "an update is given up");
        self.give_up(update, refusal.is_some()).await
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
        update: &Arc<ParsedUpdate>,
        refusal: Option<Refusal>,
    ) -> Result<Turn, Unavailable> {
        let (handler, parsed) = (self.clone(), update.clone());
        let task = tokio::spawn(async move {
            let Self { deps, offer, bot } = &*handler;
            prepare(deps, offer, bot, &parsed, refusal).await
        });
        match task.await {
            Ok(Ok(Some(turn))) => return Ok(turn),
            Ok(Ok(None)) => return self.pass_over(update).await,
            Ok(Err(PrepareError::Unavailable(error))) => return Err(error),
            Ok(Err(error)) => {
                tracing::error!(%error, update = update.id, "an update cannot be handled");
            }
            Err(error) => {
                tracing::error!(%error, update = update.id, "an update made its handler panic");
            }
        }
        self.give_up(update, refusal.is_some()).await
    }
}

/// How long an update waits: longer each time, as the token of a lease counts the claims.
fn until_the_store_is_back(token: i64) -> Duration {
    let claims = u32::try_from(token.clamp(1, 6)).unwrap_or(1);
    (STORE_PAUSE * (1 << (claims - 1))).min(STORE_PAUSE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_update_waits_longer_each_time_and_never_too_long() {
        let wait = |token| until_the_store_is_back(token).as_secs();
        let waits = [1, 2, 3, 4, 5, 6, i64::MAX].map(wait);
        assert_eq!(waits, [2, 4, 8, 16, 32, 60, 60]);
    }
}
