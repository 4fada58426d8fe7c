//! Our payments beside Telegram's list, at the start and every day.

use std::sync::Arc;
use std::time::Duration;

use neurocards_core::use_cases::reconcile::{Reconcile, Reconciliation};
use tokio_util::sync::CancellationToken;

use crate::alarms::{alarm, note};
use crate::options::BotDeps;

/// The pause after a comparison that was broken off.
const AGAIN_AFTER: Duration = Duration::from_mins(5);
/// Differences that one message to the operators names.
const TOLD_MAX: usize = 10;

/// Compares until `shutdown`.
pub(crate) async fn run(deps: &BotDeps, shutdown: &CancellationToken) {
    let reconcile = Reconcile {
        payments: deps.stores.payments.clone(),
        provider: Arc::new(deps.client.clone()),
        clock: deps.clock.clone(),
        rules: deps.options.referral,
    };
    loop {
        let found = tokio::select! {
            () = shutdown.cancelled() => return,
            found = reconcile.run() => found,
        };
        let every = deps.options.reconcile_every;
        let pause = match found {
            Ok(found) => {
                tell(deps, &found).await;
                every
            }
            Err(error) => {
                tracing::warn!(%error, "payments were not compared with Telegram's list");
                every.min(AGAIN_AFTER)
            }
        };
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
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
    for difference in &found.differences {
        tracing::warn!(%difference, "payments differ from Telegram's list");
    }
    if found.differences.is_empty() {
        return;
    }
    let day = deps.clock.now().date_naive();
    note(alarm(deps, &format!("reconciliation:{day}"), &text(found)).await);
}

fn text(found: &Reconciliation) -> String {
    let told = found.differences.iter().take(TOLD_MAX);
    let lines = told.map(|difference| format!("\n- {difference}"));
    let rest = found.differences.len().saturating_sub(TOLD_MAX);
    let rest = match rest {
        0 => String::new(),
        rest => format!("\nand {rest} more, in the log"),
    };
    let lines: String = lines.collect();
    format!("Our payments differ from Telegram's list of Stars:{lines}{rest}")
}
