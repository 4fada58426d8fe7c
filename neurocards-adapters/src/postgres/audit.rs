//! The invariants 1 to 5, looked for in the rows.

use std::time::Duration;

use neurocards_core::ledger::Violation;

use super::Tx;
use crate::store::ViolationRow;

/// How long an audit may take: it looks at every row, 2 s per million orders.
pub(super) const WITHIN: Duration = Duration::from_mins(1);

/// What does not hold, at most `limit`.
pub(super) async fn violations(tx: &mut Tx, limit: u32) -> Result<Vec<Violation>, sqlx::Error> {
    sqlx::query("-- audit.violations\nset local statement_timeout = '1min'")
        .execute(&mut *tx.db)
        .await?;
    let rows = sqlx::query_as::<_, ViolationRow>(include_str!("audit.sql"))
        .bind(i64::from(limit))
        .fetch_all(&mut *tx.db)
        .await?;
    rows.into_iter().map(Violation::try_from).collect()
}
