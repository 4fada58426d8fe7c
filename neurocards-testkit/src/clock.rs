//! A clock that stands still until a test moves it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use neurocards_core::ports::Clock;

/// A clock moved by hand. It starts at [`HandClock::START_SECS`].
#[derive(Debug)]
pub struct HandClock {
    now: Mutex<DateTime<Utc>>,
}

impl HandClock {
    /// Where every hand-moved clock starts, in seconds since 1970: 2026-01-05T09:20:00Z.
    pub const START_SECS: i64 = 1_767_604_800;

    /// A clock at its start.
    pub fn new() -> Arc<Self> {
        let start = DateTime::from_timestamp(Self::START_SECS, 0).unwrap_or_default();
        Self::at(start)
    }

    /// A clock at `now`.
    pub fn at(now: DateTime<Utc>) -> Arc<Self> {
        Arc::new(Self {
            now: Mutex::new(now),
        })
    }

    /// Moves time on. Stores keep whole microseconds: finer steps may be lost in them.
    pub fn advance(&self, by: Duration) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now += by;
    }
}

impl Clock for HandClock {
    fn now(&self) -> DateTime<Utc> {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_stands_still_until_it_is_moved() {
        let clock = HandClock::new();
        let start = clock.now();
        assert_eq!(clock.now(), start);
        clock.advance(Duration::from_mins(2));
        assert_eq!((clock.now() - start).num_seconds(), 120);
    }
}
