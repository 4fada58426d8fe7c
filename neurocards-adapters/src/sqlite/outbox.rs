use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::chat::delivery::{ClaimedDelivery, DeliveryLease, Receipt};
use neurocards_core::ids::{ChatId, JobId, MessageId, OrderId, UserId, WorkerId};
use neurocards_core::ports::{LeaseError, Outbox, Topic, Unavailable};
use neurocards_core::user::Language;

use super::{SqliteStore, Tx, receipts, videos};
use crate::store::{Aborted, DeliveryRow, kept_lease, row_number};

#[async_trait]
impl Outbox for SqliteStore {
    async fn claim(
        &self,
        worker: &WorkerId,
        limit: u16,
        lease_for: Duration,
    ) -> Result<Vec<ClaimedDelivery>, Unavailable> {
        self.write(|mut tx| async move {
            receipts::close_unknown(&mut tx).await?;
            let mut claimed = Vec::new();
            for row in due(&mut tx, limit).await? {
                claimed.push(lease(&mut tx, row, worker, lease_for).await?);
            }
            tx.commit().await?;
            Ok(claimed)
        })
        .await
    }

    async fn begin(&self, lease: &DeliveryLease) -> Result<(), LeaseError> {
        self.write(|mut tx| async move {
            let begun = sqlx::query(
                "-- outbox.begin
                update deliveries set begun = true
                where id = $1 and lease_token = $2 and status = 'leased'",
            )
            .bind(row_number(lease.delivery()))
            .bind(lease.token())
            .execute(&mut *tx.db)
            .await?;
            kept_lease(begun.rows_affected())?;
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn close(
        &self,
        lease: DeliveryLease,
        receipt: &Receipt,
        card_pause: Duration,
    ) -> Result<(), LeaseError> {
        let (row, token) = (row_number(lease.delivery()), lease.token());
        self.write(|mut tx| async move {
            receipts::close(&mut tx, row, token, receipt, card_pause).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        self.announce(&[Topic::Deliveries]);
        Ok(())
    }

    async fn defer(&self, lease: DeliveryLease, after: Duration) -> Result<(), LeaseError> {
        let (row, token) = (row_number(lease.delivery()), lease.token());
        self.write(|mut tx| async move {
            let deferred = sqlx::query(
                "-- outbox.defer
                update deliveries
                set status = 'due', run_at = $3, deferrals = deferrals + 1, begun = false,
                    lease_owner = null, lease_until = null
                where id = $1 and lease_token = $2 and status = 'leased'",
            )
            .bind(row)
            .bind(token)
            .bind(tx.now.after(after))
            .execute(&mut *tx.db)
            .await?;
            kept_lease(deferred.rows_affected())?;
            Ok(tx.commit().await?)
        })
        .await?;
        self.announce(&[Topic::Deliveries]);
        Ok(())
    }

    async fn keep_card_message(
        &self,
        order: OrderId,
        message: MessageId,
    ) -> Result<(), Unavailable> {
        self.write(|mut tx| async move {
            receipts::keep_card_message(&mut tx, order, message).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn redeliver(&self, user: UserId, job: JobId) -> Result<bool, Unavailable> {
        let added = self
            .write(|mut tx| async move {
                let added = videos::redeliver(&mut tx, user, job).await?;
                tx.commit().await?;
                Ok::<_, Aborted<_>>(added)
            })
            .await?;
        self.announce(&[Topic::Deliveries]);
        Ok(added)
    }

    async fn alarm(&self, key: &str, chats: &[ChatId], text: &str) -> Result<(), Unavailable> {
        self.write(|mut tx| async move {
            for chat in chats {
                add_alarm(&mut tx, key, *chat, text).await?;
            }
            Ok(tx.commit().await?)
        })
        .await?;
        self.announce(&[Topic::Deliveries]);
        Ok(())
    }
}

/// The delivery that has been due longest, of every chat that is free.
async fn due(tx: &mut Tx, limit: u16) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar(
        "-- outbox.due
        with open as (
            select deliveries.id, deliveries.chat, deliveries.run_at,
                coalesce(lease_until > $1, false) as is_leased
            from deliveries left join users on users.id = deliveries.user_id
            where closed_at is null and run_at <= $1
                and not coalesce(users.blocked, false)
        )
        select id from open as first
        where not is_leased and not exists (
            select 1 from open as other
            where other.chat = first.chat and other.id <> first.id
                and (
                    other.is_leased
                    or (other.run_at, other.id) < (first.run_at, first.id)
                )
        )
        order by run_at, id limit $2",
    )
    .bind(tx.now)
    .bind(i32::from(limit))
    .fetch_all(&mut *tx.db)
    .await
}

async fn lease(
    tx: &mut Tx,
    row: i64,
    worker: &WorkerId,
    lease_for: Duration,
) -> Result<ClaimedDelivery, sqlx::Error> {
    sqlx::query(
        "-- outbox.lease
        update deliveries
        set status = 'leased', lease_owner = $2, lease_token = lease_token + 1,
            lease_until = $3, begun = false, changed = false
        where id = $1",
    )
    .bind(row)
    .bind(&worker.0)
    .bind(tx.now.after(lease_for))
    .execute(&mut *tx.db)
    .await?;
    facts(tx, row).await?.try_into()
}

async fn facts(tx: &mut Tx, row: i64) -> Result<DeliveryRow, sqlx::Error> {
    sqlx::query_as(
        "-- outbox.facts
        select * from delivery_facts where id = $1",
    )
    .bind(row)
    .fetch_one(&mut *tx.db)
    .await
}

async fn add_alarm(tx: &mut Tx, key: &str, chat: ChatId, text: &str) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- outbox.add_alarm
        insert into deliveries (kind, user_id, chat, language, alarm_key, text, run_at)
        values (
            'alarm', $1, $1, coalesce((select language from users where id = $1), $5), $2, $3, $4
        )
        on conflict do nothing",
    )
    .bind(chat.0)
    .bind(key)
    .bind(text)
    .bind(tx.now)
    .bind(Language::default().code())
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}
