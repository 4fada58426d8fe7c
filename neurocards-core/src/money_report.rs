//! What a span of time brought and cost, for operators.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::catalogue::ModelId;
use crate::provider_credits::ProviderCredits;

/// Sums over all entries, payments and attempts of a span of time. Sums of credits may pass
/// [`Credits::MAX`](crate::credits::Credits::MAX), hence plain numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MoneyReport {
    /// The first instant of the span.
    pub from: DateTime<Utc>,
    /// The first instant after it.
    pub until: DateTime<Utc>,
    /// Credits bought.
    pub sold: i64,
    /// Credits given for free.
    pub granted: i64,
    /// Credits set aside for new jobs.
    pub held: i64,
    /// Credits earned with videos.
    pub captured: i64,
    /// Credits given back for jobs without a video.
    pub refunded: i64,
    /// Credits taken back with their payment.
    pub charged_back: i64,
    /// Stars received.
    pub stars_received: i64,
    /// Stars given back.
    pub stars_refunded: i64,
    /// Kopecks received.
    pub kopecks_received: i64,
    /// Kopecks given back.
    pub kopecks_refunded: i64,
    /// What the video provider took, by model.
    pub spent: Vec<ModelSpend>,
}

/// What one model cost in a span of time, by the time its attempts began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ModelSpend {
    /// The model.
    pub model: ModelId,
    /// Attempts with a task.
    pub attempts: u32,
    /// Of those, attempts whose price the provider did not tell.
    pub unpriced: u32,
    /// Credits of the provider, where it told.
    pub provider_credits: ProviderCredits,
}

/// What units of money are worth, in millionths of a US dollar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// One Star, as it is paid out.
    pub star: i64,
    /// One rouble; `None` leaves roubles out of the margin.
    pub rouble: Option<i64>,
    /// One credit of the video provider.
    pub provider_credit: i64,
}

/// What is left, in millionths of a US dollar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Margin {
    /// Money received less money given back.
    pub revenue: i64,
    /// What the video provider took.
    pub cost: i64,
    /// Revenue less cost.
    pub margin: i64,
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
        let revenue = worth(stars, rates.star) + worth(kopecks, rates.rouble.unwrap_or(0)) / 100;
        let cost = worth(thousandths, rates.provider_credit) / 1_000;
        Margin {
            revenue,
            cost,
            margin: revenue - cost,
            roubles_left_out: kopecks != 0 && rates.rouble.is_none(),
        }
    }
}

fn worth(units: i64, rate: i64) -> i64 {
    units.saturating_mul(rate)
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
            star: 13_000,
            rouble: Some(11_000),
            provider_credit: 5_000,
        };
        let margin = report.margin(&rates);
        assert_eq!(margin.revenue, 350 * 13_000 + 390 * 11_000);
        assert_eq!(margin.cost, 352_500);
        assert_eq!(margin.margin, margin.revenue - margin.cost);
        assert!(!margin.roubles_left_out);
        let unrated = Rates {
            rouble: None,
            ..rates
        };
        assert!(report.margin(&unrated).roubles_left_out);
    }
}
