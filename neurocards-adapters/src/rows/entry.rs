use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::{JobId, UserId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{Entry, EntryKind};
use uuid::Uuid;

use super::{Moment, unreadable};

/// A row of `entries`.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct EntryRow {
    id: i64,
    user_id: i64,
    kind: String,
    #[sqlx(try_from = "i64")]
    amount: Credits,
    #[sqlx(try_from = "i64")]
    balance_after: Credits,
    job_id: Option<Uuid>,
    key: String,
    #[sqlx(try_from = "String")]
    reason: Reason,
    #[sqlx(try_from = "String")]
    actor: Actor,
    created_at: Moment,
}

impl TryFrom<EntryRow> for Entry {
    type Error = sqlx::Error;

    fn try_from(row: EntryRow) -> Result<Self, sqlx::Error> {
        let kind = EntryKind::parse(&row.kind)
            .ok_or_else(|| unreadable(format!("{} is no kind of entry", row.kind)))?;
        Ok(Self {
            id: row.id,
            user: UserId(row.user_id),
            kind,
            amount: row.amount,
            balance_after: row.balance_after,
            job: row.job_id.map(JobId),
            key: EntryKey::parse(row.key),
            reason: row.reason,
            actor: row.actor,
            created_at: row.created_at.0,
        })
    }
}
