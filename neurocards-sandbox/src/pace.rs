//! The sandbox's numbers: those of production, shortened to what a person likes to watch.

use std::time::Duration;

use neurocards_adapters::telegram::client::{Deadlines, RoubleProvider};
use neurocards_bot::BotOptions;
use neurocards_bot::conversation::Links;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::payment::Packs;
use neurocards_core::work::policy::{Backoff, Policy};
use neurocards_fakes::kie::Plan;
use neurocards_worker::WorkerOptions;

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// Enough for the largest order and another try.
const WELCOME_CREDITS: u16 = 10;
/// How long a job may take; a whole order with every fault takes far less, unless the machine is
/// slow: it renders the videos itself.
const JOB_DEADLINE: Duration = Duration::from_mins(5);

/// How long the text model may take for one prompt.
pub(crate) const PROMPT_WITHIN: Duration = Duration::from_secs(10);

/// How the video model works on a task: long enough to be seen, and the time of rendering.
pub(crate) fn render() -> Plan {
    Plan::lasting(millis(1_500))
}

/// The provider of roubles that this Telegram knows.
pub(crate) const PROVIDER_TOKEN: &str = "381764678:TEST:sandbox";

/// How the bot runs here.
pub(crate) fn bot(links: Links, packs: Packs) -> BotOptions {
    BotOptions {
        welcome_credits: Credits::small(WELCOME_CREDITS),
        job_deadline: JOB_DEADLINE,
        packs,
        roubles: Some(RoubleProvider {
            token: PROVIDER_TOKEN.into(),
            vat_code: 1,
        }),
        poll_every: millis(300),
        poll_backoff: millis(500),
        drain_for: millis(3_000),
        ..BotOptions::named("bot", links).leased_for(millis(180_000))
    }
}

/// How worker number `no` of this sandbox runs.
pub(crate) fn worker(no: u32) -> WorkerOptions {
    WorkerOptions {
        poll_every: millis(250),
        lease_for: millis(3_000),
        heartbeat_every: millis(600),
        drain_for: millis(3_000),
        card_pause: millis(500),
        delivery_backoff: Backoff {
            first: millis(500),
            most: millis(4_000),
        },
        policy: policy(),
        ..WorkerOptions::named(format!("worker-{no}"))
    }
}

/// How long calls to the stand-in for Telegram may take.
pub(crate) fn telegram() -> Deadlines {
    Deadlines {
        short: millis(5_000),
        transfer: millis(20_000),
        ..Deadlines::default()
    }
}

fn policy() -> Policy {
    Policy {
        temporary: Backoff {
            first: millis(1_000),
            most: millis(4_000),
        },
        rate_limit: Backoff {
            first: millis(1_500),
            most: millis(6_000),
        },
        billing_hold: millis(5_000),
        poll_every: millis(300),
        reconcile_window: millis(180_000),
        visible_within: millis(3_000),
        recovers_within: millis(1_000),
        ..Policy::default()
    }
}
