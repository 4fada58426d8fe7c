//! The invariants 1 to 5 and 9, looked for in the rows.

use std::sync::LazyLock;
use std::time::Duration;

use neurocards_core::money::ledger::Violation;
use sqlx::SqlStr;

use super::dialect::{self, Tx};
use super::entries;
use super::spelling::spelled;
use crate::rows::ViolationRow;

/// How long an audit may take: it looks at every row, and takes seconds per million orders.
pub(super) const WITHIN: Duration = Duration::from_mins(5);

/// What does not hold, at most `limit`.
pub(super) async fn violations(tx: &mut Tx, limit: u32) -> Result<Vec<Violation>, sqlx::Error> {
    dialect::take_time(dialect::link(&mut tx.db), WITHIN).await?;
    let mut found = entries::audit(tx, limit).await?;
    found.extend(of_jobs(tx, limit).await?);
    found.extend(of_payments(tx, limit).await?);
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

async fn of_jobs(tx: &mut Tx, limit: u32) -> Result<Vec<Violation>, sqlx::Error> {
    static OF_JOBS: LazyLock<SqlStr> = LazyLock::new(|| spelled(include_str!("audit_jobs.sql")));
    let rows = sqlx::query_as::<_, ViolationRow>(OF_JOBS.clone())
        .bind(i64::from(limit))
        .fetch_all(&mut *tx.db)
        .await?;
    rows.into_iter().map(Violation::try_from).collect()
}

async fn of_payments(tx: &mut Tx, limit: u32) -> Result<Vec<Violation>, sqlx::Error> {
    let rows = sqlx::query_as::<_, ViolationRow>(include_str!("audit_payments.sql"))
        .bind(i64::from(limit))
        .fetch_all(&mut *tx.db)
        .await?;
    rows.into_iter().map(Violation::try_from).collect()
}
