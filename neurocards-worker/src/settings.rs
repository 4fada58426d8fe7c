//! The worker's settings, read from the environment.

use std::time::Duration;

use neurocards_adapters::settings::{Settings, SettingsError};
use neurocards_core::ids::ChatId;
use neurocards_core::work::policy::{Backoff, Policy};

use crate::options::WorkerOptions;

/// The longest pause of a deferred delivery.
const DELIVERY_RETRY_CAP: Duration = Duration::from_secs(15);

impl WorkerOptions {
    /// Reads the options of a process with this name. Contradictions are refused: a heartbeat
    /// slower than a quarter of the lease, or a delivery's lease shorter than its send.
    pub fn read(settings: &Settings, name: String) -> Result<Self, SettingsError> {
        let options = Self {
            concurrency: number(settings, "WORKER_CONCURRENCY", 1_000)?,
            deliveries: number(settings, "DELIVERY_CONCURRENCY", 100)?,
            poll_every: settings.secs("POLL_SECS")?,
            lease_for: settings.secs("LEASE_SECS")?,
            heartbeat_every: settings.secs("HEARTBEAT_SECS")?,
            drain_for: settings.secs("DRAIN_SECS")?,
            card_pause: settings.secs("CARD_PAUSE_SECS")?,
            delivery_backoff: Backoff {
                first: settings.secs("DELIVERY_RETRY_BASE_SECS")?,
                most: DELIVERY_RETRY_CAP,
            },
            policy: policy(settings)?,
            admins: settings
                .list::<i64>("ADMIN_IDS")?
                .into_iter()
                .map(ChatId)
                .collect(),
            ..Self::named(name)
        };
        SettingsError::all([
            options.check_heartbeat(),
            check_window(settings, options.policy.reconcile_window),
        ])?;
        Ok(options)
    }

    fn check_heartbeat(&self) -> Result<(), SettingsError> {
        if self.heartbeat_every * 4 <= self.lease_for {
            return Ok(());
        }
        let most = self.lease_for.as_secs_f64() / 4.0;
        Err(SettingsError::Conflict {
            name: "HEARTBEAT_SECS",
            why: format!("with this LEASE_SECS it must be at most {most}"),
        })
    }
}

/// An attempt whose answer may still come is not lost yet: another one would be paid twice.
fn check_window(settings: &Settings, window: Duration) -> Result<(), SettingsError> {
    let answer = settings.secs("KIE_SUBMIT_TIMEOUT_SECS")?;
    if window <= answer {
        let why = format!(
            "it must be more than KIE_SUBMIT_TIMEOUT_SECS, {}",
            answer.as_secs_f64()
        );
        return Err(SettingsError::Conflict {
            name: "RECONCILE_WINDOW_SECS",
            why,
        });
    }
    Ok(())
}

fn number(settings: &Settings, name: &'static str, most: u64) -> Result<usize, SettingsError> {
    let number = settings.number(name, 1, most)?;
    usize::try_from(number).map_err(|_| settings.malformed(name))
}

fn policy(settings: &Settings) -> Result<Policy, SettingsError> {
    Ok(Policy {
        temporary: Backoff {
            first: settings.secs("RETRY_BASE_SECS")?,
            most: settings.secs("RETRY_CAP_SECS")?,
        },
        rate_limit: Backoff {
            first: settings.secs("RATE_LIMIT_BASE_SECS")?,
            most: settings.secs("RATE_LIMIT_CAP_SECS")?,
        },
        billing_hold: settings.secs("BILLING_HOLD_SECS")?,
        poll_every: settings.secs("TASK_POLL_SECS")?,
        reconcile_window: settings.secs("RECONCILE_WINDOW_SECS")?,
        ..Policy::default()
    })
}

#[cfg(test)]
mod tests {
    use neurocards_adapters::settings::variables;

    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<WorkerOptions, SettingsError> {
        let find = |name: &str| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        };
        let settings = Settings::read(variables::all(), None, find)?;
        WorkerOptions::read(&settings, "test".to_owned())
    }

    #[test]
    fn the_defaults_of_the_table_are_the_defaults_of_the_code() {
        assert_eq!(read(&[]).unwrap(), WorkerOptions::named("test"));
    }

    #[test]
    fn a_heartbeat_that_could_miss_its_lease_is_refused() {
        let error = read(&[("LEASE_SECS", "2")]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "HEARTBEAT_SECS does not fit: with this LEASE_SECS it must be at most 0.5"
        );
    }

    #[test]
    fn a_window_in_which_the_answer_to_a_submit_may_still_come_is_refused() {
        let error = read(&[("RECONCILE_WINDOW_SECS", "180")]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "RECONCILE_WINDOW_SECS does not fit: it must be more than KIE_SUBMIT_TIMEOUT_SECS, 180"
        );
        read(&[("RECONCILE_WINDOW_SECS", "181")]).unwrap();
    }
}
