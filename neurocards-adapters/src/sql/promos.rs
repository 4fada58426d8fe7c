//! Promo codes, on a transaction.

use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::UserId;
use neurocards_core::money::gift::{NewPromo, Promo, PromoCode, PromoRefusal};
use neurocards_core::money::ledger::Written;
use neurocards_core::ports::{CreatePromoError, RedeemError};

use super::dialect::{self, ADAPTER, Tx};
use super::{acts, ledger, locks};
use crate::database::Aborted;
use crate::rows::{MetPromoRow, Moment, NewAct};

type Redeeming<T> = Result<T, Aborted<RedeemError>>;

/// Creates a promo code, and the act of it.
pub(super) async fn create(tx: &mut Tx, promo: &NewPromo) -> Result<(), Aborted<CreatePromoError>> {
    let checked = promo.check(dialect::moment(tx).await?.0);
    checked.map_err(|terms| Aborted::Refused(CreatePromoError::Terms(terms)))?;
    if !insert(tx, promo).await? {
        let exists = CreatePromoError::Exists(promo.code.clone());
        return Err(Aborted::Refused(exists));
    }
    Ok(acts::note(tx, &NewAct::promo_created(promo)).await?)
}

/// Whether the code was free.
async fn insert(tx: &mut Tx, promo: &NewPromo) -> Result<bool, sqlx::Error> {
    let inserted = sqlx::query(
        "-- promos.insert
        insert into promo_codes (code, credits, uses_max, expires_at, created_at)
        select $1, $2, $3, $4, coalesce($5, current_timestamp)
        where not exists (select 1 from promo_codes where code = $1)
        on conflict (code) do nothing",
    )
    .bind(promo.code.as_str())
    .bind(promo.credits.get())
    .bind(i64::from(promo.uses_max))
    .bind(Moment(promo.expires_at))
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(inserted.rows_affected() > 0)
}

/// Ends a promo code, and writes the act of it; `false` if it does not run.
pub(super) async fn end(
    tx: &mut Tx,
    code: &PromoCode,
    reason: &Reason,
    by: &Actor,
) -> Result<bool, sqlx::Error> {
    let ended = sqlx::query(
        "-- promos.end
        update promo_codes set ended_at = coalesce($2, current_timestamp)
        where code = $1 and ended_at is null and expires_at > coalesce($2, current_timestamp)",
    )
    .bind(code.as_str())
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    if ended.rows_affected() == 0 {
        return Ok(false);
    }
    acts::note(tx, &NewAct::promo_ended(code, reason, by)).await?;
    Ok(true)
}

/// Gives a user what a code is worth.
pub(super) async fn redeem(tx: &mut Tx, user: UserId, code: &PromoCode) -> Redeeming<Promo> {
    ledger::open_account(tx, user).await?;
    locks::promo(tx, code).await?;
    let promo = meet(tx, user, code).await?;
    let written = ledger::grant(tx, &promo.gift(user)).await;
    let written =
        written.map_err(|aborted| aborted.map(|error| RedeemError::of_ledger(ADAPTER, error)))?;
    if written == Written::Existing {
        return Err(Aborted::Refused(PromoRefusal::Redeemed.into()));
    }
    let promo = Promo {
        uses: promo.uses + 1,
        ..promo
    };
    count(tx, user, &promo).await?;
    Ok(promo)
}

/// A code that gives the user something.
async fn meet(tx: &mut Tx, user: UserId, code: &PromoCode) -> Redeeming<Promo> {
    let met = sqlx::query_as::<_, MetPromoRow>(
        "-- promos.meet
        select promo_facts.*, coalesce($3, current_timestamp) as now,
            exists (
                select 1 from promo_redemptions
                where promo_redemptions.code = $1 and user_id = $2
            ) as redeemed
        from promo_facts where promo_facts.code = $1",
    )
    .bind(code.as_str())
    .bind(user.0)
    .bind(tx.now)
    .fetch_optional(&mut *tx.db)
    .await?;
    let Some(met) = met else {
        return Err(Aborted::Refused(PromoRefusal::Unknown.into()));
    };
    let promo = Promo::try_from(met.promo)?;
    promo
        .check(met.redeemed, met.now.0)
        .map_err(|refusal| Aborted::Refused(refusal.into()))?;
    Ok(promo)
}

/// Writes the newest redemption of a code.
async fn count(tx: &mut Tx, user: UserId, promo: &Promo) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- promos.count
        insert into promo_redemptions (code, no, user_id, redeemed_at)
        values ($1, $2, $3, coalesce($4, current_timestamp))",
    )
    .bind(promo.code.as_str())
    .bind(i64::from(promo.uses))
    .bind(user.0)
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}
