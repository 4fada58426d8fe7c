//! Entries are written. Different here because Postgres takes many at once, as arrays.

use neurocards_core::money::account::Posting;
use uuid::Uuid;

use super::sql::entries::{HasLedger, Ledger};

pub(super) const POST: &str = "-- entry_insert.post
    insert into {schema}entries (user_id, kind, amount, balance_after, held_after, job_id, key,
        reason, actor, created_at)
    select user_id, kind, amount, balance_after, held_after, job_id, key, reason, actor,
        coalesce($10, current_timestamp)
    from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::uuid[],
        $7::text[], $8::text[], $9::text[]) with ordinality
        as postings (user_id, kind, amount, balance_after, held_after, job_id, key, reason, actor,
            number)
    order by number";

/// Writes entries, each user's in their order; the accounts follow by themselves.
pub(super) async fn post(on: &mut impl HasLedger, postings: &[Posting]) -> Result<(), sqlx::Error> {
    let columns = Columns::of(postings);
    let Ledger { db, sql, now } = on.ledger();
    sqlx::query(sql.post.clone())
        .bind(columns.users)
        .bind(columns.kinds)
        .bind(columns.amounts)
        .bind(columns.balances)
        .bind(columns.held)
        .bind(columns.jobs)
        .bind(columns.keys)
        .bind(columns.reasons)
        .bind(columns.actors)
        .bind(now)
        .execute(db)
        .await?;
    Ok(())
}

/// Postings column by column.
struct Columns<'a> {
    users: Vec<i64>,
    kinds: Vec<&'static str>,
    amounts: Vec<i64>,
    balances: Vec<i64>,
    held: Vec<i64>,
    jobs: Vec<Option<Uuid>>,
    keys: Vec<String>,
    reasons: Vec<&'a str>,
    actors: Vec<String>,
}

impl<'a> Columns<'a> {
    fn of(postings: &'a [Posting]) -> Self {
        let all = postings.iter();
        Self {
            users: all.clone().map(|it| it.user.0).collect(),
            kinds: all.clone().map(|it| it.kind.as_str()).collect(),
            amounts: all.clone().map(|it| it.amount.get()).collect(),
            balances: all.clone().map(|it| it.after.available.get()).collect(),
            held: all.clone().map(|it| it.after.held.get()).collect(),
            jobs: all.clone().map(|it| it.job.map(|job| job.0)).collect(),
            keys: all.clone().map(|it| it.key.to_string()).collect(),
            reasons: all.clone().map(|it| it.reason.as_str()).collect(),
            actors: all.map(|it| it.actor.to_string()).collect(),
        }
    }
}
