use neurocards_core::chat::delivery::{Delivery, DeliveryEnd, DeliveryKind, VideoMessage};
use neurocards_core::ids::{ChatId, DeliveryId, JobId, OrderId, UserId};
use neurocards_core::money::news::MoneyNews;
use neurocards_core::ports::Topic;
use neurocards_core::user::Language;
use neurocards_core::work::failure::Cause;
use neurocards_core::work::job::JobStatus;
use neurocards_core::work::media::StoredVideo;
use neurocards_core::work::order::Order;
use uuid::Uuid;

use super::state::{DeliveryRow, State};

impl State {
    /// The card of a new order, due now.
    pub(super) fn insert_card(&mut self, order: &Order, language: Language) -> DeliveryId {
        let kind = DeliveryKind::Card { order: order.id };
        self.insert_delivery(order.user, order.chat, language, kind)
    }

    /// The order changed: its card is due, or due again once its lease ends.
    pub(super) fn touch_card(&mut self, order: OrderId) {
        let now = self.now;
        let Some(card) = self.orders.get(&order).map(|row| row.card) else {
            return;
        };
        if let Some(row) = self.deliveries.get_mut(&card) {
            row.changed = true;
            if row.due_at.is_none() {
                row.due_at = Some(now);
                row.delivery.deferrals = 0;
            }
        }
        self.announce(Topic::Deliveries);
    }

    pub(super) fn deliver_video(&mut self, job: JobId) {
        let file_id = self.file_id(job);
        let kind = self.jobs.get(&job).and_then(|row| {
            Some(DeliveryKind::Video(VideoMessage {
                order: row.job.order,
                job,
                product: self.orders.get(&row.job.order)?.order.product.id,
                video: row.job.video.clone()?,
                photo: row.job.photo.clone(),
                file_id,
                is_gift: false,
            }))
        });
        self.deliver_for(job, kind);
    }

    pub(super) fn deliver_gift(&mut self, job: JobId, video: &StoredVideo) {
        let kind = self.jobs.get(&job).and_then(|row| {
            Some(DeliveryKind::Video(VideoMessage {
                order: row.job.order,
                job,
                product: self.orders.get(&row.job.order)?.order.product.id,
                video: video.clone(),
                photo: row.job.photo.clone(),
                file_id: None,
                is_gift: true,
            }))
        });
        self.deliver_for(job, kind);
    }

    pub(super) fn deliver_failure(&mut self, job: JobId, cause: Cause) {
        let kind = self.jobs.get(&job).and_then(|row| {
            Some(DeliveryKind::Failed {
                order: row.job.order,
                job,
                product: self.orders.get(&row.job.order)?.order.product.id,
                variant: row.job.variant,
                cause,
            })
        });
        self.deliver_for(job, kind);
    }

    pub(super) fn redeliver(&mut self, user: UserId, job: JobId) -> bool {
        let ready = self
            .job_of(user, job)
            .is_some_and(|job| job.status == JobStatus::Succeeded);
        let under_way = |row: &DeliveryRow| row.is_of(job) && row.due_at.is_some();
        if !ready || self.deliveries.values().any(under_way) {
            return false;
        }
        self.deliver_video(job);
        true
    }

    /// Tells an operator of an alarm; what they were to be told of it before is replaced.
    pub(super) fn tell_alarm(&mut self, key: &str, chat: ChatId, text: &str) {
        let kind = DeliveryKind::Alarm {
            text: text.to_owned(),
        };
        let told = self.alarm_deliveries.get(&(key.to_owned(), chat)).copied();
        let now = self.now;
        if let Some(row) = told.and_then(|id| self.deliveries.get_mut(&id)) {
            row.delivery.kind = kind;
            row.delivery.deferrals = 0;
            row.due_at = Some(now);
            row.leased_until = None;
            row.begun = false;
            row.end = None;
            self.announce(Topic::Deliveries);
            return;
        }
        let user = UserId(chat.0);
        let known = self.users.get(&user);
        let language = known.map_or_else(Language::default, |user| user.language);
        let id = self.insert_delivery(user, chat, language, kind);
        self.alarm_deliveries.insert((key.to_owned(), chat), id);
    }

    /// Tells a user news of their money.
    pub(super) fn tell(&mut self, user: UserId, news: MoneyNews) {
        let known = self.users.get(&user);
        let chat = known.map_or(ChatId(user.0), |user| user.chat);
        let language = known.map_or_else(Language::default, |user| user.language);
        self.insert_delivery(user, chat, language, DeliveryKind::Money { news });
    }

    fn deliver_for(&mut self, job: JobId, kind: Option<DeliveryKind>) {
        let order = self.jobs.get(&job).map(|row| row.job.order);
        let order = order.and_then(|order| self.orders.get(&order));
        if let (Some(row), Some(kind)) = (order, kind) {
            let (user, chat, language) = (row.order.user, row.order.chat, row.language);
            self.insert_delivery(user, chat, language, kind);
        }
    }

    fn insert_delivery(
        &mut self,
        user: UserId,
        chat: ChatId,
        language: Language,
        kind: DeliveryKind,
    ) -> DeliveryId {
        let age = self.number();
        let id = DeliveryId(Uuid::from_u64_pair(0, age.unsigned_abs()));
        let delivery = Delivery {
            id,
            user,
            chat,
            language,
            kind,
            deferrals: 0,
            in_doubt: false,
        };
        let row = DeliveryRow {
            delivery,
            due_at: Some(self.now),
            token: 0,
            leased_until: None,
            begun: false,
            end: None,
            changed: false,
            age,
        };
        self.deliveries.insert(id, row);
        self.announce(Topic::Deliveries);
        id
    }

    /// The chat provider's id of the job's file, from the newest delivery that tells one.
    fn file_id(&self, job: JobId) -> Option<String> {
        let own = self.deliveries.values().filter(|row| row.is_of(job));
        own.rev().find_map(|row| match &row.end {
            Some(DeliveryEnd::Sent(sent)) => sent.file_id.clone(),
            _ => None,
        })
    }
}

impl DeliveryRow {
    /// Whether it brings the video of `job`.
    pub(super) fn is_of(&self, job: JobId) -> bool {
        matches!(
            self.delivery.kind,
            DeliveryKind::Video(ref message) if message.job == job && !message.is_gift
        )
    }

    pub(super) fn is_card(&self) -> bool {
        matches!(self.delivery.kind, DeliveryKind::Card { .. })
    }
}
