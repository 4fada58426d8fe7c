use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::chat::delivery::{ClaimedDelivery, DeliveryLease, Receipt};
use neurocards_core::ids::{ChatId, JobId, MessageId, OrderId, UserId, WorkerId};
use neurocards_core::ports::{LeaseError, Outbox, Topic, Unavailable};
use neurocards_core::user::Language;

use super::{PostgresStore, Tx, receipts, videos};
use crate::store::{Aborted, DeliveryRow, Moment, kept_lease, micros, row_number};

/// Claims of deliveries take turns: two at once could see different heads of one chat.
const CLAIM_TURNS: i64 = 0x6e63_0001;

#[async_trait]
impl Outbox for PostgresStore {
    async fn claim(
        &self,
        worker: &WorkerId,
        limit: u16,
        lease_for: Duration,
    ) -> Result<Vec<ClaimedDelivery>, Unavailable> {
        self.write(|mut tx| async move {
            tx.take_turns(CLAIM_TURNS).await?;
            receipts::close_unknown(&mut tx).await?;
            let leased = lease(&mut tx, worker, limit, lease_for).await?;
            let claimed = facts(&mut tx, &leased).await?;
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
                set status = 'due', deferrals = deferrals + 1, begun = false,
                    run_at = coalesce($3, now()) + $4 * interval '1 microsecond',
                    lease_owner = null, lease_until = null
                where id = $1 and lease_token = $2 and status = 'leased'",
            )
            .bind(row)
            .bind(token)
            .bind(tx.now)
            .bind(micros(after))
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
            add_alarms(&mut tx, key, chats, text).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        self.announce(&[Topic::Deliveries]);
        Ok(())
    }
}

/// Leases the delivery that has been due longest, of every chat that is free.
async fn lease(
    tx: &mut Tx,
    worker: &WorkerId,
    limit: u16,
    lease_for: Duration,
) -> Result<Vec<i64>, sqlx::Error> {
    let mut leased = sqlx::query_as::<_, (Moment, i64)>(include_str!("outbox.sql"))
        .bind(tx.now)
        .bind(i64::from(limit))
        .bind(&worker.0)
        .bind(micros(lease_for))
        .fetch_all(&mut *tx.db)
        .await?;
    leased.sort_unstable();
    Ok(leased.into_iter().map(|(_, row)| row).collect())
}

async fn facts(tx: &mut Tx, rows: &[i64]) -> Result<Vec<ClaimedDelivery>, sqlx::Error> {
    let facts = sqlx::query_as::<_, DeliveryRow>(
        "-- outbox.facts
        select delivery_facts.*
        from unnest($1::bigint[]) with ordinality as leased (id, place)
        join delivery_facts on delivery_facts.id = leased.id
        order by leased.place",
    )
    .bind(rows)
    .fetch_all(&mut *tx.db)
    .await?;
    facts.into_iter().map(ClaimedDelivery::try_from).collect()
}

async fn add_alarms(
    tx: &mut Tx,
    key: &str,
    chats: &[ChatId],
    text: &str,
) -> Result<(), sqlx::Error> {
    let chats: Vec<_> = chats.iter().map(|chat| chat.0).collect();
    sqlx::query(
        "-- outbox.add_alarms
        insert into deliveries (kind, user_id, chat, language, alarm_key, text, run_at)
        select 'alarm', chats.chat, chats.chat, coalesce(users.language, $5), $2, $3,
            coalesce($4, now())
        from unnest($1::bigint[]) with ordinality as chats (chat, place)
        left join users on users.id = chats.chat
        order by place
        on conflict do nothing",
    )
    .bind(chats)
    .bind(key)
    .bind(text)
    .bind(tx.now)
    .bind(Language::default().code())
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}
