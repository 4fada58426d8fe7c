//! Entries are written. Different here because SQLite has no arrays, and no round trips to save.

use neurocards_core::money::account::Posting;

use super::sql::entries::{HasLedger, Ledger};

pub(super) const POST: &str = "-- entry_insert.post
    insert into {schema}entries
        (user_id, kind, amount, balance_after, held_after, job_id, key, reason, actor, created_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// Writes entries one after the other; the accounts follow by themselves.
pub(super) async fn post(on: &mut impl HasLedger, postings: &[Posting]) -> Result<(), sqlx::Error> {
    for posting in postings {
        let Ledger { db, sql, now } = on.ledger();
        sqlx::query(sql.post.clone())
            .bind(posting.user.0)
            .bind(posting.kind.as_str())
            .bind(posting.amount.get())
            .bind(posting.after.available.get())
            .bind(posting.after.held.get())
            .bind(posting.job.map(|job| job.0))
            .bind(posting.key.to_string())
            .bind(posting.reason.as_str())
            .bind(posting.actor.to_string())
            .bind(now)
            .execute(db)
            .await?;
    }
    Ok(())
}
