use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::ids::{JobId, Nonce, TaskId};
use neurocards_core::money::provider_credits::ProviderCredits;
use neurocards_core::ports::{LateTasks, LeaseError, Topic, Unavailable};
use neurocards_core::work::job::LeaseId;
use neurocards_core::work::late_task::{ClaimedLateTask, LateTaskEnd, LateTaskLease};
use neurocards_core::work::media::StoredVideo;
use sqlx::types::Json;

use super::deliveries;
use super::dialect::{Store, Tx, moment};
use crate::database::{Aborted, kept_lease};
use crate::rows::{LateTaskRow, Pause};

#[async_trait]
impl LateTasks for Store {
    async fn claim(
        &self,
        limit: u16,
        lease_for: Duration,
    ) -> Result<Vec<ClaimedLateTask>, Unavailable> {
        self.write(|mut tx| async move {
            let claimed = claim(&mut tx, limit, lease_for).await?;
            tx.commit().await?;
            Ok(claimed)
        })
        .await
    }

    async fn put_back(&self, lease: LateTaskLease, after: Duration) -> Result<(), LeaseError> {
        let lease = &lease;
        self.write(|mut tx| async move {
            let put_back = sqlx::query(
                "-- late_tasks.put_back
                update late_tasks
                set run_at = coalesce($3, current_timestamp) + $4, lease_until = null
                where nonce = $1 and lease_token = $2 and lease_until is not null",
            )
            .bind(lease.nonce().expose())
            .bind(lease.token())
            .bind(tx.now)
            .bind(Pause(after))
            .execute(&mut *tx.db)
            .await?;
            kept_lease(put_back.rows_affected())?;
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn close(
        &self,
        lease: LateTaskLease,
        end: &LateTaskEnd,
        spent: Option<ProviderCredits>,
    ) -> Result<(), LeaseError> {
        let lease = &lease;
        self.write(|mut tx| async move {
            finish(&mut tx, lease, end).await?;
            if spent.is_some() {
                keep_spent(&mut tx, lease.nonce(), spent).await?;
            }
            if let LateTaskEnd::Gift(_) = end {
                deliveries::add_gift(&mut tx, lease.nonce()).await?;
            }
            Ok(tx.commit().await?)
        })
        .await?;
        self.announce(&[Topic::Deliveries]);
        Ok(())
    }
}

async fn claim(
    tx: &mut Tx,
    limit: u16,
    lease_for: Duration,
) -> Result<Vec<ClaimedLateTask>, sqlx::Error> {
    let now = moment(tx).await?;
    let mut claimed = Vec::new();
    for nonce in due(tx, limit).await? {
        if lease(tx, &nonce, lease_for).await? {
            claimed.push(facts(tx, &nonce).await?.claimed_at(now.0)?);
        }
    }
    Ok(claimed)
}

async fn due(tx: &mut Tx, limit: u16) -> Result<Vec<Nonce>, sqlx::Error> {
    let nonces: Vec<String> = sqlx::query_scalar(
        "-- late_tasks.due
        select late_tasks.nonce
        from late_tasks
        join attempts on attempts.nonce = late_tasks.nonce
        join jobs on jobs.id = attempts.job_id
        where late_tasks.ended is null
            and late_tasks.run_at <= coalesce($1, current_timestamp)
            and (
                late_tasks.lease_until is null
                or late_tasks.lease_until <= coalesce($1, current_timestamp)
            )
            and jobs.finished_at is not null
        order by late_tasks.run_at, late_tasks.nonce
        limit $2",
    )
    .bind(tx.now)
    .bind(i64::from(limit))
    .fetch_all(&mut *tx.db)
    .await?;
    let nonces = nonces.into_iter().map(Nonce::parse);
    nonces
        .collect::<Result<_, _>>()
        .map_err(crate::rows::unreadable)
}

/// Of two programs that look at once, one finds that the other has it.
async fn lease(tx: &mut Tx, nonce: &Nonce, lease_for: Duration) -> Result<bool, sqlx::Error> {
    let leased = sqlx::query(
        "-- late_tasks.lease
        update late_tasks
        set lease_token = lease_token + 1, lease_until = coalesce($2, current_timestamp) + $3
        where nonce = $1 and ended is null and (
            lease_until is null or lease_until <= coalesce($2, current_timestamp)
        )",
    )
    .bind(nonce.expose())
    .bind(tx.now)
    .bind(Pause(lease_for))
    .execute(&mut *tx.db)
    .await?;
    Ok(leased.rows_affected() > 0)
}

async fn facts(tx: &mut Tx, nonce: &Nonce) -> Result<LateTaskRow, sqlx::Error> {
    sqlx::query_as(
        "-- late_tasks.facts
        select late_tasks.nonce, late_tasks.task, late_tasks.since, late_tasks.lease_token,
            attempts.task is null as is_only_reported, attempts.job_id, jobs.prompt
        from late_tasks
        join attempts on attempts.nonce = late_tasks.nonce
        join jobs on jobs.id = attempts.job_id
        where late_tasks.nonce = $1",
    )
    .bind(nonce.expose())
    .fetch_one(&mut *tx.db)
    .await
}

async fn finish(
    tx: &mut Tx,
    lease: &LateTaskLease,
    end: &LateTaskEnd,
) -> Result<(), Aborted<LeaseError>> {
    let video: Option<&StoredVideo> = match end {
        LateTaskEnd::Gift(video) => Some(video),
        LateTaskEnd::Nothing => None,
    };
    let finished = sqlx::query(
        "-- late_tasks.finish
        update late_tasks
        set ended = $3, video = $4, ended_at = coalesce($5, current_timestamp), lease_until = null
        where nonce = $1 and lease_token = $2 and lease_until is not null",
    )
    .bind(lease.nonce().expose())
    .bind(lease.token())
    .bind(end.as_str())
    .bind(video.map(Json))
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    kept_lease(finished.rows_affected())
}

/// What the task took is spent by its attempt, which has it from now on.
async fn keep_spent(
    tx: &mut Tx,
    nonce: &Nonce,
    spent: Option<ProviderCredits>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- late_tasks.keep_spent
        update attempts
        set spent = $2, task = coalesce(
            task, (select late_tasks.task from late_tasks where late_tasks.nonce = $1)
        )
        where nonce = $1",
    )
    .bind(nonce.expose())
    .bind(spent.map(ProviderCredits::thousandths))
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// A callback named a task for an attempt that failed or was lost without one. `false` for any
/// other attempt.
pub(super) async fn hear(tx: &mut Tx, nonce: &Nonce, task: &TaskId) -> Result<bool, sqlx::Error> {
    sqlx::query(
        "-- late_tasks.hear
        insert into late_tasks (nonce, task, since, run_at)
        select nonce, $2, coalesce($3, current_timestamp), coalesce($3, current_timestamp)
        from attempts
        where nonce = $1 and task is null and ended in ('failed', 'lost')
            and not exists (select 1 from attempts as other where other.task = $2)
        on conflict do nothing",
    )
    .bind(nonce.expose())
    .bind(task.as_str())
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    is_heard(tx, nonce, task).await
}

async fn is_heard(tx: &mut Tx, nonce: &Nonce, task: &TaskId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(
        "-- late_tasks.is_heard
        select exists (select 1 from late_tasks where nonce = $1 and task = $2)",
    )
    .bind(nonce.expose())
    .bind(task.as_str())
    .fetch_one(&mut *tx.db)
    .await
}

/// The answer to a submit came after its attempt had ended.
pub(super) async fn hear_of(tx: &mut Tx, lease: LeaseId, task: &TaskId) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- late_tasks.hear_of
        insert into late_tasks (nonce, task, since, run_at)
        select nonce, task, coalesce($3, current_timestamp), coalesce($3, current_timestamp)
        from attempts
        where job_id = $1 and task = $2 and ended in ('failed', 'lost')
        on conflict do nothing",
    )
    .bind(lease.job.0)
    .bind(task.as_str())
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// A job ends, and nobody knows how the task of its open attempt does.
pub(super) async fn leave(tx: &mut Tx, job: JobId) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- late_tasks.leave
        insert into late_tasks (nonce, task, since, run_at)
        select nonce, coalesce(task, reported), coalesce($2, current_timestamp),
            coalesce($2, current_timestamp)
        from attempts
        where job_id = $1 and ended is null and coalesce(task, reported) is not null
        on conflict do nothing",
    )
    .bind(job.0)
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}
