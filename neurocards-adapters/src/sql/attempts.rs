//! Facts of a running job: prompt, photo, attempts, their tasks and what these took.

use neurocards_core::ids::{JobId, Nonce, TaskId};
use neurocards_core::money::provider_credits::ProviderCredits;
use neurocards_core::ports::LeaseError;
use neurocards_core::work::job::{AttemptEnd, LeaseId, Progress};
use neurocards_core::work::prompt::Prompt;
use sqlx::types::Json;

use super::dialect::Tx;
use super::{cards, late_tasks, locks};
use crate::database::{Aborted, kept_lease};

type Guarded = Result<(), Aborted<LeaseError>>;

/// What became of a fact. Either way there is something to commit.
pub(super) enum Recorded {
    /// The fact is stored under a lease that holds.
    Kept,
    /// The lease is lost. A fact that is evidence is stored all the same, others are not.
    KeptButLost,
}

/// Stores a fact under a lease.
pub(super) async fn record(
    tx: &mut Tx,
    lease: LeaseId,
    progress: &Progress,
) -> Result<Recorded, Aborted<LeaseError>> {
    locks::job(tx, lease.job).await?;
    match progress {
        Progress::Submitted { task } => keep_task(tx, lease, task).await?,
        Progress::Spent { spent } => keep_spent(tx, lease, *spent).await?,
        _ => {}
    }
    match reset(tx, lease).await {
        Err(Aborted::Refused(_)) => {
            if let Progress::Submitted { task } = progress {
                late_tasks::hear_of(tx, lease, task).await?;
            }
            return Ok(Recorded::KeptButLost);
        }
        guarded => guarded?,
    }
    match progress {
        Progress::Prompt(prompt) => keep_prompt(tx, lease.job, prompt).await?,
        Progress::Photo { url } => keep_photo(tx, lease.job, url).await?,
        Progress::AttemptBegun { no, nonce } => begin(tx, lease, *no, nonce).await?,
        Progress::Submitted { .. } | Progress::Spent { .. } => {}
    }
    cards::touch_of(tx, lease.job).await?;
    Ok(Recorded::Kept)
}

/// The guard of every fact: the lease holds, and the job got somewhere.
async fn reset(tx: &mut Tx, lease: LeaseId) -> Guarded {
    let reset = sqlx::query(
        "-- attempts.reset
        update jobs set faults = 0, crashes = 0
        where id = $1 and lease_token = $2 and status = 'running'",
    )
    .bind(lease.job.0)
    .bind(lease.token)
    .execute(&mut *tx.db)
    .await?;
    kept_lease(reset.rows_affected())
}

async fn keep_prompt(tx: &mut Tx, job: JobId, prompt: &Prompt) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- attempts.keep_prompt
        update jobs set prompt = $2 where id = $1",
    )
    .bind(job.0)
    .bind(Json(prompt))
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

async fn keep_photo(tx: &mut Tx, job: JobId, url: &str) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- attempts.keep_photo
        update jobs set photo_url = $2, photo_uploaded_at = coalesce($3, current_timestamp) where id = $1",
    )
    .bind(job.0)
    .bind(url)
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// Refused by the unique indexes while another attempt is open, or if the number was used.
async fn begin(tx: &mut Tx, lease: LeaseId, no: u16, nonce: &Nonce) -> Guarded {
    let begun = sqlx::query(
        "-- attempts.begin
        insert into attempts (nonce, job_id, no, begun_token, begun_at)
        values ($1, $2, $3, $4, coalesce($5, current_timestamp))
        on conflict do nothing",
    )
    .bind(nonce.expose())
    .bind(lease.job.0)
    .bind(i32::from(no))
    .bind(lease.token)
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    kept_lease(begun.rows_affected())
}

/// Keeps the task of the newest attempt that this lease or an earlier one began. A later attempt
/// is another submit, of which a stale worker knows nothing.
async fn keep_task(tx: &mut Tx, lease: LeaseId, task: &TaskId) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- attempts.keep_task
        update attempts set task = $3
        where task is null and nonce = (
            select nonce from attempts
            where job_id = $1 and begun_token <= $2
            order by no desc
            limit 1
        )
            and not exists (select 1 from attempts as other where other.task = $3)",
    )
    .bind(lease.job.0)
    .bind(lease.token)
    .bind(task.as_str())
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// Keeps what the task of the newest such attempt took, in place of what was told before.
async fn keep_spent(
    tx: &mut Tx,
    lease: LeaseId,
    spent: ProviderCredits,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- attempts.keep_spent
        update attempts set spent = $3
        where nonce = (
            select nonce from attempts
            where job_id = $1 and begun_token <= $2 and task is not null
            order by no desc
            limit 1
        )",
    )
    .bind(lease.job.0)
    .bind(lease.token)
    .bind(spent.thousandths())
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// Ends the open attempt of a job, if there is one.
pub(super) async fn end(tx: &mut Tx, job: JobId, end: AttemptEnd) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- attempts.end
        update attempts set ended = $2 where job_id = $1 and ended is null",
    )
    .bind(job.0)
    .bind(end.as_str())
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// A callback named a task: keeps it as reported, and makes the job due if it is queued.
pub(super) async fn report(tx: &mut Tx, nonce: &Nonce, task: &TaskId) -> Result<bool, sqlx::Error> {
    let job = sqlx::query_scalar(
        "-- attempts.report
        select job_id from attempts where nonce = $1",
    )
    .bind(nonce.expose())
    .fetch_optional(&mut *tx.db)
    .await?;
    let Some(job) = job.map(JobId) else {
        return Ok(false);
    };
    locks::job(tx, job).await?;
    if !keep_report(tx, nonce, task).await? {
        return late_tasks::hear(tx, nonce, task).await;
    }
    make_due(tx, job).await?;
    Ok(true)
}

async fn keep_report(tx: &mut Tx, nonce: &Nonce, task: &TaskId) -> Result<bool, sqlx::Error> {
    let kept = sqlx::query(
        "-- attempts.keep_report
        update attempts set reported = case when task is null then $2 else reported end
        from jobs
        where nonce = $1 and ended is null
            and jobs.id = attempts.job_id and jobs.status in ('queued', 'running')
            and not exists (
                select 1 from attempts as other where other.task = $2 and other.nonce <> $1
            )",
    )
    .bind(nonce.expose())
    .bind(task.as_str())
    .execute(&mut *tx.db)
    .await?;
    Ok(kept.rows_affected() > 0)
}

async fn make_due(tx: &mut Tx, job: JobId) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- attempts.make_due
        update jobs set run_at = case
            when run_at > coalesce($2, current_timestamp) then coalesce($2, current_timestamp)
            else run_at
        end
        where id = $1 and status = 'queued'",
    )
    .bind(job.0)
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}
