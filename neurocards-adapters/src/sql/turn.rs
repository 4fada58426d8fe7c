//! What a turn changes, on a transaction.

use neurocards_core::chat::update::{ConversationState, Turn, Write};
use neurocards_core::ids::UserId;
use neurocards_core::money::ledger::{Grant, Written};
use neurocards_core::ports::{CommitError, Unavailable};
use neurocards_core::user::Language;

use super::dialect::{ADAPTER, Tx};
use super::{
    cancel, charges, deliveries, invoices, ledger, news, place, promos, referrals, refunds, users,
};
use crate::database::Aborted;

type Change<T> = Result<T, Aborted<CommitError>>;

/// Makes every change of a turn, in order.
pub(super) async fn take(tx: &mut Tx, turn: &Turn) -> Change<()> {
    if let Some(state) = &turn.state {
        keep_state(tx, state).await?;
    }
    for write in &turn.writes {
        make(tx, write).await?;
    }
    Ok(())
}

async fn make(tx: &mut Tx, write: &Write) -> Change<()> {
    match write {
        Write::Consent { user, version } => consent(tx, *user, *version).await?,
        Write::Language { user, language } => speak(tx, *user, *language).await?,
        Write::Blocked { user, blocked } => block(tx, *user, *blocked).await?,
        Write::Grant(grant) => give(tx, grant).await?,
        Write::Offer(invoice) => {
            invoices::offer(tx, invoice).await?;
        }
        Write::Book { charge, rules } => {
            let booked = charges::book(tx, charge, rules).await;
            booked.map_err(|aborted| aborted.map(CommitError::Book))?;
        }
        Write::AskRefund(refund) => {
            let asked = refunds::ask(tx, refund).await;
            asked.map_err(|aborted| aborted.map(CommitError::AskRefund))?;
        }
        Write::Redeem { user, code } => {
            let redeemed = promos::redeem(tx, *user, code).await;
            redeemed.map_err(|aborted| aborted.map(CommitError::Redeem))?;
        }
        Write::Refer { friend, referrer } => referrals::refer(tx, *friend, *referrer).await?,
        Write::Product(product) => users::keep_product(tx, product).await?,
        Write::Place(order) => {
            let placed = place::place(tx, order).await;
            placed.map_err(|aborted| aborted.map(CommitError::Place))?;
        }
        Write::Cancel { user, order } => {
            cancel::cancel(tx, *user, *order).await?;
        }
        Write::Redeliver { user, job } => {
            deliveries::redeliver(tx, *user, *job).await?;
        }
    }
    Ok(())
}

async fn give(tx: &mut Tx, grant: &Grant) -> Change<()> {
    let given = ledger::grant(tx, grant).await;
    let given =
        given.map_err(|aborted| aborted.map(|error| Unavailable::new(ADAPTER, error).into()))?;
    if given == Written::New {
        news::tell_of_gift(tx, grant).await?;
    }
    Ok(())
}

async fn keep_state(tx: &mut Tx, state: &ConversationState) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- turn.keep_state
        insert into conversations (user_id, body, changed_at) values ($1, $2, coalesce($3, current_timestamp))
        on conflict (user_id) do update
        set body = excluded.body, changed_at = excluded.changed_at",
    )
    .bind(state.user.0)
    .bind(&state.body)
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

async fn consent(tx: &mut Tx, user: UserId, version: u32) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- turn.consent
        update users set consent_version = $2, consent_at = coalesce($3, current_timestamp) where id = $1",
    )
    .bind(user.0)
    .bind(i64::from(version))
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

async fn speak(tx: &mut Tx, user: UserId, language: Language) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- turn.speak
        update users set language = $2 where id = $1",
    )
    .bind(user.0)
    .bind(language.code())
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

async fn block(tx: &mut Tx, user: UserId, blocked: bool) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- turn.block
        update users set blocked = $2 where id = $1",
    )
    .bind(user.0)
    .bind(blocked)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}
