use std::collections::BTreeSet;
use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::chat::delivery::{
    ClaimedDelivery, Deferral, Delivery, DeliveryEnd, DeliveryKind, DeliveryLease, DeliveryLeaseId,
};
use neurocards_core::ids::{DeliveryId, JobId, MessageId, OrderId, UserId, WorkerId};
use neurocards_core::ports::{LeaseError, Outbox, Topic, Unavailable};

use super::MemoryStore;
use super::state::{DeliveryRow, State};

#[async_trait]
impl Outbox for MemoryStore {
    async fn claim(
        &self,
        _worker: &WorkerId,
        limit: u16,
        lease_for: Duration,
    ) -> Result<Vec<ClaimedDelivery>, Unavailable> {
        Ok(self.transact(|state| state.claim_deliveries(limit, lease_for, |_| true)))
    }

    async fn claim_short(
        &self,
        _worker: &WorkerId,
        limit: u16,
        lease_for: Duration,
    ) -> Result<Vec<ClaimedDelivery>, Unavailable> {
        let is_short = |kind: &DeliveryKind| !matches!(kind, DeliveryKind::Video(_));
        Ok(self.transact(|state| state.claim_deliveries(limit, lease_for, is_short)))
    }

    async fn extend(
        &self,
        leases: &[DeliveryLeaseId],
        lease_for: Duration,
    ) -> Result<Vec<DeliveryLeaseId>, Unavailable> {
        Ok(self.transact(|state| {
            let until = state.after(lease_for);
            let lost = |id: &&DeliveryLeaseId| {
                let lease = DeliveryLease::granted(id.delivery, id.token);
                let row = state.leased_delivery(&lease);
                row.map(|row| row.leased_until = Some(until)).is_err()
            };
            leases.iter().filter(lost).copied().collect()
        }))
    }

    async fn begin(&self, lease: &DeliveryLease) -> Result<(), LeaseError> {
        self.transact(|state| {
            state.leased_delivery(lease)?.begun = true;
            Ok(())
        })
    }

    async fn close(
        &self,
        lease: DeliveryLease,
        end: &DeliveryEnd,
        card_pause: Duration,
    ) -> Result<(), LeaseError> {
        self.transact(|state| {
            state.leased_delivery(&lease)?;
            state.close_delivery(lease.delivery(), end, card_pause);
            Ok(())
        })
    }

    async fn defer(
        &self,
        lease: DeliveryLease,
        after: Duration,
        why: Deferral,
    ) -> Result<(), LeaseError> {
        self.transact(|state| state.defer_delivery(&lease, after, why))
    }

    async fn keep_card_message(
        &self,
        order: OrderId,
        message: MessageId,
    ) -> Result<(), Unavailable> {
        self.transact(|state| state.keep_card_message(order, message));
        Ok(())
    }

    async fn redeliver(&self, user: UserId, job: JobId) -> Result<bool, Unavailable> {
        Ok(self.transact(|state| state.redeliver(user, job)))
    }
}

impl State {
    fn claim_deliveries(
        &mut self,
        limit: u16,
        lease_for: Duration,
        is_wanted: impl Fn(&DeliveryKind) -> bool,
    ) -> Vec<ClaimedDelivery> {
        self.close_unknown();
        let mut due = self.due_by_chat();
        due.retain(|id| is_wanted(&self.deliveries[id].delivery.kind));
        due.truncate(usize::from(limit));
        due.into_iter()
            .filter_map(|id| self.lease_delivery(id, lease_for))
            .collect()
    }

    /// Begun sends of dead workers: nobody knows how they ended, and nobody sends them again.
    fn close_unknown(&mut self) {
        let lapsed = |row: &&DeliveryRow| {
            let expired = row.leased_until.is_some_and(|until| until <= self.now);
            expired && row.begun && !row.delivery.kind.may_be_repeated()
        };
        let rows = self.deliveries.values().filter(lapsed);
        let ids: Vec<_> = rows.map(|row| row.delivery.id).collect();
        for id in ids {
            self.close_delivery(id, &DeliveryEnd::Unknown, Duration::ZERO);
        }
    }

