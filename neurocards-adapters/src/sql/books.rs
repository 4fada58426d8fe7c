use async_trait::async_trait;
use chrono::{DateTime, Utc};
use neurocards_core::money::act::Act;
use neurocards_core::money::report::MoneyReport;
use neurocards_core::page::Page;
use neurocards_core::ports::{Books, SetAside, Unavailable};

use super::dialect::{Store, Tx};
use super::set_aside;
use crate::rows::{ActRow, EntrySums, Moment, PaymentSums, SpendRow, report};

#[async_trait]
impl Books for Store {
    async fn report(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<MoneyReport, Unavailable> {
        self.read(self.deadline, |mut tx| async move {
            let span = (Moment(from), Moment(until));
            let entries = sum_entries(&mut tx, span).await?;
            let payments = sum_payments(&mut tx, span).await?;
            let spends = spends(&mut tx, span).await?;
            Ok(report((from, until), &entries, &payments, spends)?)
        })
        .await
    }

    async fn acts(&self, page: Page) -> Result<Vec<Act>, Unavailable> {
        self.bounded(async {
            let rows = sqlx::query_as::<_, ActRow>(
                "-- books.acts
                select * from (
                    select * from (
                        select actor, act, subject, user_id, credits, reason, acted_at,
                            id, 1 as place
                        from acts where actor <> 'system'
                        order by acted_at desc, id desc
                            limit cast($1 as bigint) + cast($2 as bigint)
                    ) as newest_acts
                    union all
                    select * from (
                        select actor, kind, key, user_id, amount, reason, created_at, id, 2
                        from entries where actor <> 'system'
                        order by created_at desc, id desc limit $1 + $2
                    ) as newest_entries
                ) as newest
                order by acted_at desc, place, id desc limit $1 offset $2",
            )
            .bind(i64::from(page.limit))
            .bind(i64::from(page.offset))
            .fetch_all(self.readers())
            .await?;
            let acts = rows.into_iter().map(Act::try_from);
            Ok(acts.collect::<Result<_, _>>()?)
        })
        .await
    }

    async fn set_aside(&self, limit: u16) -> Result<Vec<SetAside>, Unavailable> {
        self.bounded(async { Ok(set_aside::list(self.readers(), limit).await?) })
            .await
    }
}

async fn sum_entries(
    tx: &mut Tx,
    (from, until): (Moment, Moment),
) -> Result<EntrySums, sqlx::Error> {
    sqlx::query_as(
        "-- books.sum_entries
        select
            cast(coalesce(sum(amount) filter (where kind = 'purchase'), 0) as bigint) as sold,
            cast(coalesce(sum(amount) filter (where kind = 'grant'), 0) as bigint) as granted,
            cast(coalesce(sum(amount) filter (where kind = 'hold'), 0) as bigint) as held,
            cast(coalesce(sum(amount) filter (where kind = 'capture'), 0) as bigint) as captured,
            cast(coalesce(sum(amount) filter (where kind = 'refund'), 0) as bigint) as refunded,
            cast(coalesce(sum(amount) filter (where kind = 'chargeback'), 0) as bigint) as charged_back
        from entries where created_at >= $1 and created_at < $2",
    )
    .bind(from)
    .bind(until)
    .fetch_one(&mut *tx.db)
    .await
}

async fn sum_payments(
    tx: &mut Tx,
    (from, until): (Moment, Moment),
) -> Result<PaymentSums, sqlx::Error> {
    sqlx::query_as(
        "-- books.sum_payments
        select received.stars as stars_received, received.kopecks as kopecks_received,
            refunded.stars as stars_refunded, refunded.kopecks as kopecks_refunded
        from (
            select
                cast(coalesce(sum(amount) filter (where currency = 'XTR'), 0) as bigint) as stars,
                cast(coalesce(sum(amount) filter (where currency = 'RUB'), 0) as bigint) as kopecks
            from payments where booked_at >= $1 and booked_at < $2
        ) as received,
        (
            select
                cast(coalesce(sum(amount) filter (where currency = 'XTR'), 0) as bigint) as stars,
                cast(coalesce(sum(amount) filter (where currency = 'RUB'), 0) as bigint) as kopecks
            from payments where refunded_at >= $1 and refunded_at < $2
        ) as refunded",
    )
    .bind(from)
    .bind(until)
    .fetch_one(&mut *tx.db)
    .await
}

async fn spends(
    tx: &mut Tx,
    (from, until): (Moment, Moment),
) -> Result<Vec<SpendRow>, sqlx::Error> {
    sqlx::query_as(
        "-- books.spends
        select jobs.model, count(*) as attempts, cast(coalesce(sum(attempts.spent), 0) as bigint) as spent,
            count(*) filter (where attempts.spent is null) as unpriced
        from attempts join jobs on jobs.id = attempts.job_id
        where attempts.begun_at >= $1 and attempts.begun_at < $2 and attempts.task is not null
        group by jobs.model",
    )
    .bind(from)
    .bind(until)
    .fetch_all(&mut *tx.db)
    .await
}
