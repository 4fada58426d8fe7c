//! The statements of a ledger, with the schema of its tables written into them once.

use std::sync::LazyLock;

use sqlx::SqlStr;

use super::spelling::spelled_for;

/// Those of the store's own ledger, whose tables the search path finds.
pub(crate) static OF_STORE: LazyLock<Statements> = LazyLock::new(|| Statements::with(""));

/// One statement per function of `entries.rs`.
#[derive(Debug)]
pub(crate) struct Statements {
    pub(crate) open_account: SqlStr,
    pub(crate) account: SqlStr,
    pub(crate) held: SqlStr,
    pub(crate) end: SqlStr,
    pub(crate) post: SqlStr,
    pub(crate) find: SqlStr,
    pub(crate) balance: SqlStr,
    pub(crate) statement: SqlStr,
    pub(crate) audit: SqlStr,
}

impl Statements {
    /// Those of a ledger whose tables have this prefix: nothing, or a quoted schema and a dot.
    pub(crate) fn with(prefix: &str) -> Self {
        let sql = |text: &str| spelled_for(text, prefix);
        Self {
            open_account: sql("-- entries.open_account
                insert into {schema}accounts (user_id) values ($1) on conflict do nothing"),
            account: sql("-- entries.account
                select user_id, balance, held
                from {schema}accounts as accounts where user_id = $1 {for_update}"),
            held: sql("-- entries.held
                select accounts.user_id, accounts.balance, accounts.held, entries.amount
                from {schema}entries as entries
                join {schema}accounts as accounts on accounts.user_id = entries.user_id
                where entries.job_id = $1 and entries.kind = 'hold'
                {for_update}"),
            end: sql("-- entries.end
                select kind from {schema}entries
                where job_id = $1 and kind in ('capture', 'refund')"),
            post: sql("-- entries.post
                insert into {schema}entries (user_id, kind, amount, balance_after, held_after,
                    job_id, key, reason, actor, created_at)
                select user_id, kind, amount, balance_after, held_after, job_id, key, reason, actor,
                    coalesce($2, current_timestamp)
                from {entries}
                order by number"),
            find: sql("-- entries.find
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
