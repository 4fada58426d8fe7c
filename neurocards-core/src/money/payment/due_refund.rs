use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Currency, Payment};

/// A refund that was asked and has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueRefund {
    /// The payment; its credits are taken back.
    pub payment: Payment,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
}

impl DueRefund {
    /// How long Stars may be on their way until a person must look.
    pub const STARS_WITHIN: Duration = Duration::from_hours(1);
    /// How long people may take to give roubles back.
    pub const ROUBLES_WITHIN: Duration = Duration::from_hours(24);

    /// Whether a person must look.
    pub fn waits_too_long(&self, now: DateTime<Utc>) -> bool {
        let within = match self.payment.price.currency() {
            Currency::Stars => Self::STARS_WITHIN,
            Currency::Roubles => Self::ROUBLES_WITHIN,
        };
        let within = TimeDelta::from_std(within).unwrap_or(TimeDelta::MAX);
        now.signed_duration_since(self.asked_at) > within
    }
}