    /// The delivery that has been due longest, of every chat that is free.
    fn due_by_chat(&self) -> Vec<DeliveryId> {
        let live = |row: &&DeliveryRow| row.leased_until.is_some_and(|until| until > self.now);
        let rows = self.deliveries.values();
        let mut taken: BTreeSet<_> = rows.filter(live).map(|row| row.delivery.chat).collect();
        let mut due: Vec<_> = self
            .deliveries
            .values()
            .filter(|row| self.is_sendable(row))
            .collect();
        due.sort_by_key(|row| (row.due_at, row.age));
        due.retain(|row| taken.insert(row.delivery.chat));
        due.into_iter().map(|row| row.delivery.id).collect()
    }

    fn is_sendable(&self, row: &DeliveryRow) -> bool {
        let user = self.users.get(&row.delivery.user);
        let blocked = user.is_some_and(|user| user.blocked);
        !blocked && row.due_at.is_some_and(|due_at| due_at <= self.now)
    }

    fn lease_delivery(&mut self, id: DeliveryId, lease_for: Duration) -> Option<ClaimedDelivery> {
        let until = self.after(lease_for);
        let row = self.deliveries.get_mut(&id)?;
        row.token += 1;
        row.leased_until = Some(until);
        row.begun &= row.is_card();
        row.changed = false;
        Some(ClaimedDelivery {
            delivery: Delivery {
                in_doubt: row.begun,
                ..row.delivery.clone()
            },
            lease: DeliveryLease::granted(id, row.token),
        })
    }

    fn leased_delivery(&mut self, lease: &DeliveryLease) -> Result<&mut DeliveryRow, LeaseError> {
        let row = self.deliveries.get_mut(&lease.delivery());
        row.filter(|row| row.leased_until.is_some() && row.token == lease.token())
            .ok_or(LeaseError::Lost)
    }

    fn defer_delivery(
        &mut self,
        lease: &DeliveryLease,
        after: Duration,
        why: Deferral,
    ) -> Result<(), LeaseError> {
        let due_at = self.after(after);
        let row = self.leased_delivery(lease)?;
        row.leased_until = None;
        row.begun = false;
        row.due_at = Some(due_at);
        row.delivery.deferrals += u16::from(why == Deferral::Fault);
        Ok(())
    }

    fn close_delivery(&mut self, id: DeliveryId, end: &DeliveryEnd, card_pause: Duration) {
        let again_at = self.after(card_pause);
        let Some(row) = self.deliveries.get_mut(&id) else {
            return;
        };
        row.leased_until = None;
        row.end = Some(end.clone());
        row.due_at = (row.is_card() && row.changed).then_some(again_at);
        row.delivery.deferrals = 0;
        row.begun &= *end == DeliveryEnd::Unknown;
        let (user, kind) = (row.delivery.user, row.delivery.kind.clone());
        self.after_end(&kind, end);
        if *end == DeliveryEnd::Blocked
            && let Some(user) = self.users.get_mut(&user)
        {
            user.blocked = true;
        }
        self.announce(Topic::Deliveries);
    }

    fn after_end(&mut self, kind: &DeliveryKind, end: &DeliveryEnd) {
        match (kind, end) {
            (DeliveryKind::Card { order }, DeliveryEnd::Sent(sent)) => {
                self.keep_card_message(*order, sent.message);
            }
            (DeliveryKind::Video(message), _) => self.touch_card(message.order),
            _ => {}
        }
    }

    fn keep_card_message(&mut self, order: OrderId, message: MessageId) {
        if let Some(row) = self.orders.get_mut(&order) {
            row.card_message = Some(message);
        }
    }
}
