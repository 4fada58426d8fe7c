//! The calendar of the fake: the machine's, unless a test fixes or moves it.

/// Gives Unix seconds. Expiry of updates, buttons and download links is judged by it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clock {
    fixed_at: Option<i64>,
    ahead_secs: i64,
}

impl Clock {
    /// A clock that stands still at `unix_secs` until it is moved.
    pub(crate) fn fixed(unix_secs: i64) -> Self {
        Self {
            fixed_at: Some(unix_secs),
            ahead_secs: 0,
        }
    }

    pub(crate) fn now(&self) -> i64 {
        self.fixed_at.unwrap_or_else(machine_time) + self.ahead_secs
    }

    /// Moves the clock forward; never back.
    pub(crate) fn advance(&mut self, secs: u64) {
        self.ahead_secs = self
            .ahead_secs
            .saturating_add(i64::try_from(secs).unwrap_or(i64::MAX));
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "stands in for Telegram's calendar, which is no part of the domain's time"
)]
fn machine_time() -> i64 {
    chrono::Utc::now().timestamp()
}
