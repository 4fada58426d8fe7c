//! The invariants 1 to 5 and 9, looked for in the rows.

use std::time::Duration;

use neurocards_core::money::ledger::Violation;
use sqlx::postgres::PgConnection;

use super::{Tx, entries};
use crate::store::ViolationRow;

/// How long an audit may take: it looks at every row, and takes seconds per million orders.
pub(super) const WITHIN: Duration = Duration::from_mins(5);

/// What does not hold, at most `limit`.
pub(super) async fn violations(tx: &mut Tx, limit: u32) -> Result<Vec<Violation>, sqlx::Error> {
    take_time(&mut tx.db).await?;
    let mut found = entries::audit(tx, limit).await?;
    found.extend(of_jobs(tx, limit).await?);
    found.extend(of_payments(tx, limit).await?);
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// Lets this transaction take longer than others, and sort in memory what others need not.
pub(super) async fn take_time(db: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- audit.take_time
        select set_config('statement_timeout', $1, true), set_config('work_mem', '128MB', true)",
    )
    .bind(WITHIN.as_millis().to_string())
    .execute(db)
    .await?;
    Ok(())
}

async fn of_jobs(tx: &mut Tx, limit: u32) -> Result<Vec<Violation>, sqlx::Error> {
    let rows = sqlx::query_as::<_, ViolationRow>(include_str!("audit_jobs.sql"))
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
