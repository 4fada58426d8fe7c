//! Jobs are leased. Different here because several claims may run at the same time: each skips what
//! another has locked or took meanwhile, and leases many jobs in one statement.

use std::sync::LazyLock;
use std::time::Duration;

use neurocards_core::ids::WorkerId;
use sqlx::SqlStr;
use uuid::Uuid;

use super::sql::Tx;
use super::sql::claim::Leased;
use super::sql::spelling::spelled;
use crate::rows::{Moment, Pause};

/// What the turn of a job was judged by, before the job.
type Turn = (i64, Moment, i64, Uuid, Uuid);

/// Leases the jobs whose turn it is, in that order.
pub(super) async fn lease(
    tx: &mut Tx,
    worker: &WorkerId,
    limit: u16,
    lease_for: Duration,
) -> Result<Vec<Leased>, sqlx::Error> {
    static LEASE: LazyLock<SqlStr> = LazyLock::new(|| spelled(include_str!("job_lease.sql")));
    let mut turns: Vec<Turn> = sqlx::query_as(LEASE.clone())
        .bind(tx.now)
        .bind(i64::from(limit))
        .bind(&worker.0)
        .bind(Pause(lease_for))
        .fetch_all(&mut *tx.db)
        .await?;
    turns.sort_unstable();
    let jobs = turns.into_iter();
    Ok(jobs
        .map(|(.., id, order_id)| Leased { id, order_id })
        .collect())
}
