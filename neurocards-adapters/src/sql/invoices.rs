//! Invoices, on a transaction.

use neurocards_core::ids::InvoiceId;
use neurocards_core::money::ledger::Written;
use neurocards_core::money::payment::{Invoice, StoredInvoice};

use super::dialect::Tx;
use super::ledger;
use crate::rows::InvoiceRow;

/// Stores an invoice; a known id changes nothing.
pub(super) async fn offer(tx: &mut Tx, invoice: &Invoice) -> Result<Written, sqlx::Error> {
    ledger::open_account(tx, invoice.user).await?;
    let stored = sqlx::query(
        "-- invoices.offer
        insert into invoices (id, user_id, credits, currency, amount, created_at)
        select $1, $2, $3, $4, $5, coalesce($6, current_timestamp)
        where not exists (select 1 from invoices where id = $1)
        on conflict (id) do nothing",
    )
    .bind(invoice.id.0)
    .bind(invoice.user.0)
    .bind(invoice.credits.get())
    .bind(invoice.price.currency().code())
    .bind(invoice.price.amount())
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(match stored.rows_affected() {
        0 => Written::Existing,
        _ => Written::New,
    })
}

/// An invoice, and whether it is paid.
pub(super) async fn find(
    tx: &mut Tx,
    invoice: InvoiceId,
) -> Result<Option<StoredInvoice>, sqlx::Error> {
    let row = sqlx::query_as::<_, InvoiceRow>(
        "-- invoices.find
        select *, exists (select 1 from payments where invoice_id = invoices.id) as paid
        from invoices where id = $1",
    )
    .bind(invoice.0)
    .fetch_optional(&mut *tx.db)
    .await?;
    row.map(StoredInvoice::try_from).transpose()
}
