use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use sqlx::postgres::PgDatabaseError;

/// The shortest time between two renewals: a database that stays read-only costs no connections.
const PAUSE: Duration = Duration::from_secs(5);

/// When the connections of a pool were last found to be stale: those that are older are closed
/// before they are used again.
///
/// They are if the server became a replica, or if a migration changed what a prepared statement
/// answers. Either refuses a statement before it has written anything, so that it can be run again
/// on a fresh connection.
#[derive(Debug, Default)]
pub(super) struct Renewal {
    last: Mutex<Option<Instant>>,
}

impl Renewal {
    /// Whether a connection of this age is to be closed.
    pub(super) fn is_stale(&self, age: Duration) -> bool {
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.is_some_and(|last| age >= last.elapsed())
    }

    /// Whether what was begun at `begun` and ended with this error can be run again, on a fresh
    /// connection; if so, all others are closed.
    pub(super) fn renews(&self, begun: Instant, error: &sqlx::Error) -> bool {
        if !is_of_connection(error) {
            return false;
        }
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = *last
            && (last > begun || last.elapsed() < PAUSE)
        {
            return last > begun;
        }
        *last = Some(Instant::now());
        tracing::warn!(%error, "the connections to the database are stale and opened anew");
        true
    }
}

/// Whether another connection could do what this one refuses: 25006 on one to a server that became
/// a replica, 0A000 on one that prepared the statement before a migration
/// (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
fn is_of_connection(error: &sqlx::Error) -> bool {
    let refused = error.as_database_error();
    let refused = refused.and_then(|error| error.try_downcast_ref::<PgDatabaseError>());
    refused.is_some_and(|refused| match refused.code() {
        "25006" => true,
        "0A000" => refused.routine() == Some("RevalidateCachedQuery"),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_connections_from_before_a_renewal_are_stale() {
        let renewal = Renewal::default();
        assert!(!renewal.is_stale(Duration::from_hours(1)));
        *renewal.last.lock().unwrap() = Some(Instant::now());
        assert!(renewal.is_stale(Duration::from_hours(1)));
        assert!(!renewal.is_stale(Duration::ZERO));
    }
}
