use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::chat::update::{ClaimedUpdate, RawUpdate, Turn, UpdateLease};
use neurocards_core::ids::WorkerId;
use neurocards_core::ports::{CommitError, Inbox, LeaseError, Topic, Unavailable};
use sqlx::types::Json;

use super::{SqliteStore, Tx, turn};
use crate::store::{Aborted, UpdateRow, kept_lease, topics_of};

#[async_trait]
impl Inbox for SqliteStore {
    async fn store(&self, updates: &[RawUpdate]) -> Result<usize, Unavailable> {
        let new = self
            .write(|mut tx| async move {
                let mut new = 0;
                for update in updates {
                    new += usize::from(insert(&mut tx, update).await?);
                }
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
            let mut claimed = Vec::new();
            for id in heads(&mut tx, limit).await? {
                claimed.push(lease(&mut tx, id, worker, lease_for).await?.into());
            }
            tx.commit().await?;
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
                update updates set next_reply = max(next_reply, $3)
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
                update updates set closed_at = $3, lease_owner = null, lease_until = null
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
                update updates set run_at = $3, lease_owner = null, lease_until = null
                where id = $1 and lease_token = $2 and lease_until is not null",
            )
            .bind(id)
            .bind(token)
            .bind(tx.now.after(after))
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
                    select id from updates where closed_at < $1 order by closed_at limit 10000
                )",
            )
            .bind(tx.now.before(keep_for))
            .execute(&mut *tx.db)
            .await?;
            tx.commit().await?;
            Ok(pruned.rows_affected())
        })
        .await
    }
}

async fn insert(tx: &mut Tx, update: &RawUpdate) -> Result<bool, sqlx::Error> {
    let inserted = sqlx::query(
        "-- inbox.insert
        insert into updates (id, lane, body, run_at) values ($1, $2, $3, $4)
        on conflict (id) do nothing",
    )
    .bind(update.id)
    .bind(update.lane)
    .bind(&update.body)
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(inserted.rows_affected() > 0)
}

/// The oldest open update of every lane that is free, where it is due.
async fn heads(tx: &mut Tx, limit: u16) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar(
        "-- inbox.heads
        select id from updates as head
        where closed_at is null and run_at <= $1
            and (lease_until is null or lease_until <= $1)
            and not exists (
                select 1 from updates as other
                where other.lane = head.lane and other.closed_at is null
                    and (other.id < head.id or other.lease_until > $1)
            )
        order by id limit $2",
    )
    .bind(tx.now)
    .bind(i32::from(limit))
    .fetch_all(&mut *tx.db)
    .await
}

async fn lease(
    tx: &mut Tx,
    id: i64,
    worker: &WorkerId,
    lease_for: Duration,
) -> Result<UpdateRow, sqlx::Error> {
    sqlx::query_as(
        "-- inbox.lease
        update updates
        set crashes = crashes + (lease_until is not null and replies is null),
            lease_owner = $2, lease_token = lease_token + 1, lease_until = $3
        where id = $1
        returning *",
    )
    .bind(id)
    .bind(&worker.0)
    .bind(tx.now.after(lease_for))
    .fetch_one(&mut *tx.db)
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
