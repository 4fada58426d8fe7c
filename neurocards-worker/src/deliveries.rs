use std::sync::Arc;

use neurocards_adapters::alarms::Watch;
use neurocards_adapters::pump::Work;
use neurocards_core::chat::delivery::{ClaimedDelivery, DeliveryEnd};
use neurocards_core::ports::{LeaseError, Outbox, Topic, Unavailable};
use neurocards_core::use_cases::deliver::{Deliver, Delivered};

use crate::alarms::{admin_unreachable, delivery_refused};
use crate::deps::WorkerDeps;
use crate::options::WorkerOptions;

/// Faults after which a delivery is given up; with the default backoff, after about a week.
const DEFERRALS_MAX: u16 = 40_000;

/// The deliveries that are due: each is made once.
pub(crate) struct Deliveries {
    outbox: Arc<dyn Outbox>,
    watch: Watch,
    deliver: Deliver,
    options: WorkerOptions,
}

impl Deliveries {
    pub(crate) fn new(deps: &WorkerDeps, watch: &Watch) -> Self {
        let options = &deps.options;
        let deliver = Deliver {
            outbox: deps.stores.outbox.clone(),
            jobs: deps.stores.jobs.clone(),
            messenger: deps.messenger.clone(),
            media: deps.media.clone(),
            card_pause: options.card_pause,
            backoff: options.delivery_backoff,
            deferrals_max: DEFERRALS_MAX,
        };
        Self {
            outbox: deps.stores.outbox.clone(),
            watch: watch.clone(),
            deliver,
            options: options.clone(),
        }
    }
}

impl Work for Deliveries {
    type Item = ClaimedDelivery;

    const TOPIC: Topic = Topic::Deliveries;

    async fn claim(&self, limit: u16) -> Result<Vec<ClaimedDelivery>, Unavailable> {
        let lease_for = self.options.delivery_lease_for;
        self.outbox
            .claim(&self.options.worker, limit, lease_for)
            .await
    }

    async fn handle(self: Arc<Self>, claimed: ClaimedDelivery) {
        let delivery = claimed.delivery.id;
        let (kind, chat) = (claimed.delivery.kind.as_str(), claimed.delivery.chat);
        match self.deliver.deliver(claimed).await {
            Ok(Delivered::Closed(DeliveryEnd::Sent(_))) => {
                tracing::debug!(%delivery, kind, "delivered");
            }
            Ok(Delivered::Closed(DeliveryEnd::Refused { reason })) => {
                tracing::error!(%delivery, kind, reason, "refused by the chat");
                self.watch.raise(delivery_refused(kind, &reason)).await;
            }
            Ok(Delivered::Closed(end)) => {
                tracing::warn!(%delivery, kind, end = end.as_str(), "closed");
            }
            Ok(Delivered::Deferred { after, error, .. }) => {
                tracing::warn!(%delivery, kind, ?after, error, "deferred");
            }
            Ok(Delivered::Unreachable { reason, .. }) => {
                tracing::error!(admin = %chat, reason, "an operator cannot be reached");
                self.watch.raise(admin_unreachable(chat, &reason)).await;
            }
            Err(LeaseError::Lost) => tracing::info!(%delivery, "another worker has the delivery"),
            Err(error) => tracing::warn!(%delivery, kind, %error, "the delivery was broken off"),
        }
    }
}
