//! The statements of a ledger, with the schema of its tables written into them once.

use std::sync::{Arc, LazyLock};

use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};

use super::name::Name;

/// Those of the store's own ledger, whose tables the search path finds.
pub(super) static OF_STORE: LazyLock<Statements> = LazyLock::new(|| Statements::with(""));

/// One statement per function of `entries.rs`.
#[derive(Debug)]
pub(super) struct Statements {
    pub(super) open_account: SqlStr,
    pub(super) account: SqlStr,
    pub(super) lock_accounts: SqlStr,
    pub(super) held: SqlStr,
    pub(super) end: SqlStr,
    pub(super) post: SqlStr,
    pub(super) keyed: SqlStr,
    pub(super) balance: SqlStr,
    pub(super) statement: SqlStr,
    pub(super) audit: SqlStr,
}

impl Statements {
    /// Those of a ledger in a schema.
    pub(super) fn of(schema: &Name) -> Self {
        Self::with(&format!("{schema}."))
    }

    fn with(schema: &str) -> Self {
        let sql = |text: &str| {
            let text = text.replace("{schema}", schema);
            // Safe: a prefix is empty or a quoted name.
            AssertSqlSafe(Arc::<str>::from(text)).into_sql_str()
        };
        Self {
            open_account: sql("-- entries.open_account
                insert into {schema}accounts (user_id) values ($1) on conflict do nothing"),
            account: sql("-- entries.account
                select user_id, balance, held
                from {schema}accounts where user_id = $1 for update"),
            lock_accounts: sql("-- entries.lock_accounts
                select from {schema}accounts where user_id = any($1) order by user_id for update"),
            held: sql("-- entries.held
                select accounts.user_id, accounts.balance, accounts.held, entries.amount
                from {schema}entries as entries
                join {schema}accounts as accounts on accounts.user_id = entries.user_id
                where entries.job_id = $1 and entries.kind = 'hold'
                for update of accounts"),
            end: sql("-- entries.end
                select kind from {schema}entries
                where job_id = $1 and kind in ('capture', 'refund')"),
            post: sql("-- entries.post
                insert into {schema}entries (user_id, kind, amount, balance_after, held_after,
                    job_id, key, reason, actor, created_at)
                select user_id, kind, amount, balance_after, held_after, job_id, key, reason,
                    actor, coalesce($10, now())
                from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[],
                    $6::uuid[], $7::text[], $8::text[], $9::text[]) with ordinality
                    as postings (user_id, kind, amount, balance_after, held_after, job_id, key,
                        reason, actor, number)
                order by number"),
            keyed: sql("-- entries.keyed
                select user_id, kind, amount from {schema}entries where key = $1"),
            balance: sql("-- entries.balance
                select user_id, balance, held from {schema}accounts where user_id = $1"),
            statement: sql("-- entries.statement
                select * from {schema}entries where user_id = $1
                order by id desc limit $2 offset $3"),
            audit: sql(include_str!("audit_entries.sql")),
        }
    }
}
