//! Rows that this release cannot read, because another one wrote them: a claim leaves them for a
//! while, notes them, and goes on.

use std::time::Duration;

use neurocards_core::ports::SetAside;
use sqlx::{Decode, Executor, Row as _, Type};
use uuid::Uuid;

use super::dialect::{Database, Row, Tx};
use crate::rows::{Pause, SetAsideRow};

/// How long such a row is left before it is claimed again, perhaps by a release that can read it.
const SET_ASIDE_FOR: Duration = Duration::from_mins(1);

/// A row that cannot be read, and why.
pub(super) struct Unreadable<Id> {
    id: Id,
    why: sqlx::Error,
}

/// Reads claimed rows one by one; those that it cannot read stand apart.
pub(super) fn read_each<'r, T, Id>(
    rows: &'r [Row],
    read: impl Fn(&'r Row) -> Result<T, sqlx::Error>,
) -> Result<(Vec<T>, Vec<Unreadable<Id>>), sqlx::Error>
where
    Id: Decode<'r, Database> + Type<Database>,
{
    let (mut all, mut unreadable) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        match read(row) {
            Ok(one) => all.push(one),
            Err(why) => unreadable.push(Unreadable {
                id: row.try_get("id")?,
                why,
            }),
        }
    }
    Ok((all, unreadable))
}

/// Leaves jobs for a while.
pub(super) async fn jobs(tx: &mut Tx, jobs: Vec<Unreadable<Uuid>>) -> Result<(), sqlx::Error> {
    for Unreadable { id, why } in jobs {
        sqlx::query(
            "-- set_aside.jobs
            update jobs
            set status = 'queued', run_at = coalesce($2, current_timestamp) + $3,
                lease_owner = null, lease_until = null
            where id = $1",
        )
        .bind(id)
        .bind(tx.now)
        .bind(Pause(SET_ASIDE_FOR))
        .execute(&mut *tx.db)
        .await?;
        note(tx, (Some(id), None, None), &why).await?;
    }
    Ok(())
}

/// Leaves deliveries for a while; later ones of their chats go on.
pub(super) async fn deliveries(
    tx: &mut Tx,
    deliveries: Vec<Unreadable<i64>>,
) -> Result<(), sqlx::Error> {
    for Unreadable { id, why } in deliveries {
        sqlx::query(
            "-- set_aside.deliveries
            update deliveries
            set status = 'due', run_at = coalesce($2, current_timestamp) + $3,
                lease_owner = null, lease_until = null
            where id = $1",
        )
        .bind(id)
        .bind(tx.now)
        .bind(Pause(SET_ASIDE_FOR))
        .execute(&mut *tx.db)
        .await?;
        note(tx, (None, Some(id), None), &why).await?;
    }
    Ok(())
}

/// Leaves updates for a while; later ones of their lanes go on.
pub(super) async fn updates(tx: &mut Tx, updates: Vec<Unreadable<i64>>) -> Result<(), sqlx::Error> {
    for Unreadable { id, why } in updates {
        sqlx::query(
            "-- set_aside.updates
            update updates
            set run_at = coalesce($2, current_timestamp) + $3,
                lease_owner = null, lease_until = null
            where id = $1",
        )
        .bind(id)
        .bind(tx.now)
        .bind(Pause(SET_ASIDE_FOR))
        .execute(&mut *tx.db)
        .await?;
        note(tx, (None, None, Some(id)), &why).await?;
    }
    Ok(())
}

/// A job, a delivery or an update.
type Which = (Option<Uuid>, Option<i64>, Option<i64>);

/// Notes a row once, with a line in the log.
async fn note(
    tx: &mut Tx,
    (job, delivery, update): Which,
    why: &sqlx::Error,
) -> Result<(), sqlx::Error> {
    let why = why.to_string();
    let noted = sqlx::query(
        "-- set_aside.note
        insert into set_aside (job_id, delivery_id, update_id, why, since)
        values ($1, $2, $3, $4, coalesce($5, current_timestamp))
        on conflict do nothing",
    )
    .bind(job)
    .bind(delivery)
    .bind(update)
    .bind(&why)
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    if noted.rows_affected() > 0 {
        let job = job.map(tracing::field::display);
        tracing::error!(
            job,
            delivery,
            update,
            why,
            "a row cannot be read and is set aside"
        );
    }
    Ok(())
}

/// Forgets a row that was set aside and is read again.
pub(super) async fn forget(tx: &mut Tx, (job, delivery, update): Which) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- set_aside.forget
        delete from set_aside where job_id = $1 or delivery_id = $2 or update_id = $3",
    )
    .bind(job)
    .bind(delivery)
    .bind(update)
    .execute(&mut *tx.db)
    .await?;
    tracing::info!(
        ?job,
        delivery,
        update,
        "a row that was set aside is read again"
    );
    Ok(())
}

/// What is set aside and not over, longest first.
pub(super) async fn list<'c>(
    db: impl Executor<'c, Database = Database>,
    limit: u16,
) -> Result<Vec<SetAside>, sqlx::Error> {
    let rows: Vec<SetAsideRow> = sqlx::query_as(
        "-- set_aside.list
        select set_aside.*
        from set_aside
        left join jobs on jobs.id = set_aside.job_id
        left join deliveries on deliveries.id = set_aside.delivery_id
        left join updates on updates.id = set_aside.update_id
        where jobs.finished_at is null and deliveries.closed_at is null
            and updates.closed_at is null
        order by since
        limit $1",
    )
    .bind(i32::from(limit))
    .fetch_all(db)
    .await?;
    rows.into_iter().map(SetAside::try_from).collect()
}
