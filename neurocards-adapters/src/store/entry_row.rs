use neurocards_core::credits::Credits;
use neurocards_core::ids::{JobId, UserId};
use neurocards_core::ledger::{Actor, Entry, EntryKind};
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
    reason: String,
    actor: String,
    created_at: Moment,
}

/// The word of an actor in a row: `system`, `user` or `admin:<id>`.
pub(crate) fn actor_word(actor: Actor) -> String {
    match actor {
        Actor::System => "system".to_owned(),
        Actor::User => "user".to_owned(),
        Actor::Admin(user) => format!("admin:{user}"),
    }
}

fn actor(word: &str) -> Option<Actor> {
    match word {
        "system" => Some(Actor::System),
        "user" => Some(Actor::User),
        _ => {
            let id = word.strip_prefix("admin:")?.parse().ok()?;
            Some(Actor::Admin(UserId(id)))
        }
    }
}

impl TryFrom<EntryRow> for Entry {
    type Error = sqlx::Error;

    fn try_from(row: EntryRow) -> Result<Self, sqlx::Error> {
        let kind = EntryKind::parse(&row.kind)
            .ok_or_else(|| unreadable(format!("{} is no kind of entry", row.kind)))?;
        let actor =
            actor(&row.actor).ok_or_else(|| unreadable(format!("{} is no actor", row.actor)))?;
        Ok(Self {
            id: row.id,
            user: UserId(row.user_id),
            kind,
            amount: row.amount,
            balance_after: row.balance_after,
            job: row.job_id.map(JobId),
            key: row.key,
            reason: row.reason,
            actor,
            created_at: row.created_at.0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_is_read_as_it_was_written() {
        for who in [Actor::System, Actor::User, Actor::Admin(UserId(-42))] {
            assert_eq!(actor(&actor_word(who)), Some(who));
        }
        assert_eq!(actor("admin:"), None);
    }
}
