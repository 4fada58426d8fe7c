use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::chat::update::{ClaimedUpdate, RawUpdate, Turn, UpdateLease};
use neurocards_core::ids::WorkerId;
use neurocards_core::ports::{CommitError, Inbox, LeaseError, Topic, Unavailable};
use sqlx::types::Json;

use super::{PostgresStore, Tx, turn};
use crate::store::{Aborted, UpdateRow, kept_lease, micros, topics_of, unreadable};

/// Claims of updates take turns: two at once could see different heads of one lane.
const CLAIM_TURNS: i64 = 0x6e63_0002;

#[async_trait]
impl Inbox for PostgresStore {
    async fn store(&self, updates: &[RawUpdate]) -> Result<usize, Unavailable> {
        let new = self
            .write(|mut tx| async move {
                let new = insert(&mut tx, updates).await?;
                tx.commit().await?;
                Ok::<_, Aborted<_>>(new)
            })
            .await?;
        if new > 0 {
            self.announce(&[Topic::Updates]);
        }
        Ok(new)
    }

    async fn claim(
        &self,
        worker: &WorkerId,
        limit: u16,
        lease_for: Duration,
    ) -> Result<Vec<ClaimedUpdate>, Unavailable> {
        self.write(|mut tx| async move {
            tx.take_turns(CLAIM_TURNS).await?;
            let rows = lease(&mut tx, worker, limit, lease_for).await?;
            tx.commit().await?;
            let mut claimed: Vec<_> = rows.into_iter().map(ClaimedUpdate::from).collect();
            claimed.sort_by_key(|claimed| claimed.update.id);
            Ok(claimed)
        })
        .await
    }

    async fn commit(&self, lease: &UpdateLease, turn: &Turn) -> Result<(), CommitError> {
        self.write(|mut tx| async move {
            begin_turn(&mut tx, lease, &turn.replies).await?;
            turn::take(&mut tx, turn).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        self.announce(topics_of(turn));
        Ok(())
    }

    async fn begin_reply(&self, lease: &UpdateLease, index: usize) -> Result<(), LeaseError> {
        self.write(|mut tx| async move {
            let begun = sqlx::query(
                "-- inbox.begin_reply
                update updates set next_reply = greatest(next_reply, $3)
                where id = $1 and lease_token = $2 and lease_until is not null
                    and replies is not null",
            )
            .bind(lease.update())
            .bind(lease.token())
            .bind(i32::try_from(index + 1).unwrap_or(i32::MAX))
            .execute(&mut *tx.db)
            .await?;
            kept_lease(begun.rows_affected())?;
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn close(&self, lease: UpdateLease) -> Result<(), LeaseError> {
        let (id, token) = (lease.update(), lease.token());
        self.write(|mut tx| async move {
            let closed = sqlx::query(
                "-- inbox.close
                update updates
                set closed_at = coalesce($3, now()), lease_owner = null, lease_until = null
                where id = $1 and lease_token = $2 and lease_until is not null",
            )
            .bind(id)
            .bind(token)
            .bind(tx.now)
            .execute(&mut *tx.db)
            .await?;
            kept_lease(closed.rows_affected())?;
            Ok(tx.commit().await?)
        })
        .await?;
        self.announce(&[Topic::Updates]);
        Ok(())
    }

    async fn defer(&self, lease: UpdateLease, after: Duration) -> Result<(), LeaseError> {
        let (id, token) = (lease.update(), lease.token());
        self.write(|mut tx| async move {
            let deferred = sqlx::query(
                "-- inbox.defer
                update updates
                set run_at = coalesce($3, now()) + $4 * interval '1 microsecond',
                    lease_owner = null, lease_until = null
                where id = $1 and lease_token = $2 and lease_until is not null",
            )
            .bind(id)
            .bind(token)
            .bind(tx.now)
            .bind(micros(after))
            .execute(&mut *tx.db)
            .await?;
            kept_lease(deferred.rows_affected())?;
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn prune(&self, keep_for: Duration) -> Result<u64, Unavailable> {
        self.write(|mut tx| async move {
            let pruned = sqlx::query(
                "-- inbox.prune
                delete from updates where id in (
                    select id from updates
                    where closed_at < coalesce($1, now()) - $2 * interval '1 microsecond'
                    order by closed_at
                    limit 10000
                )",
            )
            .bind(tx.now)
            .bind(micros(keep_for))
            .execute(&mut *tx.db)
            .await?;
            tx.commit().await?;
            Ok(pruned.rows_affected())
        })
        .await
    }
}

async fn insert(tx: &mut Tx, updates: &[RawUpdate]) -> Result<usize, sqlx::Error> {
    let ids: Vec<_> = updates.iter().map(|update| update.id).collect();
    let lanes: Vec<_> = updates.iter().map(|update| update.lane).collect();
    let bodies: Vec<_> = updates.iter().map(|update| update.body.as_str()).collect();
    let inserted = sqlx::query(
        "-- inbox.insert
        insert into updates (id, lane, body, run_at)
        select id, lane, body, coalesce($4, now())
        from unnest($1::bigint[], $2::bigint[], $3::text[]) as given (id, lane, body)
        order by id
        on conflict (id) do nothing",
    )
    .bind(ids)
    .bind(lanes)
    .bind(bodies)
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    usize::try_from(inserted.rows_affected()).map_err(unreadable)
}

/// Leases the oldest open update of every lane that is free, where it is due.
async fn lease(
    tx: &mut Tx,
    worker: &WorkerId,
    limit: u16,
    lease_for: Duration,
) -> Result<Vec<UpdateRow>, sqlx::Error> {
    sqlx::query_as(
        "-- inbox.lease
        with heads as (
            select id from updates as head
            where closed_at is null and run_at <= coalesce($1, now())
                and (lease_until is null or lease_until <= coalesce($1, now()))
                and not exists (
                    select from updates as other
                    where other.lane = head.lane and other.closed_at is null
                        and (other.id < head.id or other.lease_until > coalesce($1, now()))
                )
            order by id
            limit $2
            for update skip locked
        )
        update updates
        set crashes = crashes + (lease_until is not null and replies is null)::integer,
            lease_owner = $3, lease_token = lease_token + 1,
            lease_until = coalesce($1, now()) + $4 * interval '1 microsecond'
        from heads
        where updates.id = heads.id
        returning updates.*",
    )
    .bind(tx.now)
    .bind(i64::from(limit))
    .bind(&worker.0)
    .bind(micros(lease_for))
    .fetch_all(&mut *tx.db)
    .await
}

/// The guard of a turn: once per update, under a lease that holds.
async fn begin_turn(
    tx: &mut Tx,
    lease: &UpdateLease,
    replies: &[String],
) -> Result<(), Aborted<CommitError>> {
    let begun = sqlx::query(
        "-- inbox.begin_turn
        update updates set replies = $3, next_reply = 0
        where id = $1 and lease_token = $2 and lease_until is not null and replies is null",
    )
    .bind(lease.update())
    .bind(lease.token())
    .bind(Json(replies))
    .execute(&mut *tx.db)
    .await?;
    if begun.rows_affected() == 0 {
        return Err(Aborted::Refused(CommitError::Lost));
    }
    Ok(())
}
