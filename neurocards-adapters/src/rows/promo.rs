use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::{Friends, Promo, PromoCode};

use super::{Moment, unreadable};

/// A row of the view `promo_facts`.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct PromoRow {
    #[sqlx(try_from = "String")]
    code: PromoCode,
    #[sqlx(try_from = "i64")]
    credits: Credits,
    uses_max: i32,
    uses: i32,
    expires_at: Moment,
    ended_at: Option<Moment>,
    created_at: Moment,
}

/// A promo code as one user meets it.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct MetPromoRow {
    #[sqlx(flatten)]
    pub(crate) promo: PromoRow,
    /// Whether the user has redeemed it.
    pub(crate) redeemed: bool,
    /// The store's time, by which its end is judged.
    pub(crate) now: Moment,
}

impl TryFrom<PromoRow> for Promo {
    type Error = sqlx::Error;

    fn try_from(row: PromoRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            code: row.code,
            credits: row.credits,
            uses_max: u32::try_from(row.uses_max).map_err(unreadable)?,
            uses: u32::try_from(row.uses).map_err(unreadable)?,
            expires_at: row.expires_at.0,
            ended_at: row.ended_at.map(|at| at.0),
            created_at: row.created_at.0,
        })
    }
}

/// How many friends came, and for how many of them there was a reward.
pub(crate) fn friends((came, rewarded): (i64, i64)) -> Result<Friends, sqlx::Error> {
    Ok(Friends {
        came: u32::try_from(came).map_err(unreadable)?,
        rewarded: u32::try_from(rewarded).map_err(unreadable)?,
    })
}
