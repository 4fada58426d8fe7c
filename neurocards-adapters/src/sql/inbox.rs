use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::chat::update::{ClaimedUpdate, RawUpdate, Turn, UpdateLease};
use neurocards_core::ids::WorkerId;
use neurocards_core::ports::{CommitError, Inbox, LeaseError, Topic, Unavailable};
use sqlx::types::Json;

use super::dialect::{Store, Tx};
use super::{inbox_lease, turn};
use crate::database::{Aborted, kept_lease};
use crate::rows::{Pause, topics_of};

#[async_trait]
impl Inbox for Store {
    async fn store(&self, updates: &[RawUpdate]) -> Result<usize, Unavailable> {
        let new = self
            .write(|mut tx| async move {
                let new = inbox_lease::insert(&mut tx, updates).await?;
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
            let claimed = inbox_lease::lease(&mut tx, worker, limit, lease_for).await?;
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
                update updates
                set next_reply = case when next_reply > $3 then next_reply else $3 end
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

    async fn take_back_reply(&self, lease: &UpdateLease, index: usize) -> Result<(), LeaseError> {
        self.write(|mut tx| async move {
            let taken = sqlx::query(
                "-- inbox.take_back_reply
                update updates
                set next_reply = case when next_reply = $3 + 1 then $3 else next_reply end
                where id = $1 and lease_token = $2 and lease_until is not null
                    and replies is not null",
            )
            .bind(lease.update())
            .bind(lease.token())
            .bind(i32::try_from(index).unwrap_or(i32::MAX - 1))
            .execute(&mut *tx.db)
            .await?;
            kept_lease(taken.rows_affected())?;
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
                set closed_at = coalesce($3, current_timestamp), lease_owner = null, lease_until = null
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
                set run_at = coalesce($3, current_timestamp) + $4,
                    lease_owner = null, lease_until = null
                where id = $1 and lease_token = $2 and lease_until is not null",
            )
            .bind(id)
            .bind(token)
            .bind(tx.now)
            .bind(Pause(after))
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
                    where closed_at < coalesce($1, current_timestamp) - cast($2 as interval)
                    order by closed_at
                    limit 10000
                )",
            )
            .bind(tx.now)
            .bind(Pause(keep_for))
            .execute(&mut *tx.db)
            .await?;
            tx.commit().await?;
            Ok(pruned.rows_affected())
        })
        .await
    }
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
