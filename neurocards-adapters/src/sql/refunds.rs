//! Money that goes back, and its credits, on a transaction.

use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::ChargeId;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{Chargeback, Entry, Written};
use neurocards_core::money::news::{MoneyNews, NewsKey};
use neurocards_core::money::payment::{
    AskedRefund, Payment, PaymentStatus, RefundEnd, Reversal, Reversed,
};
use neurocards_core::ports::{AskRefundError, Unavailable};

use super::dialect::{ADAPTER, Tx};
use super::{acts, charges, ledger, locks, news};
use crate::database::Aborted;
use crate::rows::{EntryRow, NewAct, unreadable};

/// Takes a payment's credits back and makes its refund due.
pub(super) async fn ask(
    tx: &mut Tx,
    refund: &AskedRefund,
) -> Result<Written, Aborted<AskRefundError>> {
    let payment = locked(tx, &refund.charge).await?;
    let own = |payment: &Payment| refund.owner.is_none_or(|owner| owner == payment.user);
    let Some(payment) = payment.filter(own) else {
        let unknown = AskRefundError::Unknown(refund.charge.clone());
        return Err(Aborted::Refused(unknown));
    };
    if payment.status != PaymentStatus::Paid {
        return Ok(Written::Existing);
    }
    let taken = ledger::chargeback(tx, &chargeback(&payment, &refund.reason, &refund.by)).await;
    taken.map_err(|aborted| aborted.map(|error| AskRefundError::of_ledger(ADAPTER, error)))?;
    set_status(tx, &payment, PaymentStatus::RefundAsked).await?;
    Ok(Written::New)
}

/// Ends a refund that was asked; whether one was due.
pub(super) async fn end(
    tx: &mut Tx,
    charge: &ChargeId,
    end: &RefundEnd,
    by: &Actor,
) -> Result<bool, Aborted<Unavailable>> {
    let due = |payment: &Payment| payment.status == PaymentStatus::RefundAsked;
    let Some(payment) = locked(tx, charge).await?.filter(due) else {
        return Ok(false);
    };
    match end {
        RefundEnd::Done => settle(tx, &payment, payment.credits).await?,
        RefundEnd::ByHand(reason) => {
            acts::note(tx, &NewAct::refund_closed(&payment, reason, by)).await?;
            settle(tx, &payment, payment.credits).await?;
        }
        RefundEnd::Refused(reason) => give_back(tx, &payment, reason, by).await?,
    }
    Ok(true)
}

/// Takes back what is left of a payment whose money the provider gave back.
pub(super) async fn reverse(
    tx: &mut Tx,
    charge: &ChargeId,
    reason: &Reason,
) -> Result<Option<Reversed>, Aborted<Unavailable>> {
    let Some(payment) = locked(tx, charge).await? else {
        return Ok(None);
    };
    let key = match payment.reversal() {
        Reversal::Ended => {
            let entries = of_refund(tx, charge).await?;
            return Ok(Some(Reversed::ended(&payment, &entries)));
        }
        Reversal::Asked => {
            settle(tx, &payment, payment.credits).await?;
            return Ok(Some(Reversed::asked(&payment)));
        }
        Reversal::Unasked(key) => key,
    };
    let taken = take(tx, &payment, key, reason).await?;
    settle(tx, &payment, taken).await?;
    Ok(Some(Reversed::unasked(&payment, taken)))
}

/// The entries that took a payment's credits back or returned them.
async fn of_refund(tx: &mut Tx, charge: &ChargeId) -> Result<Vec<Entry>, sqlx::Error> {
    let [taken, returned, reversed] = Reversed::keys(charge).map(String::from);
    let rows = sqlx::query_as::<_, EntryRow>(
        "-- refunds.of_refund
        select * from entries where key in ($1, $2, $3)",
    )
    .bind(taken)
    .bind(returned)
    .bind(reversed)
    .fetch_all(&mut *tx.db)
    .await?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// A payment as it stands once the account of its user is locked.
async fn locked(tx: &mut Tx, charge: &ChargeId) -> Result<Option<Payment>, sqlx::Error> {
    let Some(payment) = charges::payment(tx, charge).await? else {
        return Ok(None);
    };
    locks::account(tx, payment.user).await?;
    charges::payment(tx, charge).await
}

/// Takes back what is left of a payment's credits, once per key; how much that is.
async fn take(
    tx: &mut Tx,
    payment: &Payment,
    key: EntryKey,
    reason: &Reason,
) -> Result<Credits, Aborted<Unavailable>> {
    if let Some(entry) = ledger::keyed(tx, &key).await? {
        return Ok(entry.amount()?);
    }
    let mut account = ledger::open_account(tx, payment.user).await?;
    let posting = account.reverse(payment, key, reason);
    let Some(posting) = posting.map_err(unreadable)? else {
        return Ok(Credits::ZERO);
    };
    let taken = posting.amount;
    ledger::post(tx, &[posting]).await?;
    Ok(taken)
}

/// The money is with the payer.
async fn settle(tx: &mut Tx, payment: &Payment, taken: Credits) -> Result<(), sqlx::Error> {
    set_status(tx, payment, PaymentStatus::Refunded).await?;
    let news = MoneyNews::Refunded {
        charge: payment.charge.clone(),
        credits: taken,
        price: payment.price,
    };
    let key = NewsKey::Refunded(&payment.charge);
    news::tell(tx, payment.user, key, &news).await
}

/// The money stays with the provider: the credits are the user's again.
async fn give_back(
    tx: &mut Tx,
    payment: &Payment,
    reason: &Reason,
    by: &Actor,
) -> Result<(), Aborted<Unavailable>> {
    let given = ledger::grant(tx, &payment.returned_credits(reason, by)).await;
    given.map_err(|aborted| aborted.map(|error| Unavailable::new(ADAPTER, error)))?;
    set_status(tx, payment, PaymentStatus::RefundRefused).await?;
    let news = MoneyNews::RefundRefused {
        charge: payment.charge.clone(),
        credits: payment.credits,
    };
    let key = NewsKey::RefundRefused(&payment.charge);
    Ok(news::tell(tx, payment.user, key, &news).await?)
}

async fn set_status(
    tx: &mut Tx,
    payment: &Payment,
    status: PaymentStatus,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- refunds.set_status
        update payments
        set status = $2, refunded_at = case when $2 = 'refunded' then coalesce($3, current_timestamp) end
        where no = $1",
    )
    .bind(payment.no)
    .bind(status.as_str())
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

fn chargeback(payment: &Payment, reason: &Reason, by: &Actor) -> Chargeback {
    Chargeback {
        charge: payment.charge.clone(),
        reason: reason.clone(),
        by: by.clone(),
    }
}
