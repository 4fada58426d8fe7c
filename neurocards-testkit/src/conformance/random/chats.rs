use neurocards_core::chat::alarm::{Alarm, AlarmKind};
use neurocards_core::chat::delivery::{ClaimedDelivery, DeliveryLease};
use neurocards_core::ids::{ChatId, MessageId, UserId};

use super::action::Action;
use super::pair::{Pair, nth, remember};
use super::same::{Compared, both, leased, same};
use crate::conformance::LEASE_FOR;
use crate::conformance::harness::{CARD_PAUSE, WHOLE, sent, worker};

/// One alarm of each way to end.
fn an_alarm(key: u8) -> Alarm {
    let kinds = [
        AlarmKind::UpdatePassedOver,
        AlarmKind::MediaStore,
        AlarmKind::VideosFail,
    ];
    Alarm::new(kinds[usize::from(key) % kinds.len()], "text")
}

/// More deliveries than this no chat has waiting in one sequence.
const MOST_WAVES: usize = 200;

impl Pair {
    pub(super) async fn act_on_chats(&mut self, action: &Action) -> Compared {
        match action {
            Action::ClaimDeliveries { limit } => self.claim_deliveries(*limit).await,
            Action::SendAll => self.send_all().await,
            Action::KeepCardMessage { order, message } => {
                let Some(order) = nth(&self.orders, *order).map(|order| order.id) else {
                    return Ok(());
                };
                let message = MessageId(*message);
                let kept = self.on_both(async |stores| {
                    stores
                        .outbox
                        .keep_card_message(order, message)
                        .await
                        .is_ok()
                });
                same("keep the card's message", &kept.await)
            }
            Action::Redeliver { user, order } => {
                let Some(order) = nth(&self.orders, *order) else {
                    return Ok(());
                };
                let (user, job) = (UserId(*user), order.jobs[0]);
                let again = self.on_both(async |it| it.outbox.redeliver(user, job).await.unwrap());
                same("redeliver", &again.await)
            }
            Action::Alarm { key, chats } => {
                let alarm = an_alarm(*key);
                let chats: Vec<_> = chats.iter().copied().map(ChatId).collect();
                let told = self.on_both(async |it| {
                    let raised = it.alarms.raise(&alarm).await.is_ok();
                    (raised, it.alarms.tell(&chats).await.is_ok())
                });
                same("alarm", &told.await)
            }
            Action::EndAlarm { key } => {
                let key = an_alarm(*key).key();
                let ended = self.on_both(async |it| it.alarms.end(&key).await.unwrap());
                same("the end of an alarm", &ended.await)?;
                let standing = self.on_both(async |it| it.alarms.standing(WHOLE).await.unwrap());
                same("alarms that stand", &standing.await)
            }
            action => self.deliver(action).await,
        }
    }

    /// Sends what is due until nothing is.
    pub(super) async fn send_all(&mut self) -> Compared {
        for _ in 0..MOST_WAVES {
            self.deliveries.clear();
            self.claim_deliveries(100).await?;
            if self.deliveries.is_empty() {
                return Ok(());
            }
            for pair in &self.deliveries {
                let sent = self.under(pair, async |stores, lease| {
                    let lease = DeliveryLease::granted(lease.delivery(), lease.token());
                    stores.outbox.close(lease, &sent(1), CARD_PAUSE).await
                });
                same("close a sent delivery", &both(sent.await, |it| leased(&it)))?;
            }
        }
        Ok(())
    }

    async fn claim_deliveries(&mut self, limit: u16) -> Compared {
        let claim = self.on_both(async |it| it.outbox.claim(&worker(1), limit, LEASE_FOR).await);
        let mut claimed = both(claim.await, Result::unwrap);
        for side in [&mut claimed.0, &mut claimed.1] {
            side.sort_by_key(|it| it.delivery.chat);
        }
        self.delivery_ids
            .rename(&mut claimed, |it| &mut it.delivery.id)?;
        let plain = |claimed: &[ClaimedDelivery]| -> Vec<_> {
            let plain = |it: &ClaimedDelivery| (it.delivery.clone(), it.lease.token());
            claimed.iter().map(plain).collect()
        };
        same("claim deliveries", &(plain(&claimed.0), plain(&claimed.1)))?;
        let leases = claimed.0.into_iter().zip(claimed.1);
        remember(
            &mut self.deliveries,
            leases.map(|(model, subject)| (model.lease, subject.lease)),
        );
        Ok(())
    }

    /// The actions under a delivery's lease.
    async fn deliver(&self, action: &Action) -> Compared {
        let (Action::Begin { lease }
        | Action::Close { lease, .. }
        | Action::DeferDelivery { lease, .. }) = action
        else {
            return Ok(());
        };
        let Some(pair) = nth(&self.deliveries, *lease) else {
            return Ok(());
        };
        let done = self.under(pair, async |stores, lease| {
            let (outbox, own) = (&stores.outbox, lease);
            let lease = DeliveryLease::granted(own.delivery(), own.token());
            match action {
                Action::Close { end, .. } => outbox.close(lease, end, CARD_PAUSE).await,
                Action::DeferDelivery { after, why, .. } => outbox.defer(lease, *after, *why).await,
                _ => outbox.begin(own).await,
            }
        });
        same(
            "a write under a delivery's lease",
            &both(done.await, |it| leased(&it)),
        )
    }
}
