use async_trait::async_trait;
use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::{ChargeId, InvoiceId, UserId};
use neurocards_core::money::gift::ReferralRules;
use neurocards_core::money::ledger::Written;
use neurocards_core::money::payment::{
    AskedRefund, Booked, Charge, Currency, DueRefund, Invoice, Payment, RefundEnd, Reversed,
    StarList, StoredInvoice,
};
use neurocards_core::page::Page;
use neurocards_core::ports::{AskRefundError, BookError, Payments, Topic, Unavailable};

use super::dialect::Store;
use super::{charges, invoices, refunds};
use crate::database::Aborted;
use crate::rows::{DueRefundRow, Moment, PaymentRow};

#[async_trait]
impl Payments for Store {
    async fn offer(&self, invoice: &Invoice) -> Result<Written, Unavailable> {
        self.write(|mut tx| async move {
            let written = invoices::offer(&mut tx, invoice).await?;
            tx.commit().await?;
            Ok(written)
        })
        .await
    }

    async fn invoice(&self, invoice: InvoiceId) -> Result<Option<StoredInvoice>, Unavailable> {
        self.read(self.deadline, |mut tx| async move {
            Ok(invoices::find(&mut tx, invoice).await?)
        })
        .await
    }

    async fn book(&self, charge: &Charge, rules: &ReferralRules) -> Result<Booked, BookError> {
        let booked = self
            .write(|mut tx| async move {
                let booked = charges::book(&mut tx, charge, rules).await?;
                tx.commit().await?;
                Ok::<_, Aborted<_>>(booked)
            })
            .await?;
        self.announce(&[Topic::Deliveries]);
        Ok(booked)
    }

    async fn payment(&self, charge: &ChargeId) -> Result<Option<Payment>, Unavailable> {
        self.read(self.deadline, |mut tx| async move {
            Ok(charges::payment(&mut tx, charge).await?)
        })
        .await
    }

    async fn payment_numbered(&self, no: i64) -> Result<Option<Payment>, Unavailable> {
        self.bounded(async {
            let row = sqlx::query_as::<_, PaymentRow>(
                "-- payments.payment_numbered
                select * from payments where no = $1",
            )
            .bind(no)
            .fetch_optional(self.readers())
            .await?;
            Ok(row.map(Payment::try_from).transpose()?)
        })
        .await
    }

    async fn payments(&self, user: UserId, page: Page) -> Result<Vec<Payment>, Unavailable> {
        self.bounded(async {
            let rows = sqlx::query_as::<_, PaymentRow>(
                "-- payments.payments
                select * from payments where user_id = $1 order by no desc limit $2 offset $3",
            )
            .bind(user.0)
            .bind(i32::from(page.limit))
            .bind(i64::from(page.offset))
            .fetch_all(self.readers())
            .await?;
            Ok(read(rows)?)
        })
        .await
    }

    async fn payments_after(
        &self,
        currency: Currency,
        after: i64,
        limit: u16,
    ) -> Result<Vec<Payment>, Unavailable> {
        self.bounded(async {
            let rows = sqlx::query_as::<_, PaymentRow>(
                "-- payments.payments_after
                select * from payments where currency = $1 and no > $2 order by no limit $3",
            )
            .bind(currency.code())
            .bind(after)
            .bind(i32::from(limit))
            .fetch_all(self.readers())
            .await?;
            Ok(read(rows)?)
        })
        .await
    }

    async fn star_list(&self) -> Result<StarList, Unavailable> {
        self.bounded(async {
            let (settled, read_at): (i64, Option<Moment>) = sqlx::query_as(
                "-- payments.star_list
                select settled, read_at from star_list",
            )
            .fetch_one(self.readers())
            .await?;
            Ok(StarList {
                settled: u32::try_from(settled).unwrap_or_default(),
                read_at: read_at.map(Into::into),
            })
        })
        .await
    }

    async fn keep_star_list(&self, list: &StarList) -> Result<(), Unavailable> {
        self.write(|mut tx| async move {
            sqlx::query(
                "-- payments.keep_star_list
                update star_list set settled = $1, read_at = $2",
            )
            .bind(i64::from(list.settled))
            .bind(list.read_at.map(Moment))
            .execute(&mut *tx.db)
            .await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn ask_refund(&self, refund: &AskedRefund) -> Result<Written, AskRefundError> {
        self.write(|mut tx| async move {
            let written = refunds::ask(&mut tx, refund).await?;
            tx.commit().await?;
            Ok(written)
        })
        .await
    }

    async fn refunds_due(
        &self,
        currency: Currency,
        after: i64,
        limit: u16,
    ) -> Result<Vec<DueRefund>, Unavailable> {
        self.bounded(async {
            let rows = sqlx::query_as::<_, DueRefundRow>(
                "-- payments.refunds_due
                select payments.*, (
                    select created_at from entries where key = 'chargeback:' || charge
                ) as asked_at
                from payments where currency = $1 and no > $2 and status = 'refund_asked'
                order by no limit $3",
            )
            .bind(currency.code())
            .bind(after)
            .bind(i32::from(limit))
            .fetch_all(self.readers())
            .await?;
            let due: Result<_, sqlx::Error> = rows.into_iter().map(DueRefund::try_from).collect();
            Ok(due?)
        })
        .await
    }

    async fn end_refund(
        &self,
        charge: &ChargeId,
        end: &RefundEnd,
        by: &Actor,
    ) -> Result<bool, Unavailable> {
        let ended = self
            .write(|mut tx| async move {
                let ended = refunds::end(&mut tx, charge, end, by).await?;
                tx.commit().await?;
                Ok::<_, Aborted<_>>(ended)
            })
            .await?;
        self.announce(&[Topic::Deliveries]);
        Ok(ended)
    }

    async fn reverse(
        &self,
        charge: &ChargeId,
        reason: &Reason,
    ) -> Result<Option<Reversed>, Unavailable> {
        let reversed = self
            .write(|mut tx| async move {
                let reversed = refunds::reverse(&mut tx, charge, reason).await?;
                tx.commit().await?;
                Ok::<_, Aborted<_>>(reversed)
            })
            .await?;
        self.announce(&[Topic::Deliveries]);
        Ok(reversed)
    }
}

fn read(rows: Vec<PaymentRow>) -> Result<Vec<Payment>, sqlx::Error> {
    rows.into_iter().map(Payment::try_from).collect()
}
