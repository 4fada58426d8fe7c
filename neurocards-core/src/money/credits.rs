//! Credits: the unit of money here, whole and never negative.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An amount of credits, 0 to [`Credits::MAX`].
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(try_from = "i64", into = "i64")]
pub struct Credits(i64);

/// Why a number is no amount of credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{0} is no amount of credits: expected 0 to {max}", max = Credits::MAX.get())]
pub struct CreditsError(pub i64);

impl Credits {
    /// Nothing: the balance of a new user.
    pub const ZERO: Self = Self(0);
    /// The most that one amount or one balance may be.
    pub const MAX: Self = Self(1_000_000_000);

    /// An amount from a number.
    pub const fn new(amount: i64) -> Result<Self, CreditsError> {
        if amount < 0 || amount > Self::MAX.0 {
            return Err(CreditsError(amount));
        }
        Ok(Self(amount))
    }

    /// A small amount, which always fits.
    pub const fn small(amount: u16) -> Self {
        Self(amount as i64)
    }

    /// The amount as a number.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Whether there is nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum, unless it passes [`Credits::MAX`].
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Self::new(self.0 + other.0).ok()
    }

    /// The difference, unless it is negative.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        Self::new(self.0 - other.0).ok()
    }

    /// `self` taken `times`, unless it passes [`Credits::MAX`].
    pub fn checked_mul(self, times: u8) -> Option<Self> {
        Self::new(self.0.checked_mul(i64::from(times))?).ok()
    }
}

impl TryFrom<i64> for Credits {
    type Error = CreditsError;

    fn try_from(amount: i64) -> Result<Self, CreditsError> {
        Self::new(amount)
    }
}

impl From<Credits> for i64 {
    fn from(credits: Credits) -> Self {
        credits.0
    }
}

impl fmt::Display for Credits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_never_negative_and_never_overflows() {
        assert_eq!(Credits::new(-1), Err(CreditsError(-1)));
        assert_eq!(Credits::new(i64::MAX), Err(CreditsError(i64::MAX)));
        assert_eq!(Credits::MAX.checked_add(Credits::small(1)), None);
        assert_eq!(Credits::ZERO.checked_sub(Credits::small(1)), None);
        assert_eq!(Credits::MAX.checked_mul(2), None);
        assert_eq!(Credits::small(3).checked_mul(5), Some(Credits::small(15)));
    }
}
