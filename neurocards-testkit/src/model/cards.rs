use neurocards_core::chat::card::{Card, CardVideo};
use neurocards_core::chat::delivery::DeliveryEnd;
use neurocards_core::ids::{JobId, OrderId};
use neurocards_core::work::failure::Cause;
use neurocards_core::work::job::JobStatus;
use neurocards_core::work::stage::Stage;

use super::state::{JobRow, State};

impl State {
    pub(super) fn card(&self, order: OrderId) -> Option<Card> {
        let row = self.orders.get(&order)?;
        let order = &row.order;
        let videos = order.jobs.iter().filter_map(|job| self.card_video(*job));
        Some(Card {
            order: order.id,
            user: order.user,
            chat: order.chat,
            message: row.card_message,
            product: order.product.id,
            headline: order.product.description.headline(Card::HEADLINE_MAX_CHARS),
            template: order.brief.scenario.template(),
            language: row.language,
            price: order.price,
            placed_at: order.placed_at,
            now: self.now,
            videos: videos.collect(),
        })
    }

    fn card_video(&self, job: JobId) -> Option<CardVideo> {
        let row = self.jobs.get(&job)?;
        Some(CardVideo {
            job,
            stage: self.stage(row),
            attempts: u16::try_from(row.job.attempts.len()).unwrap_or(u16::MAX),
            has_open_attempt: row.job.open_attempt().is_some(),
        })
    }

    fn stage(&self, row: &JobRow) -> Stage {
        let job = &row.job;
        let cause = job.failure.as_ref().map(|failure| failure.cause);
        match job.status {
            JobStatus::Succeeded => self.stage_of_video(job.id),
            JobStatus::Failed => Stage::Failed(cause.unwrap_or(Cause::Unclear)),
            JobStatus::Cancelled => Stage::Cancelled,
            JobStatus::Queued | JobStatus::Running => self.stage_of_open(row),
        }
    }

    fn stage_of_open(&self, row: &JobRow) -> Stage {
        let job = &row.job;
        let queued = job.status == JobStatus::Queued;
        match job.open_attempt() {
            None if queued && self.is_held() => Stage::Waiting,
            _ if queued && job.faults > 0 => Stage::Retrying,
            Some(_) => Stage::Rendering,
            None if job.prompt.is_some() => Stage::Preparing,
            None if queued => Stage::Queued {
                place: self.place_in_queue(row),
            },
            None => Stage::Writing,
        }
    }

    fn place_in_queue(&self, row: &JobRow) -> u32 {
        let open = self
            .jobs
            .values()
            .filter(|other| !other.job.status.is_final());
        let before = open.filter(|other| other.age < row.age).count();
        u32::try_from(before + 1).unwrap_or(u32::MAX)
    }

    /// Whether a stored video has reached its chat, as far as anybody knows.
    fn stage_of_video(&self, job: JobId) -> Stage {
        let rows = self.deliveries.values();
        let rows: Vec<_> = rows.filter(|row| row.is_of(job)).collect();
        let sent = |end: &Option<DeliveryEnd>| matches!(end, Some(DeliveryEnd::Sent(_)));
        if rows.iter().any(|row| sent(&row.end)) {
            return Stage::Delivered;
        }
        if rows.iter().any(|row| row.due_at.is_some()) {
            return Stage::Ready;
        }
        Stage::ToFetch
    }
}
