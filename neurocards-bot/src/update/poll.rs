//! Updates by long polling: stored first, acknowledged after.
//!
//! The next `getUpdates` acknowledges what the last one brought, so its offset moves only when the
//! inbox has it. Updates that wait while the bot is down are handled when it is back.
//!
//! Questions before a payment cannot wait: they are answered as soon as they are seen.
//! While the inbox is slow, updates are asked for again at the same offset, so that new questions
//! among the first 100 are seen, and nothing is acknowledged that is not stored.
//!
//! While Telegram refuses the token, or another program takes the updates, they are asked for again
//! after a growing pause, and the bot is not ready. A token that was never accepted ends the bot.
//!
//! An answer may be longer than what is read at once. Then fewer updates are asked for, in the end
//! one. If not even that fits, operators are told, and it is passed over by its id.

mod batch;
mod kept;
mod polling;

pub(crate) use polling::Polling;

use std::convert::Infallible;
use std::time::Duration;

use neurocards_adapters::shutdown::Shutdown;
use neurocards_adapters::telegram::client::{ArrivedUpdate, Polled};
use neurocards_adapters::telegram::errors::CallError;
use neurocards_core::chat::update::RawUpdate;
use neurocards_core::ports::Unavailable;
use thiserror::Error;

use crate::deps::BotDeps;
use crate::money::checkout::{Checkouts, LOOK_OUT_EVERY};
use crate::update::alarms;
use crate::update::incoming::checkout_question;
use batch::Batch;
use kept::kept;
use polling::Trouble;

/// How long to ask for updates after another program did: long enough for it to show itself again.
const SETTLE: Duration = Duration::from_secs(5);

#[derive(Debug, Error)]
enum PollError {
    #[error(transparent)]
    Telegram(#[from] CallError),
    #[error(transparent)]
    Store(#[from] Unavailable),
    #[error("an update is too long to be read, and its id cannot be read either")]
    TooLong,
}

/// Polls until `shutdown`. Nothing ends it before, not Telegram and not the store, unless Telegram
/// refuses the token from the beginning: then that is answered.
pub(crate) async fn run(
    deps: &BotDeps,
    polling: &Polling,
    shutdown: &Shutdown,
) -> Result<(), CallError> {
    let mut poller = Poller {
        deps,
        polling,
        checkouts: Checkouts::open(
            &deps.stores,
            deps.client.clone(),
            deps.clock.clone(),
            deps.options.checkout_within,
        ),
        offset: 0,
        batch: Batch::FULL,
        has_webhook: true,
        is_known: false,
        faults: 0,
    };
    let ended = poller.run(shutdown).await;
    poller.checkouts.close().await;
    ended
}

struct Poller<'a> {
    deps: &'a BotDeps,
    /// What readiness is told.
    polling: &'a Polling,
    checkouts: Checkouts,
    /// The first update that is not stored yet; 0 asks for all that wait.
    offset: i64,
    /// How many updates the next call asks for.
    batch: Batch,
    /// Whether a webhook may be set, which excludes polling.
    has_webhook: bool,
    /// Whether Telegram knows the token, or did once.
    is_known: bool,
    /// Rounds in a row that failed.
    faults: u32,
}

impl Poller<'_> {
    async fn run(&mut self, shutdown: &Shutdown) -> Result<(), CallError> {
        while let Some(round) = shutdown.unless_stopping(self.round()).await {
            if let Err(PollError::Telegram(error)) = &round
                && !self.is_known
                && Trouble::of(error) == Trouble::TokenRefused
            {
                return Err(error.clone());
            }
            let pause = tokio::time::sleep(self.after(round));
            if shutdown.unless_stopping(pause).await.is_none() {
                break;
            }
        }
        Ok(())
    }

    async fn round(&mut self) -> Result<(), PollError> {
        if self.has_webhook {
            let drop_pending = false;
            let deleted = self.deps.client.delete_webhook(drop_pending).await;
            deleted.inspect_err(|error| self.polling.failed(error))?;
            self.has_webhook = false;
            self.is_known = true;
        }
        let asked_for = self.batch;
        match self.see(self.patience()).await? {
            Polled::Updates(updates) => self.take(updates).await,
            Polled::TooLong { only: Some(update) } => self.pass_over(update).await,
            Polled::TooLong { only: None } if asked_for == Batch::ONE => Err(PollError::TooLong),
            Polled::TooLong { only: None } => Ok(()),
        }
    }

