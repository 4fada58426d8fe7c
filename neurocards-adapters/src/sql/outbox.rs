use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::chat::delivery::{
    ClaimedDelivery, Deferral, DeliveryEnd, DeliveryLease, DeliveryLeaseId,
};
use neurocards_core::ids::{JobId, MessageId, OrderId, UserId, WorkerId};
use neurocards_core::ports::{LeaseError, Outbox, Topic, Unavailable};

use super::dialect::Store;
use super::outbox_lease::{self, Lane};
use super::{deliveries, delivery_ends, locks};
use crate::database::{Aborted, kept_lease};
use crate::rows::{Pause, row_number};

#[async_trait]
impl Outbox for Store {
    async fn claim(
        &self,
        worker: &WorkerId,
        limit: u16,
        lease_for: Duration,
    ) -> Result<Vec<ClaimedDelivery>, Unavailable> {
        self.lease_deliveries(worker, Lane::All, limit, lease_for)
            .await
    }

    async fn claim_short(
        &self,
        worker: &WorkerId,
        limit: u16,
        lease_for: Duration,
    ) -> Result<Vec<ClaimedDelivery>, Unavailable> {
        self.lease_deliveries(worker, Lane::Short, limit, lease_for)
            .await
    }

    async fn extend(
        &self,
        leases: &[DeliveryLeaseId],
        lease_for: Duration,
    ) -> Result<Vec<DeliveryLeaseId>, Unavailable> {
        self.write(|mut tx| async move {
            let mut lost = Vec::new();
            for lease in leases {
                if !outbox_lease::extend(&mut tx, *lease, lease_for).await? {
                    lost.push(*lease);
                }
            }
            tx.commit().await?;
            Ok(lost)
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
        end: &DeliveryEnd,
        card_pause: Duration,
    ) -> Result<(), LeaseError> {
        let (row, token) = (row_number(lease.delivery()), lease.token());
        self.write(|mut tx| async move {
            delivery_ends::close(&mut tx, row, token, end, card_pause).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        self.announce(&[Topic::Deliveries]);
        Ok(())
    }

    async fn defer(
        &self,
        lease: DeliveryLease,
        after: Duration,
        why: Deferral,
    ) -> Result<(), LeaseError> {
        let (row, token) = (row_number(lease.delivery()), lease.token());
        let counted = i32::from(why == Deferral::Fault);
        self.write(|mut tx| async move {
            let deferred = sqlx::query(
                "-- outbox.defer
                update deliveries
                set status = 'due', deferrals = deferrals + $5, begun = false,
                    run_at = coalesce($3, current_timestamp) + $4,
                    lease_owner = null, lease_until = null
                where id = $1 and lease_token = $2 and status = 'leased'",
            )
            .bind(row)
            .bind(token)
            .bind(tx.now)
            .bind(Pause(after))
            .bind(counted)
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
            delivery_ends::keep_card_message(&mut tx, order, message).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn redeliver(&self, user: UserId, job: JobId) -> Result<bool, Unavailable> {
        let added = self
            .write(|mut tx| async move {
                let added = deliveries::redeliver(&mut tx, user, job).await?;
                tx.commit().await?;
                Ok::<_, Aborted<_>>(added)
            })
            .await?;
        self.announce(&[Topic::Deliveries]);
        Ok(added)
    }
}

impl Store {
    async fn lease_deliveries(
        &self,
        worker: &WorkerId,
        lane: Lane,
        limit: u16,
        lease_for: Duration,
    ) -> Result<Vec<ClaimedDelivery>, Unavailable> {
        self.write(|mut tx| async move {
            locks::deliveries(&mut tx).await?;
            delivery_ends::close_unknown(&mut tx).await?;
            let claimed = outbox_lease::lease(&mut tx, worker, lane, limit, lease_for).await?;
            tx.commit().await?;
            Ok(claimed)
        })
        .await
    }
}
