//! How many new tasks an account may ask for in a while.

use std::collections::VecDeque;
use std::time::Duration;

use super::clock::millis;

/// So many in so long a time; what is more is refused, not queued.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rate {
    pub(crate) count: usize,
    pub(crate) within: Duration,
}

impl Default for Rate {
    /// 20 in 10 seconds, as KIE states for an account.
    fn default() -> Self {
        Self {
            count: 20,
            within: Duration::from_secs(10),
        }
    }
}

/// The accepted requests of one account, in the window that slides with time.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    accepted_ms: VecDeque<u64>,
}

impl Limiter {
    /// Whether one more is allowed at `now_ms`; counts it if so.
    pub(crate) fn admit(&mut self, rate: Rate, now_ms: u64) -> bool {
        let since = now_ms.saturating_sub(millis(rate.within));
        while self.accepted_ms.front().is_some_and(|at| *at <= since) {
            self.accepted_ms.pop_front();
        }
        let is_free = self.accepted_ms.len() < rate.count;
        if is_free {
            self.accepted_ms.push_back(now_ms);
        }
        is_free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_rate_is_that_of_kie() {
        let rate = Rate::default();
        assert_eq!((rate.count, rate.within), (20, Duration::from_secs(10)));
    }

    #[test]
    fn the_window_slides() {
        let mut limiter = Limiter::default();
        let rate = Rate {
            count: 2,
            within: Duration::from_secs(10),
        };
        assert!(limiter.admit(rate, 100_000));
        assert!(limiter.admit(rate, 105_000));
        assert!(!limiter.admit(rate, 109_999));
        assert!(limiter.admit(rate, 110_000));
        assert!(!limiter.admit(rate, 114_999));
        assert!(limiter.admit(rate, 115_000));
    }
}
