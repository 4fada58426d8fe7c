//! The calendar of the fake: the machine's, unless a test moves it forward.

use std::time::Duration;

/// Gives Unix time in milliseconds. The age of uploads and results is judged by it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clock {
    ahead: Duration,
}

impl Clock {
    pub(crate) fn now_ms(&self) -> u64 {
        machine_ms().saturating_add(millis(self.ahead))
    }

    /// Moves the calendar forward; never back.
    pub(crate) fn advance(&mut self, by: Duration) {
        self.ahead = self.ahead.saturating_add(by);
    }
}

/// A span in whole milliseconds.
pub(crate) fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

#[expect(
    clippy::disallowed_methods,
    reason = "stands in for KIE's calendar, which is no part of the domain's time"
)]
fn machine_ms() -> u64 {
    u64::try_from(chrono::Utc::now().timestamp_millis()).unwrap_or(0)
}
