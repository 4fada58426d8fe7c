//! Our payments beside Telegram's list, at the start and every day.

use std::sync::Arc;
use std::time::Duration;

use neurocards_adapters::shutdown::Shutdown;
use neurocards_adapters::telegram::client::TelegramClient;
use neurocards_core::ports::Unavailable;
use neurocards_core::use_cases::reconcile::{BrokenOff, Reconcile, Reconciliation};

use crate::deps::BotDeps;
use crate::money::alarms::{alarm, differs, note};
use crate::money::differences::DifferenceWords;

/// The pause after a comparison that was broken off.
const AGAIN_AFTER: Duration = Duration::from_mins(5);
/// Differences that operators are told one by one.
const TOLD_MAX: usize = 30;

/// Compares until `shutdown`.
pub(crate) async fn run(deps: &BotDeps, shutdown: &Shutdown) {
    let reconcile = Reconcile {
        payments: deps.stores.payments.clone(),
        provider: Arc::new(deps.client.clone()),
        clock: deps.clock.clone(),
        rules: deps.options.referral,
        given_back: TelegramClient::given_back(),
    };
    loop {
        let Some(found) = shutdown.unless_stopping(reconcile.run()).await else {
            return;
        };
        let every = deps.options.reconcile_every;
        let pause = match found {
            Ok(found) => {
                tell(deps, &found).await;
                every
            }
            Err(BrokenOff { found, error }) => {
                tracing::warn!(%error, "payments were not compared with Telegram's list to the end");
                tell(deps, &found).await;
                every.min(AGAIN_AFTER)
            }
        };
        let pause = tokio::time::sleep(pause);
        if shutdown.unless_stopping(pause).await.is_none() {
            return;
        }
    }
}

async fn tell(deps: &BotDeps, found: &Reconciliation) {
    tracing::info!(
        compared = found.compared,
        booked = found.booked.len(),
        reversed = found.reversed.len(),
        differences = found.differences.len(),
        "payments were compared with Telegram's list"
    );
    let (told, rest) = found
        .differences
        .split_at(found.differences.len().min(TOLD_MAX));
    for difference in told {
        note(differs(deps, difference).await);
    }
    for difference in rest {
        let words = DifferenceWords(difference);
        tracing::warn!(difference = %words, "payments differ from Telegram's list");
    }
    if !rest.is_empty() {
        note(tell_how_many(deps, rest.len()).await);
    }
}

/// Once a day, and again when it is another number.
async fn tell_how_many(deps: &BotDeps, more: usize) -> Result<(), Unavailable> {
    let day = deps.clock.now().date_naive();
    let text = format!(
        "{more} more payments differ from Telegram's list. The log names them all, \
         and so does: neurocards-bot payment reconcile"
    );
    alarm(deps, &format!("more_differences:{day}:{more}"), &text).await
}
