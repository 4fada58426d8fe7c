//! Credits of the video provider: what a task took from our account there.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An amount of the provider's credits, kept in thousandths: 0 to [`ProviderCredits::MAX`].
///
/// Not our [`Credits`](crate::money::credits::Credits), which are whole: a provider may charge 11.7.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(try_from = "i64", into = "i64")]
pub struct ProviderCredits(i64);

/// Why something is no amount of provider credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "expected a decimal number of provider credits from 0 to {}",
    ProviderCredits::MAX
)]
pub struct ProviderCreditsError;

impl ProviderCredits {
    /// Nothing was taken.
    pub const ZERO: Self = Self(0);
    /// The most that one amount or one sum may be: a thousand million credits.
    pub const MAX: Self = Self(1_000_000_000_000);

    /// An amount from a number of thousandths.
    pub const fn from_thousandths(thousandths: i64) -> Result<Self, ProviderCreditsError> {
        if thousandths < 0 || thousandths > Self::MAX.0 {
            return Err(ProviderCreditsError);
        }
        Ok(Self(thousandths))
    }

    /// An amount from a float, by way of its shortest decimal text: `11.7` is 11.7.
    pub fn from_f64(credits: f64) -> Result<Self, ProviderCreditsError> {
        Self::parse(&credits.to_string())
    }

    /// An amount from digits with at most one point, to the nearest thousandth.
    pub fn parse(text: &str) -> Result<Self, ProviderCreditsError> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let thousandths = nearest(whole, fraction).ok_or(ProviderCreditsError)?;
        Self::from_thousandths(thousandths)
    }

    /// The amount in thousandths.
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// The sum, unless it passes [`ProviderCredits::MAX`].
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Self::from_thousandths(self.0 + other.0).ok()
    }
}

/// `whole.fraction` to the nearest thousandth; `None` unless both are digits.
fn nearest(whole: &str, fraction: &str) -> Option<i64> {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if fraction.is_empty() || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let digit = |place| fraction.as_bytes().get(place).map_or(0, |byte| byte - b'0');
    let rest = [(0, 100), (1, 10), (2, 1)].map(|(place, worth)| i64::from(digit(place)) * worth);
    let rounded_up = i64::from(digit(3) >= 5);
    let thousandths = whole.parse::<i64>().ok()?.checked_mul(1000)?;
    thousandths.checked_add(rest.iter().sum::<i64>() + rounded_up)
}

impl TryFrom<i64> for ProviderCredits {
    type Error = ProviderCreditsError;

    fn try_from(thousandths: i64) -> Result<Self, ProviderCreditsError> {
        Self::from_thousandths(thousandths)
    }
}

impl From<ProviderCredits> for i64 {
    fn from(credits: ProviderCredits) -> Self {
        credits.0
    }
}

impl fmt::Display for ProviderCredits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 1000, self.0 % 1000);
        if rest == 0 {
            return whole.fmt(f);
        }
        let fraction = format!("{rest:03}");
        write!(f, "{whole}.{}", fraction.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::*;

    fn thousandths(amount: i64) -> Result<ProviderCredits, ProviderCreditsError> {
        ProviderCredits::from_thousandths(amount)
    }

    #[test]
    fn a_float_is_the_decimal_it_shows() {
        for (float, amount) in [
            (0.0, 0),
            (70.0, 70_000),
            (12.5, 12_500),
            (11.7, 11_700),
            (5_916.25, 5_916_250),
            (0.1 + 0.2, 300),
            (58.499_999_999_999_99, 58_500),
            (1e9, 1_000_000_000_000),
            (1e-9, 0),
        ] {
            assert_eq!(
                ProviderCredits::from_f64(float),
                thousandths(amount),
                "{float}"
            );
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for float in [-0.5, f64::NAN, f64::INFINITY, 1_000_000_000.001, 1e30] {
            assert!(ProviderCredits::from_f64(float).is_err(), "{float}");
        }
        for text in [
            "", ".", ".5", "5.", "-1", "+1", "1e3", "1,5", "1.2.3", " 1", "١",
        ] {
            assert!(ProviderCredits::parse(text).is_err(), "{text}");
        }
        assert!(thousandths(-1).is_err() && thousandths(i64::MAX).is_err());
    }

    #[test]
    fn the_fourth_decimal_rounds() {
        for (text, amount) in [
            ("0.0004", 0),
            ("0.0005", 1),
            ("0.9995", 1_000),
            ("7", 7_000),
        ] {
            assert_eq!(ProviderCredits::parse(text), thousandths(amount), "{text}");
        }
    }

    #[test]
    fn an_amount_shows_no_zeros_behind_its_point() {
        for (amount, shown) in [(70_000, "70"), (12_500, "12.5"), (1_005, "1.005"), (0, "0")] {
            assert_eq!(thousandths(amount).unwrap().to_string(), shown);
        }
    }

    #[test]
    fn a_sum_never_passes_the_maximum() {
        let one = thousandths(1).unwrap();
        assert_eq!(ProviderCredits::MAX.checked_add(one), None);
        assert_eq!(one.checked_add(one), thousandths(2).ok());
    }

    proptest! {
        #[test]
        fn every_amount_is_read_back_from_its_text_and_its_float(
            amount in 0..=ProviderCredits::MAX.thousandths(),
        ) {
            let amount = thousandths(amount).unwrap();
            let text = amount.to_string();
            prop_assert_eq!(ProviderCredits::parse(&text), Ok(amount));
            let float = text.parse().unwrap();
            prop_assert_eq!(ProviderCredits::from_f64(float), Ok(amount));
        }
    }
}
