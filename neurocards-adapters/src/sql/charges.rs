//! Booking a charge, on a transaction.

use neurocards_core::ids::ChargeId;
use neurocards_core::money::booking::ChargeRefusal;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::ReferralRules;
use neurocards_core::money::news::{MoneyNews, NewsKey};
use neurocards_core::money::payment::{Booked, Charge, Payment, PaymentStatus};
use neurocards_core::ports::BookError;

use super::dialect::{ADAPTER, Tx};
use super::{invoices, ledger, locks, news, referrals};
use crate::database::Aborted;
use crate::rows::PaymentRow;

type Booking<T> = Result<T, Aborted<BookError>>;

/// Writes purchase, rewards, payment and their news: all or nothing, once per charge.
pub(super) async fn book(tx: &mut Tx, charge: &Charge, rules: &ReferralRules) -> Booking<Booked> {
    locks::payer(tx, charge.payer).await?;
    if let Some(known) = payment(tx, &charge.id).await? {
        let booked = charge.booked_as(known);
        return booked.map_err(|refusal| Aborted::Refused(refusal.into()));
    }
    let stored = invoices::find(tx, charge.invoice).await?;
    let credits = charge.buys(stored.as_ref().map(|stored| &stored.invoice));
    let credits = credits.map_err(|refusal| Aborted::Refused(refusal.into()))?;
    credit(tx, charge, credits).await?;
    let rewarded = referrals::reward(tx, charge.payer, rules).await?;
    let payment = insert(tx, charge, credits, rewarded).await?;
    Ok(Booked::New(payment))
}

/// The payment of a charge.
pub(super) async fn payment(
    tx: &mut Tx,
    charge: &ChargeId,
) -> Result<Option<Payment>, sqlx::Error> {
    let row = sqlx::query_as::<_, PaymentRow>(
        "-- charges.payment
        select * from payments where charge = $1",
    )
    .bind(charge.as_str())
    .fetch_optional(&mut *tx.db)
    .await?;
    row.map(Payment::try_from).transpose()
}

async fn credit(tx: &mut Tx, charge: &Charge, credits: Credits) -> Booking<()> {
    let credited = ledger::credit(tx, &charge.purchase(credits)).await;
    let credited = credited
        .map_err(|aborted| aborted.map(|error| BookError::of_ledger(ADAPTER, &charge.id, error)))?;
    let Some(balance) = credited else {
        // The ledger alone booked it: there is no payment that it could be compared with.
        return Err(Aborted::Refused(
            ChargeRefusal::Conflict(charge.id.clone()).into(),
        ));
    };
    let news = MoneyNews::Paid {
        charge: charge.id.clone(),
        credits,
        price: charge.price,
        balance: balance.available,
    };
    let key = NewsKey::Paid(&charge.id);
    Ok(news::tell(tx, charge.payer, key, &news).await?)
}

async fn insert(
    tx: &mut Tx,
    charge: &Charge,
    credits: Credits,
    rewarded: bool,
) -> Result<Payment, sqlx::Error> {
    sqlx::query_as::<_, PaymentRow>(
        "-- charges.insert
        insert into payments (charge, provider_charge, invoice_id, user_id, credits, currency,
            amount, status, rewarded, booked_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, coalesce($10, current_timestamp))
        returning *",
    )
    .bind(charge.id.as_str())
    .bind(charge.provider_id.as_ref().map(ChargeId::as_str))
    .bind(charge.invoice.0)
    .bind(charge.payer.0)
    .bind(credits.get())
    .bind(charge.price.currency().code())
    .bind(charge.price.amount())
    .bind(PaymentStatus::Paid.as_str())
    .bind(rewarded)
    .bind(tx.now)
    .fetch_one(&mut *tx.db)
    .await?
    .try_into()
}
