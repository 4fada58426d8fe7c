//! What a span of time brought and cost, for operators.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::Serialize;
use thiserror::Error;

use crate::ids::ModelId;
use crate::money::provider_credits::ProviderCredits;

/// Sums over all entries, payments and attempts of a span of time. Sums of credits may pass
/// [`Credits::MAX`](crate::money::credits::Credits::MAX), hence plain numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MoneyReport {
    /// The first instant of the span.
    pub from: DateTime<Utc>,
    /// The first instant after it.
    pub until: DateTime<Utc>,
    /// Credits that were bought with money.
    pub sold: i64,
    /// Credits given for free.
    pub granted: i64,
    /// Credits set aside for new jobs.
    pub held: i64,
    /// Credits earned with videos.
    pub captured: i64,
    /// Credits given back for jobs without a video.
    pub refunded: i64,
    /// Credits taken back with their payment, or because a gift was a mistake.
    pub charged_back: i64,
    /// Stars that users paid.
    pub stars_received: i64,
    /// Stars given back.
    pub stars_refunded: i64,
    /// Kopecks that users paid.
    pub kopecks_received: i64,
    /// Kopecks given back.
    pub kopecks_refunded: i64,
    /// What the video provider took, by model.
    pub spent: Vec<ModelSpend>,
}

/// What one model cost in a span of time, by the time its attempts began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ModelSpend {
    /// The model that made the videos.
    pub model: ModelId,
    /// Attempts with a task.
    pub attempts: u32,
    /// Of those, attempts whose price the provider did not tell.
    pub unpriced: u32,
    /// Credits of the provider, where it told.
    #[serde(rename = "provider_credits_thousandths")]
    pub provider_credits: ProviderCredits,
}

/// US dollars, in millionths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Usd(pub i64);

/// Why a text is no amount of dollars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected dollars with at most 6 decimals, as 0.013")]
pub struct UsdError;

impl Usd {
    /// Cents, rounded towards zero.
    pub const fn cents(self) -> i64 {
        self.0 / 10_000
    }
}

/// `$4.55`, rounded towards zero.
impl fmt::Display for Usd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cents = self.cents();
        let sign = if cents < 0 { "-" } else { "" };
        let cents = cents.unsigned_abs();
        write!(f, "{sign}${}.{:02}", cents / 100, cents % 100)
    }
}

impl FromStr for Usd {
    type Err = UsdError;

    /// Reads `0.013`: not negative, at most 1,000,000.
    fn from_str(text: &str) -> Result<Self, UsdError> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(decimals) || decimals.len() > 6 {
            return Err(UsdError);
        }
        let millionths: i64 = format!("{whole}{decimals:0<6}")
            .parse()
            .map_err(|_| UsdError)?;
        if millionths > 1_000_000_000_000 {
            return Err(UsdError);
        }
        Ok(Self(millionths))
    }
}

/// What units of money are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// One Star, as it is paid out.
    pub star: Usd,
    /// One rouble; `None` leaves roubles out of the margin.
    pub rouble: Option<Usd>,
    /// One credit of the video provider.
    pub provider_credit: Usd,
}

/// What is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Margin {
    /// Money received less money given back.
    #[serde(rename = "revenue_usd_millionths")]
    pub revenue: Usd,
    /// What the video provider took, where it told.
    #[serde(rename = "cost_usd_millionths")]
    pub cost: Usd,
    /// Revenue less cost.
    #[serde(rename = "margin_usd_millionths")]
    pub margin: Usd,
    /// Whether there were roubles and no rate for them: they are not in the revenue.
    pub roubles_left_out: bool,
}

impl MoneyReport {
    /// The margin at these rates.
    pub fn margin(&self, rates: &Rates) -> Margin {
        let stars = self.stars_received - self.stars_refunded;
        let kopecks = self.kopecks_received - self.kopecks_refunded;
        let spent = self.spent.iter();
        let thousandths: i64 = spent
            .map(|model| model.provider_credits.thousandths())
            .sum();
        let rouble = rates.rouble.unwrap_or_default();
        let revenue = worth(stars, rates.star) + worth(kopecks, rouble) / 100;
        let cost = worth(thousandths, rates.provider_credit) / 1_000;
        Margin {
            revenue: Usd(revenue),
            cost: Usd(cost),
            margin: Usd(revenue - cost),
            roubles_left_out: kopecks != 0 && rates.rouble.is_none(),
        }
    }
}

fn worth(units: i64, rate: Usd) -> i64 {
    units.saturating_mul(rate.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_margin_is_what_came_less_what_went() {
        let report = MoneyReport {
            from: DateTime::UNIX_EPOCH,
            until: DateTime::UNIX_EPOCH,
            sold: 15,
            granted: 2,
            held: 3,
            captured: 2,
            refunded: 1,
            charged_back: 5,
            stars_received: 550,
            stars_refunded: 200,
            kopecks_received: 39_000,
            kopecks_refunded: 0,
            spent: vec![ModelSpend {
                model: ModelId("m".to_owned()),
                attempts: 2,
                unpriced: 0,
                provider_credits: ProviderCredits::from_thousandths(70_500).unwrap(),
            }],
        };
        let rates = Rates {
            star: Usd(13_000),
            rouble: Some(Usd(11_000)),
            provider_credit: Usd(5_000),
        };
        let margin = report.margin(&rates);
        assert_eq!(margin.revenue, Usd(350 * 13_000 + 390 * 11_000));
        assert_eq!(margin.cost, Usd(352_500));
        assert_eq!(margin.margin, Usd(margin.revenue.0 - margin.cost.0));
        assert!(!margin.roubles_left_out);
        let unrated = Rates {
            rouble: None,
            ..rates
        };
        assert!(report.margin(&unrated).roubles_left_out);
    }

    #[test]
    fn dollars_are_read_and_shown_without_floats() {
        assert_eq!("0.013".parse(), Ok(Usd(13_000)));
        assert_eq!("1".parse(), Ok(Usd(1_000_000)));
        for bad in ["", ".5", "-1", "1e3", "0.0000001", "1000001", "1.2.3"] {
            assert_eq!(bad.parse::<Usd>(), Err(UsdError), "{bad}");
        }
        assert_eq!(Usd(4_559_999).to_string(), "$4.55");
        assert_eq!(Usd(-70_000).to_string(), "-$0.07");
    }
}
