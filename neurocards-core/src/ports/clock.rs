use chrono::{DateTime, Utc};

/// The time, as a parameter: tests move it by hand.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
pub trait Clock: Send + Sync {
    /// Now. MUST NOT go back by more than the adjustments of the clock behind it.
    fn now(&self) -> DateTime<Utc>;
}
