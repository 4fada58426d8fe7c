//! What users and cards see of orders and jobs.

use std::sync::LazyLock;

use neurocards_core::chat::card::Card;
use neurocards_core::ids::{JobId, OrderId, UserId};
use neurocards_core::work::order::VideoTitle;

use sqlx::{Executor, SqlStr};

use super::dialect::{Database, Tx, list};
use super::spelling::spelled;
use crate::rows::{CardRow, StageRow, TitleRow};

/// What the card of an order shows.
pub(super) async fn card(tx: &mut Tx, order: OrderId) -> Result<Option<Card>, sqlx::Error> {
    let row = sqlx::query_as::<_, CardRow>(
        "-- reads.card
        select *, coalesce($2, current_timestamp) as now,
            (select held_until > coalesce($2, current_timestamp) from submission_hold) as held
        from order_facts where id = $1",
    )
    .bind(order.0)
    .bind(tx.now)
    .fetch_optional(&mut *tx.db)
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let stages = stages(tx, order).await?;
    row.with(stages).map(Some)
}

async fn stages(tx: &mut Tx, order: OrderId) -> Result<Vec<StageRow>, sqlx::Error> {
    sqlx::query_as(
        "-- reads.stages
        select id, status, prompt is not null as has_prompt, faults, failure,
            (select count(*) from attempts where attempts.job_id = jobs.id) as attempts,
            (
                select count(*) from attempts
                where attempts.job_id = jobs.id and ended is null
            ) as open_attempts,
            exists (
                select 1 from deliveries
                where deliveries.job_id = jobs.id and kind = 'video' and late is null
                    and deliveries.status = 'sent'
            ) as is_sent,
            exists (
                select 1 from deliveries
                where deliveries.job_id = jobs.id and kind = 'video' and late is null
                    and deliveries.status in ('due', 'leased')
            ) as is_on_its_way,
            (
                select count(*) from jobs as earlier
                where earlier.finished_at is null and earlier.seq < jobs.seq
            ) as earlier
        from jobs where order_id = $1 order by variant",
    )
    .bind(order.0)
    .fetch_all(&mut *tx.db)
    .await
}

/// What the user's jobs are videos of.
pub(super) async fn titles<'c>(
    db: impl Executor<'c, Database = Database>,
    user: UserId,
    jobs: &[JobId],
) -> Result<Vec<VideoTitle>, sqlx::Error> {
    static TITLES: LazyLock<SqlStr> = LazyLock::new(|| {
        spelled(
            "-- reads.titles
        select jobs.id, products.description, jobs.variant,
            (select count(*) from jobs as every where every.order_id = jobs.order_id) as of
        from jobs
        join orders on orders.id = jobs.order_id
        join products on products.id = orders.product_id
        where jobs.id {in_list} and jobs.user_id = $2",
        )
    });
    let jobs: Vec<_> = jobs.iter().map(|job| job.0).collect();
    let rows: Vec<TitleRow> = sqlx::query_as(TITLES.clone())
        .bind(list(&jobs))
        .bind(user.0)
        .fetch_all(db)
        .await?;
    rows.into_iter().map(VideoTitle::try_from).collect()
}
