//! Entries and accounts, on a transaction.

use neurocards_core::ids::{JobId, UserId};
use neurocards_core::ledger::{Chargeback, EntryKind, Grant, Purchase, Release, Written};
use neurocards_core::ports::LedgerError;
use uuid::Uuid;

use super::Tx;
use crate::store::{Aborted, Account, Held, KeyedRow, Posting, chargeback_key, purchase_key};

type Ledger<T> = Result<T, Aborted<LedgerError>>;

/// Locks the user's account and answers what it says; makes the account if it is missing.
pub(super) async fn open_account(tx: &mut Tx, user: UserId) -> Result<Account, sqlx::Error> {
    sqlx::query(
        "-- ledger.open_account
        insert into accounts (user_id) values ($1) on conflict do nothing",
    )
    .bind(user.0)
    .execute(&mut *tx.db)
    .await?;
    let (balance, held) = sqlx::query_as(
        "-- ledger.open_account
        select balance, held from accounts where user_id = $1 for update",
    )
    .bind(user.0)
    .fetch_one(&mut *tx.db)
    .await?;
    Account::read(user.0, balance, held)
}

/// Locks the accounts of users in the order of their ids, those that there are.
pub(super) async fn lock_accounts(tx: &mut Tx, users: &[UserId]) -> Result<(), sqlx::Error> {
    let users: Vec<_> = users.iter().map(|user| user.0).collect();
    sqlx::query(
        "-- ledger.lock_accounts
        select from accounts where user_id = any($1) order by user_id for update",
    )
    .bind(users)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// Locks the account of a job's user and answers the hold; `None` if nothing was ever held.
/// Accounts are locked before jobs, everywhere.
pub(super) async fn held(tx: &mut Tx, job: JobId) -> Result<Option<Held>, sqlx::Error> {
    let row = sqlx::query_as(
        "-- ledger.held
        select user_id, entries.amount, accounts.balance, accounts.held
        from entries join accounts using (user_id)
        where entries.job_id = $1 and entries.kind = 'hold'
        for update of accounts",
    )
    .bind(job.0)
    .fetch_optional(&mut *tx.db)
    .await?;
    row.map(Held::read).transpose()
}

/// Ends a hold with a capture or a refund.
pub(super) async fn release(
    tx: &mut Tx,
    held: Held,
    end: EntryKind,
    release: &Release,
) -> Result<(), sqlx::Error> {
    let posting = held.release(end, release)?;
    post(tx, &[posting]).await
}

/// Writes entries, each user's in their order; the accounts follow by themselves.
pub(super) async fn post(tx: &mut Tx, postings: &[Posting]) -> Result<(), sqlx::Error> {
    let columns = Columns::of(postings);
    sqlx::query(
        "-- ledger.post
        insert into entries (user_id, kind, amount, balance_after, held_after, job_id, key, reason,
            actor, created_at)
        select user_id, kind, amount, balance_after, held_after, job_id, key, reason, actor,
            coalesce($10, now())
        from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[],
            $6::uuid[], $7::text[], $8::text[], $9::text[]) with ordinality
            as written (user_id, kind, amount, balance_after, held_after, job_id, key, reason,
                actor, number)
        order by number",
    )
    .bind(columns.users)
    .bind(columns.kinds)
    .bind(columns.amounts)
    .bind(columns.balances)
    .bind(columns.held)
    .bind(columns.jobs)
    .bind(columns.keys)
    .bind(columns.reasons)
    .bind(columns.actors)
    .bind(tx.now)
    .execute(&mut *tx.db)
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
    keys: Vec<&'a str>,
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
            jobs: all
                .clone()
                .map(|it| it.words.job.map(|job| job.0))
                .collect(),
            keys: all.clone().map(|it| it.words.key.as_str()).collect(),
            reasons: all.clone().map(|it| it.words.reason.as_str()).collect(),
            actors: all.map(|it| it.words.actor.to_string()).collect(),
        }
    }
}

/// The entry with a key, if there is one.
pub(super) async fn keyed(tx: &mut Tx, key: &str) -> Result<Option<KeyedRow>, sqlx::Error> {
    sqlx::query_as(
        "-- ledger.keyed
        select user_id, kind, amount from entries where key = $1",
    )
    .bind(key)
    .fetch_optional(&mut *tx.db)
    .await
}

/// Gives credits, once per key.
pub(super) async fn grant(tx: &mut Tx, grant: &Grant) -> Ledger<Written> {
    let mut account = open_account(tx, grant.user).await?;
    if let Some(row) = keyed(tx, &grant.key).await? {
        return row
            .is(grant.user, EntryKind::Grant, grant.amount, &grant.key)
            .map_err(Aborted::Refused);
    }
    let posting = account.grant(grant).map_err(Aborted::Refused)?;
    post(tx, &[posting]).await?;
    Ok(Written::New)
}

/// Credits what a charge paid for, once per charge.
pub(super) async fn purchase(tx: &mut Tx, purchase: &Purchase) -> Ledger<Written> {
    let mut account = open_account(tx, purchase.user).await?;
    let key = purchase_key(&purchase.charge);
    if let Some(row) = keyed(tx, &key).await? {
        return row
            .is(purchase.user, EntryKind::Purchase, purchase.credits, &key)
            .map_err(Aborted::Refused);
    }
    let posting = account.purchase(purchase).map_err(Aborted::Refused)?;
    post(tx, &[posting]).await?;
    Ok(Written::New)
}

/// Takes back all that a charge bought, once.
pub(super) async fn chargeback(tx: &mut Tx, chargeback: &Chargeback) -> Ledger<Written> {
    let charge = &chargeback.charge;
    let Some(bought) = keyed(tx, &purchase_key(charge)).await? else {
        let unknown = LedgerError::UnknownCharge(charge.clone());
        return Err(Aborted::Refused(unknown));
    };
    let mut account = open_account(tx, bought.user()).await?;
    if keyed(tx, &chargeback_key(charge)).await?.is_some() {
        return Ok(Written::Existing);
    }
    let posting = account.chargeback(bought.amount()?, chargeback);
    post(tx, &[posting.map_err(Aborted::Refused)?]).await?;
    Ok(Written::New)
}
