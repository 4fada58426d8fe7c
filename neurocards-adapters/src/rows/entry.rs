use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::{JobId, UserId};
use neurocards_core::money::account::Posting;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{Entry, EntryKind};
use serde::Serialize;
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

/// An entry about to be written, as an element of the list that a statement is given.
#[derive(Debug, Serialize)]
pub(crate) struct NewEntry<'a> {
    number: usize,
    user_id: i64,
    kind: &'static str,
    amount: i64,
    balance_after: i64,
    held_after: i64,
    job_id: Option<Uuid>,
    key: String,
    reason: &'a str,
    actor: String,
}

impl<'a> NewEntry<'a> {
    /// The posting at this place of its list.
    pub(crate) fn numbered((number, posting): (usize, &'a Posting)) -> Self {
        Self {
            number,
            user_id: posting.user.0,
            kind: posting.kind.as_str(),
            amount: posting.amount.get(),
            balance_after: posting.after.available.get(),
            held_after: posting.after.held.get(),
            job_id: posting.job.map(|job| job.0),
            key: posting.key.to_string(),
            reason: posting.reason.as_str(),
            actor: posting.actor.to_string(),
        }
    }
}
