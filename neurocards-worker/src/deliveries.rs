use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use neurocards_adapters::alarms::Watch;
use neurocards_adapters::pump::Work;
use neurocards_core::chat::delivery::{
    ClaimedDelivery, DeliveryEnd, DeliveryKind, DeliveryLeaseId,
};
use neurocards_core::ports::{LeaseError, Outbox, Topic, Unavailable};
use neurocards_core::use_cases::deliver::{Deliver, Delivered};

use crate::alarms::{admin_unreachable, delivery_refused};
use crate::deps::WorkerDeps;
use crate::heartbeat::Heartbeat;
use crate::options::WorkerOptions;

/// Faults after which a delivery is given up; with the default backoff, after about a week.
const DEFERRALS_MAX: u16 = 40_000;

/// The deliveries that are due: each is made once.
pub(crate) struct Deliveries {
    outbox: Arc<dyn Outbox>,
    watch: Watch,
    heartbeat: Arc<Heartbeat<DeliveryLeaseId>>,
    /// Videos in hand: their uploads take minutes, and must not keep what takes a moment waiting.
    videos: Arc<AtomicUsize>,
    deliver: Deliver,
    options: WorkerOptions,
}

impl Deliveries {
    pub(crate) fn new(
        deps: &WorkerDeps,
        watch: &Watch,
        heartbeat: Arc<Heartbeat<DeliveryLeaseId>>,
    ) -> Self {
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
            heartbeat,
            videos: Arc::default(),
            deliver,
            options: options.clone(),
        }
    }
}

impl Work for Deliveries {
    type Item = ClaimedDelivery;

    const TOPIC: Topic = Topic::Deliveries;

    /// Half of the places are for what takes a moment, whatever is uploaded in the others.
    async fn claim(&self, limit: u16) -> Result<Vec<ClaimedDelivery>, Unavailable> {
        let (worker, lease_for) = (&self.options.worker, self.options.lease_for);
        let uploading = self.videos.load(Ordering::Relaxed);
        let free = self.options.deliveries.saturating_sub(uploading);
        let any = limit.min(u16::try_from(free).unwrap_or(u16::MAX));
        let mut claimed = self.outbox.claim(worker, any, lease_for).await?;
        let rest = limit.saturating_sub(u16::try_from(claimed.len()).unwrap_or(limit));
        if rest > 0 {
            claimed.extend(self.outbox.claim_short(worker, rest, lease_for).await?);
        }
        Ok(claimed)
    }

    async fn handle(self: Arc<Self>, claimed: ClaimedDelivery) {
        let delivery = claimed.delivery.id;
        let _beating = self.heartbeat.keep(claimed.lease.id());
        let _uploading = Uploading::of(&claimed, &self.videos);
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

/// Counts a video as in hand while it exists.
struct Uploading(Option<Arc<AtomicUsize>>);

impl Uploading {
    fn of(claimed: &ClaimedDelivery, videos: &Arc<AtomicUsize>) -> Self {
        let is_video = matches!(claimed.delivery.kind, DeliveryKind::Video(_));
        let counted = is_video.then(|| videos.clone());
        if let Some(videos) = &counted {
            videos.fetch_add(1, Ordering::Relaxed);
        }
        Self(counted)
    }
}

impl Drop for Uploading {
    fn drop(&mut self) {
        if let Some(videos) = &self.0 {
            videos.fetch_sub(1, Ordering::Relaxed);
        }
    }
}
