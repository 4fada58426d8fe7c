use async_trait::async_trait;
use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::UserId;
use neurocards_core::money::gift::{Friends, NewPromo, Promo, PromoCode};
use neurocards_core::page::Page;
use neurocards_core::ports::{CreatePromoError, Gifts, RedeemError, Unavailable};

use super::dialect::Store;
use super::promos;
use crate::rows::{PromoRow, friends};

#[async_trait]
impl Gifts for Store {
    async fn create_promo(&self, promo: &NewPromo) -> Result<(), CreatePromoError> {
        self.write(|mut tx| async move {
            promos::create(&mut tx, promo).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn end_promo(
        &self,
        code: &PromoCode,
        reason: &Reason,
        by: &Actor,
    ) -> Result<bool, Unavailable> {
        self.write(|mut tx| async move {
            let ended = promos::end(&mut tx, code, reason, by).await?;
            tx.commit().await?;
            Ok(ended)
        })
        .await
    }

    async fn promo(&self, code: &PromoCode) -> Result<Option<Promo>, Unavailable> {
        self.bounded(async {
            let row = sqlx::query_as::<_, PromoRow>(
                "-- gifts.promo
                select * from promo_facts where code = $1",
            )
            .bind(code.as_str())
            .fetch_optional(self.readers())
            .await?;
            Ok(row.map(Promo::try_from).transpose()?)
        })
        .await
    }

    async fn promos(&self, page: Page) -> Result<Vec<Promo>, Unavailable> {
        self.bounded(async {
            // The bound keeps the plan on the index.
            let rows = sqlx::query_as::<_, PromoRow>(
                "-- gifts.promos
                select * from promo_facts where seq > 0 order by seq desc limit $1 offset $2",
            )
            .bind(i32::from(page.limit))
            .bind(i64::from(page.offset))
            .fetch_all(self.readers())
            .await?;
            let promos = rows.into_iter().map(Promo::try_from);
            Ok(promos.collect::<Result<_, _>>()?)
        })
        .await
    }

    async fn redeem(&self, user: UserId, code: &PromoCode) -> Result<Promo, RedeemError> {
        self.write(|mut tx| async move {
            let promo = promos::redeem(&mut tx, user, code).await?;
            tx.commit().await?;
            Ok(promo)
        })
        .await
    }

    async fn friends(&self, user: UserId) -> Result<Friends, Unavailable> {
        self.bounded(async {
            let counted = sqlx::query_as::<_, (i64, i64)>(
                "-- gifts.friends
                select count(*), count(rewarded_at) from referrals where referrer = $1",
            )
            .bind(user.0)
            .fetch_one(self.readers())
            .await?;
            Ok(friends(counted)?)
        })
        .await
    }
}
