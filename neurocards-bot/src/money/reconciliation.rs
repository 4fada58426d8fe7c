//! Our payments beside Telegram's list, at the start and every day.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use neurocards_adapters::shutdown::Shutdown;
use neurocards_adapters::telegram::client::TelegramClient;
use neurocards_core::chat::alarm::{Alarm, AlarmKind};
use neurocards_core::ports::Unavailable;
use neurocards_core::use_cases::reconcile::{BrokenOff, Reading, Reconcile, Reconciliation};

use crate::deps::BotDeps;
use crate::money::alarms::{booked, differs, note, of_difference, uncompared};
use crate::money::differences::DifferenceWords;

/// How much later than usual the end of a comparison may be before operators are told.
const OVERDUE_AFTER: Duration = Duration::from_hours(24);
/// The pause after a comparison that was broken off.
const AGAIN_AFTER: Duration = Duration::from_mins(5);
/// Differences that operators are told one by one.
const TOLD_MAX: usize = 30;
/// What the alarm about the others is about.
const MORE: &str = "more";

/// Compares until `shutdown`. A comparison that is broken off goes on where it was.
pub(crate) async fn run(deps: &BotDeps, shutdown: &Shutdown) {
    let reconcile = Reconcile {
        payments: deps.stores.payments.clone(),
        provider: Arc::new(deps.client.clone()),
        clock: deps.clock.clone(),
        rules: deps.options.referral,
        given_back: TelegramClient::given_back(),
    };
    let (mut reading, started) = (Reading::default(), deps.clock.now());
    loop {
        let comparing = reconcile.go_on(&mut reading);
        let Some(found) = shutdown.unless_stopping(comparing).await else {
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
                note(tell_if_overdue(deps, started, &error.to_string()).await);
                every.min(AGAIN_AFTER)
            }
        };
        let pause = tokio::time::sleep(pause);
        if shutdown.unless_stopping(pause).await.is_none() {
            return;
        }
    }
}

/// Once a day while no comparison comes to its end.
async fn tell_if_overdue(
    deps: &BotDeps,
    started: DateTime<Utc>,
    error: &str,
) -> Result<(), Unavailable> {
    let list = deps.stores.payments.star_list().await?;
    let ended = list.read_at.unwrap_or(started);
    let late = (deps.clock.now() - ended).to_std().unwrap_or_default();
    if late > deps.options.reconcile_every + OVERDUE_AFTER {
        uncompared(deps, late, error).await?;
    }
    Ok(())
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
    alarms.end(AlarmKind::PaymentsUncompared.as_str()).await?;
    for kind in [AlarmKind::PaymentDiffers, AlarmKind::RefundWaits] {
        alarms.end_others(kind, &seen).await?;
    }
    Ok(())
}
