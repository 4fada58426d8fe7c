use std::time::Duration;

use neurocards_core::work::policy::{Backoff, Policy};

/// What a test may want different from the usual bench.
#[derive(Debug, Clone)]
pub struct TestBenchOptions {
    /// Free credits of a new user.
    pub welcome_credits: u16,
    /// Whether KIE can call back.
    pub callbacks: bool,
    /// How long a claim of an update lasts: what a killed bot's updates wait for the next one.
    pub update_lease: Duration,
    /// How long the bot may take for the question before a payment.
    pub checkout_within: Duration,
    /// How long a claim of a job lasts: what a killed worker's jobs wait for the next one.
    pub job_lease: Duration,
    /// How jobs are run; its pauses are short here.
    pub policy: Policy,
    /// The time from order to refund when no video comes.
    pub job_deadline: Duration,
}

impl Default for TestBenchOptions {
    fn default() -> Self {
        let millis = Duration::from_millis;
        Self {
            welcome_credits: 6,
            callbacks: true,
            update_lease: Duration::from_secs(15),
            checkout_within: Duration::from_secs(6),
            job_lease: Duration::from_secs(30),
            policy: Policy {
                temporary: Backoff {
                    first: millis(40),
                    most: millis(160),
                },
                rate_limit: Backoff {
                    first: millis(60),
                    most: millis(240),
                },
                billing_hold: millis(300),
                poll_every: millis(60),
                reconcile_window: Duration::from_secs(30),
                ..Policy::default()
            },
            job_deadline: Duration::from_mins(4),
        }
    }
}

impl TestBenchOptions {
    /// For tests that kill workers: their jobs are soon another's.
    pub fn with_kills() -> Self {
        Self {
            job_lease: Duration::from_secs(5),
            ..Self::default()
        }
    }
}
