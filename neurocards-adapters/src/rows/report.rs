use chrono::{DateTime, Utc};
use neurocards_core::ids::ModelId;
use neurocards_core::money::provider_credits::ProviderCredits;
use neurocards_core::money::report::{ModelSpend, MoneyReport};

use super::unreadable;

/// Sums over the entries of a span of time.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct EntrySums {
    sold: i64,
    granted: i64,
    held: i64,
    captured: i64,
    refunded: i64,
    charged_back: i64,
}

/// Sums over the payments of a span of time.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct PaymentSums {
    stars_received: i64,
    stars_refunded: i64,
    kopecks_received: i64,
    kopecks_refunded: i64,
}

/// Sums over the attempts of one model in a span of time.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct SpendRow {
    model: String,
    attempts: i64,
    unpriced: i64,
    spent: i64,
}

impl TryFrom<SpendRow> for ModelSpend {
    type Error = sqlx::Error;

    fn try_from(row: SpendRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            model: ModelId(row.model),
            attempts: u32::try_from(row.attempts).map_err(unreadable)?,
            unpriced: u32::try_from(row.unpriced).map_err(unreadable)?,
            provider_credits: ProviderCredits::from_thousandths(row.spent)
                .unwrap_or(ProviderCredits::MAX),
        })
    }
}

/// The report of a span of time.
pub(crate) fn report(
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    entries: &EntrySums,
    payments: &PaymentSums,
    spends: Vec<SpendRow>,
) -> Result<MoneyReport, sqlx::Error> {
    let spent = spends.into_iter().map(ModelSpend::try_from);
    let mut spent = spent.collect::<Result<Vec<_>, _>>()?;
    spent.sort_by(|one, other| one.model.0.cmp(&other.model.0));
    Ok(MoneyReport {
        from,
        until,
        sold: entries.sold,
        granted: entries.granted,
        held: entries.held,
        captured: entries.captured,
        refunded: entries.refunded,
        charged_back: entries.charged_back,
        stars_received: payments.stars_received,
        stars_refunded: payments.stars_refunded,
        kopecks_received: payments.kopecks_received,
        kopecks_refunded: payments.kopecks_refunded,
        spent,
    })
}