    async fn take(&mut self, updates: Vec<ArrivedUpdate>) -> Result<(), PollError> {
        let Some(last) = updates.iter().map(|update| update.id).max() else {
            return Ok(());
        };
        let updates = updates.into_iter();
        let updates: Vec<RawUpdate> = updates.filter_map(|update| self.sort(update)).collect();
        self.keep(&updates).await?;
        self.offset = last + 1;
        Ok(())
    }

    /// Hands a question before a payment on; any other update is to be stored.
    fn sort(&mut self, update: ArrivedUpdate) -> Option<RawUpdate> {
        match checkout_question(&update.fields) {
            Some(question) => {
                self.checkouts.take(question);
                None
            }
            None => Some(kept(update)),
        }
    }

    /// Goes on behind an update that does not fit even alone, once operators are sure to be told.
    async fn pass_over(&mut self, update: i64) -> Result<(), PollError> {
        alarms::passed_over(self.deps, update).await?;
        self.offset = update + 1;
        Ok(())
    }

    /// How long to wait for updates. When it is not known whether they can be asked for, that is found
    /// out first.
    fn patience(&self) -> Duration {
        let long_poll = self.deps.options.long_poll;
        match self.polling.trouble() {
            None if self.polling.has_begun() => long_poll,
            Some(Trouble::OtherPoller) => SETTLE.min(long_poll),
            None | Some(_) => Duration::ZERO,
        }
    }

    /// Asks for updates. What does not fit, or does not come in time, comes in smaller pieces.
    async fn see(&mut self, patience: Duration) -> Result<Polled, CallError> {
        let (client, updates) = (&self.deps.client, self.batch.updates());
        let polled = client.get_updates_raw(self.offset, patience, updates).await;
        match &polled {
            Ok(_) => self.polling.asked(),
            Err(error) => self.polling.failed(error),
        }
        self.batch = match &polled {
            Ok(Polled::Updates(_)) => self.batch.doubled(),
            Ok(Polled::TooLong { .. }) | Err(CallError::NoAnswer(_)) => self.batch.halved(),
            Err(_) => self.batch,
        };
        polled
    }

    /// Stores updates, and looks out for questions before a payment meanwhile.
    async fn keep(&mut self, updates: &[RawUpdate]) -> Result<(), Unavailable> {
        if updates.is_empty() {
            return Ok(());
        }
        let inbox = self.deps.stores.inbox.clone();
        tokio::select! {
            stored = inbox.store(updates) => stored.map(drop),
            never = self.look_out() => match never {},
        }
    }

    async fn look_out(&mut self) -> Infallible {
        loop {
            tokio::time::sleep(LOOK_OUT_EVERY).await;
            match self.look().await {
                Ok(updates) => {
                    let fields = updates.iter().map(|update| &update.fields);
                    let questions = fields.filter_map(checkout_question);
                    questions.for_each(|question| self.checkouts.take(question));
                }
                Err(error) => tracing::debug!(%error, "checkouts cannot be looked for just now"),
            }
        }
    }

    /// The updates that wait, as many as fit.
    async fn look(&mut self) -> Result<Vec<ArrivedUpdate>, PollError> {
        loop {
            let asked_for = self.batch;
            match self.see(Duration::ZERO).await? {
                Polled::Updates(updates) => return Ok(updates),
                Polled::TooLong { .. } if asked_for == Batch::ONE => {
                    return Err(PollError::TooLong);
                }
                Polled::TooLong { .. } => {}
            }
        }
    }

    /// How long to wait before the next round.
    fn after(&mut self, round: Result<(), PollError>) -> Duration {
        let Err(error) = round else {
            self.faults = 0;
            return Duration::ZERO;
        };
        let doublings = self.faults.min(4);
        self.faults = self.faults.saturating_add(1);
        let backoff = self.deps.options.poll_backoff;
        let growing = backoff / 16 * (1 << doublings);
        match error {
            PollError::Telegram(CallError::RateLimited { retry_after }) => retry_after,
            PollError::Telegram(error) => {
                // What is in the way may be a webhook, which must go.
                self.has_webhook |= Trouble::of(&error) == Trouble::OtherPoller;
                growing
            }
            PollError::TooLong => {
                tracing::warn!(%error, faults = self.faults, "updates cannot be taken just now");
                growing
            }
            // Asked for again soon: a question before a payment may be among them.
            PollError::Store(_) => {
                tracing::warn!(%error, faults = self.faults, "updates cannot be taken just now");
                LOOK_OUT_EVERY.min(backoff)
            }
        }
    }
}
