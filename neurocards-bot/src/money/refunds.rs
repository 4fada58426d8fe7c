//! Refunds that were asked, by users or operators: their Stars are given back.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use neurocards_adapters::shutdown::Shutdown;
use neurocards_core::chat::alarm::{Alarm, AlarmKind};
use neurocards_core::money::payment::DueRefund;
use neurocards_core::ports::PaymentProviderError;
use neurocards_core::use_cases::reconcile::Difference;
use neurocards_core::use_cases::refund_payments::{RefundPayments, RefundRound};

use crate::deps::BotDeps;
use crate::money::alarms::{gone, note};
use crate::money::differences::DifferenceWords;

/// Refunds of one round.
const BATCH: u16 = 20;
/// The longest pause while Telegram or the store does not answer.
const PAUSE_MAX: Duration = Duration::from_mins(1);

/// Gives Stars back until `shutdown`.
pub(crate) async fn run(deps: &BotDeps, shutdown: &Shutdown) {
    let refunds = RefundPayments {
        payments: deps.stores.payments.clone(),
        provider: Arc::new(deps.client.clone()),
    };
    let usual = deps.options.poll_every;
    let mut pause = usual;
    let mut after = 0;
    loop {
        let round = async {
            tokio::time::sleep(pause).await;
            refunds.round(after, BATCH).await
        };
        let Some(round) = shutdown.unless_stopping(round).await else {
            return;
        };
        pause = match round {
            Ok(round) => {
                after = round.next;
                let waits = !round.left.is_empty();
                tell(deps, round).await;
                if waits { longer(pause) } else { usual }
            }
            Err(error) => {
                tracing::warn!(%error, "refunds wait for the store");
                longer(pause)
            }
        };
    }
}

fn longer(pause: Duration) -> Duration {
    (pause * 2).min(PAUSE_MAX)
}

async fn tell(deps: &BotDeps, round: RefundRound) {
    let alarms = &*deps.stores.alarms;
    for charge in &round.done {
        tracing::info!(%charge, "a payment's Stars are given back");
        note(gone(alarms, AlarmKind::RefundWaits, charge).await);
    }
    for (charge, reason) in &round.refused {
        tracing::warn!(%charge, %reason, "Telegram refused a refund; the credits are given back");
        let text = format!(
            "Telegram refused to give the charge {charge} back ({reason}). The user has the credits again."
        );
        let refused = Alarm::about(AlarmKind::RefundRefused, charge, text);
        note(alarms.raise(&refused).await);
        note(gone(alarms, AlarmKind::RefundWaits, charge).await);
    }
    for (refund, error) in &round.left {
        let charge = &refund.payment.charge;
        tracing::warn!(%charge, %error, "a refund is not done; it is asked again");
        if let Some(text) = to_look_at(refund, error, deps.clock.now()) {
            let waits = Alarm::about(AlarmKind::RefundWaits, charge, text);
            note(alarms.raise(&waits).await);
        }
    }
}

/// What operators must know of a refund that waits: at once if only they can end that.
fn to_look_at(
    refund: &DueRefund,
    error: &PaymentProviderError,
    now: DateTime<Utc>,
) -> Option<String> {
    let waits = Difference::waits(refund);
    let waits = DifferenceWords(&waits);
    match error {
        PaymentProviderError::ShortOfStars(_) => Some(format!(
            "Money to look at: {waits}. Telegram says: {error}. It is done as soon as the bot has \
             earned enough Stars; you may pay an invoice of the bot yourself."
        )),
        _ if refund.waits_too_long(now) => Some(format!(
            "Money to look at: {waits}. Telegram says: {error}."
        )),
        _ => None,
    }
}
