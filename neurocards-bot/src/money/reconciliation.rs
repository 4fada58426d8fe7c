//! Our payments beside Telegram's list, at the start and every day.

use std::sync::Arc;
use std::time::Duration;

use neurocards_adapters::shutdown::Shutdown;
use neurocards_adapters::telegram::client::TelegramClient;
use neurocards_core::chat::alarm::{Alarm, AlarmKind};
use neurocards_core::ports::Unavailable;
use neurocards_core::use_cases::reconcile::{BrokenOff, Reconcile, Reconciliation};

use crate::deps::BotDeps;
use crate::money::alarms::{booked, differs, note, of_difference};
use crate::money::differences::DifferenceWords;

/// The pause after a comparison that was broken off.
const AGAIN_AFTER: Duration = Duration::from_mins(5);
/// Differences that operators are told one by one.
const TOLD_MAX: usize = 30;
/// What the alarm about the others is about.
const MORE: &str = "more";

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
                note(end_what_is_gone(deps, &found).await);
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

async fn tell_how_many(deps: &BotDeps, more: usize) -> Result<(), Unavailable> {
    let text = format!(
        "{more} more payments differ from Telegram's list. The log names them all, \
         and so does: neurocards-bot payment reconcile"
    );
    let alarm = Alarm::about(AlarmKind::PaymentDiffers, MORE, text);
    deps.stores.alarms.raise(&alarm).await
}

/// After a whole comparison: what was told before and is not found any more is all well again.
async fn end_what_is_gone(deps: &BotDeps, found: &Reconciliation) -> Result<(), Unavailable> {
    let alarms = &deps.stores.alarms;
    for payment in &found.booked {
        booked(deps, &payment.charge).await?;
    }
    let found = found.differences.iter();
    let mut seen: Vec<_> = found.map(|it| of_difference(it).key()).collect();
    if seen.len() > TOLD_MAX {
        seen.push(Alarm::about(AlarmKind::PaymentDiffers, MORE, "").key());
    }
    for kind in [AlarmKind::PaymentDiffers, AlarmKind::RefundWaits] {
        alarms.end_others(kind, &seen).await?;
    }
    Ok(())
}
