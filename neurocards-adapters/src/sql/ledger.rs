//! What moves money, on a connection.

use neurocards_core::money::account::{Account, HoldEnd};
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{
    Balance, Chargeback, Correction, EntryKind, Grant, Hold, Purchase, Release, Written,
};
use neurocards_core::ports::LedgerError;

use super::entries::{HasLedger, account, end};
use crate::database::Aborted;
use crate::rows::HeldRow;

pub(super) use super::entries::{held, keyed, open_account, post};

type Money<T> = Result<T, Aborted<LedgerError>>;

/// Gives credits, once per key.
pub(super) async fn grant(on: &mut impl HasLedger, grant: &Grant) -> Money<Written> {
    let mut account = open_account(on, grant.user).await?;
    if let Some(row) = keyed(on, &grant.key).await? {
        return Ok(row.is(grant.user, EntryKind::Grant, grant.amount, &grant.key)?);
    }
    let posting = account.grant(grant)?;
    post(on, &[posting]).await?;
    Ok(Written::New)
}

/// Credits what a charge paid for, once per charge.
pub(super) async fn purchase(on: &mut impl HasLedger, purchase: &Purchase) -> Money<Written> {
    Ok(match credit(on, purchase).await? {
        Some(_) => Written::New,
        None => Written::Existing,
    })
}

/// Credits what a charge paid for, and answers what the user has then; `None` if the charge was
/// credited before.
pub(super) async fn credit(on: &mut impl HasLedger, purchase: &Purchase) -> Money<Option<Balance>> {
    let mut account = open_account(on, purchase.user).await?;
    let key = purchase.key();
    if let Some(row) = keyed(on, &key).await? {
        row.is(purchase.user, EntryKind::Purchase, purchase.credits, &key)?;
        return Ok(None);
    }
    let posting = account.purchase(purchase)?;
    post(on, &[posting]).await?;
    Ok(Some(account.balance))
}

/// Takes back all that a charge bought, once.
pub(super) async fn chargeback(on: &mut impl HasLedger, chargeback: &Chargeback) -> Money<Written> {
    let charge = &chargeback.charge;
    let Some(bought) = keyed(on, &EntryKey::Purchase(charge.clone())).await? else {
        return Err(LedgerError::UnknownCharge(charge.clone()).into());
    };
    let mut account = open_account(on, bought.user()).await?;
    if keyed(on, &chargeback.key()).await?.is_some() {
        return Ok(Written::Existing);
    }
    let posting = account.chargeback(bought.amount()?, chargeback)?;
    post(on, &[posting]).await?;
    Ok(Written::New)
}

/// Takes back all that a grant gave, once.
pub(super) async fn correct(on: &mut impl HasLedger, correction: &Correction) -> Money<Written> {
    let key = &correction.grant;
    let given = keyed(on, key).await?;
    let Some(given) = given.filter(|row| row.is_a(EntryKind::Grant)) else {
        return Err(LedgerError::UnknownGrant(key.clone()).into());
    };
    let mut account = open_account(on, given.user()).await?;
    if keyed(on, &correction.key()).await?.is_some() {
        return Ok(Written::Existing);
    }
    let posting = account.correct(given.amount()?, correction)?;
    post(on, &[posting]).await?;
    Ok(Written::New)
}

/// Sets credits aside for a job, once.
pub(super) async fn hold(on: &mut impl HasLedger, hold: &Hold) -> Money<Written> {
    let account = account(on, hold.user).await?;
    let key = hold.key();
    if let Some(row) = keyed(on, &key).await? {
        return Ok(row.is(hold.user, EntryKind::Hold, hold.amount, &key)?);
    }
    let mut account = account.unwrap_or_else(|| Account::empty(hold.user));
    let posting = account.hold(hold)?;
    post(on, &[posting]).await?;
    Ok(Written::New)
}

/// Ends a job's hold with a capture or a refund, once.
pub(super) async fn settle(
    on: &mut impl HasLedger,
    how: HoldEnd,
    settled: &Release,
) -> Money<Written> {
    let Some(held) = held(on, settled.job).await? else {
        return Err(LedgerError::NothingHeld(settled.job).into());
    };
    match end(on, settled.job).await? {
        Some(word) if word == how.kind().as_str() => Ok(Written::Existing),
        Some(_) => Err(LedgerError::Ended(settled.job).into()),
        None => {
            release(on, held, how, settled).await?;
            Ok(Written::New)
        }
    }
}

/// Ends a hold that has not ended.
pub(super) async fn release(
    on: &mut impl HasLedger,
    held: HeldRow,
    end: HoldEnd,
    release: &Release,
) -> Result<(), sqlx::Error> {
    let posting = held.release(end, release)?;
    post(on, &[posting]).await
}
