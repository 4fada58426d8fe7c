//! Updates by long polling: stored first, acknowledged after.
//!
//! The next `getUpdates` acknowledges what the last one brought, so its offset moves only when the
//! inbox has it. Updates that wait while the bot is down are handled when it is back.
//!
//! Questions before a payment cannot wait: they are answered as soon as they are seen.
//! While the inbox is slow, updates are asked for again at the same offset, so that new questions
//! among the first 100 are seen, and nothing is acknowledged that is not stored.

mod arrived;

use std::convert::Infallible;
use std::time::Duration;

use neurocards_adapters::shutdown::Shutdown;
use neurocards_adapters::telegram::client::{TelegramClient, UpdateText};
use neurocards_adapters::telegram::errors::CallError;
use neurocards_core::chat::update::RawUpdate;
use neurocards_core::ports::{Inbox, Unavailable};
use thiserror::Error;

use crate::deps::BotDeps;
use crate::money::checkout::{Checkouts, LOOK_OUT_EVERY};
use crate::options::BotOptions;
use arrived::Arrived;

/// Updates of one call.
const BATCH: u8 = 100;

#[derive(Debug, Error)]
enum PollError {
    #[error(transparent)]
    Telegram(#[from] CallError),
    #[error(transparent)]
    Store(#[from] Unavailable),
}

/// Polls until `shutdown`. Nothing ends it before: not Telegram, not the store.
pub(crate) async fn run(deps: &BotDeps, shutdown: &Shutdown) {
    let mut poller = Poller {
        client: &deps.client,
        inbox: &*deps.stores.inbox,
        options: &deps.options,
        checkouts: Checkouts::open(
            &deps.stores,
            deps.client.clone(),
            deps.clock.clone(),
            deps.options.checkout_within,
        ),
        offset: 0,
        has_webhook: true,
        faults: 0,
    };
    loop {
        let Some(round) = shutdown.unless_stopping(poller.round()).await else {
            break;
        };
        let pause = tokio::time::sleep(poller.after(round));
        if shutdown.unless_stopping(pause).await.is_none() {
            break;
        }
    }
    poller.checkouts.close().await;
}

struct Poller<'a> {
    client: &'a TelegramClient,
    inbox: &'a dyn Inbox,
    options: &'a BotOptions,
    checkouts: Checkouts,
    /// The first update that is not stored yet; 0 asks for all that wait.
    offset: i64,
    /// Whether a webhook may be set, which excludes polling.
    has_webhook: bool,
    /// Rounds in a row that failed.
    faults: u32,
}

impl Poller<'_> {
    async fn round(&mut self) -> Result<(), PollError> {
        if self.has_webhook {
            let drop_pending = false;
            self.client.delete_webhook(drop_pending).await?;
            self.has_webhook = false;
        }
        let updates = self.see(self.options.long_poll).await?;
        let Some(last) = updates.iter().map(|update| update.id).max() else {
            return Ok(());
        };
        let updates: Vec<RawUpdate> = updates
            .into_iter()
            .filter_map(|update| self.sort(Arrived::parse(update)))
            .collect();
        self.keep(&updates).await?;
        self.offset = last + 1;
        Ok(())
    }

    /// Hands a question before a payment on; any other update is to be stored.
    fn sort(&mut self, update: Arrived) -> Option<RawUpdate> {
        match update.question() {
            Some(question) => {
                self.checkouts.take(question);
                None
            }
            None => Some(update.into_raw()),
        }
    }

    async fn see(&self, patience: Duration) -> Result<Vec<UpdateText>, CallError> {
        self.client
            .get_updates_raw(self.offset, patience, BATCH)
            .await
    }

    /// Stores updates, and looks out for questions before a payment meanwhile.
    async fn keep(&mut self, updates: &[RawUpdate]) -> Result<(), Unavailable> {
        if updates.is_empty() {
            return Ok(());
        }
        let inbox = self.inbox;
        tokio::select! {
            stored = inbox.store(updates) => stored.map(drop),
            never = self.look_out() => match never {},
        }
    }

    async fn look_out(&mut self) -> Infallible {
        loop {
            tokio::time::sleep(LOOK_OUT_EVERY).await;
            match self.see(Duration::ZERO).await {
                Ok(updates) => {
                    let questions = updates
                        .into_iter()
                        .filter_map(|update| Arrived::parse(update).question());
                    questions.for_each(|question| self.checkouts.take(question));
                }
                Err(error) => tracing::debug!(%error, "checkouts cannot be looked for just now"),
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
        tracing::warn!(%error, faults = self.faults, "updates cannot be taken just now");
        match error {
            PollError::Telegram(CallError::RateLimited { retry_after }) => retry_after,
            PollError::Telegram(CallError::Api { code: 409, .. }) => {
                // Another poller, which will end, or a webhook, which must go.
                self.has_webhook = true;
                self.options.poll_backoff
            }
            // Asked for again soon: a question before a payment may be among them.
            PollError::Store(_) => LOOK_OUT_EVERY.min(self.options.poll_backoff),
            PollError::Telegram(_) => self.options.poll_backoff / 16 * (1 << doublings),
        }
    }
}
