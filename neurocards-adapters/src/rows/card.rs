use std::time::Duration;

use neurocards_core::chat::card::{Card, CardVideo};
use neurocards_core::ids::{ChatId, JobId, MessageId, OrderId, ProductId, UserId};
use neurocards_core::money::credits::Credits;
use neurocards_core::work::brief::Brief;
use neurocards_core::work::failure::{Cause, Failure};
use neurocards_core::work::job::JobStatus;
use neurocards_core::work::product::Description;
use neurocards_core::work::stage::Stage;
use sqlx::types::Json;
use uuid::Uuid;

use super::job::status;
use super::user::language;
use super::{Moment, unreadable};

/// The most characters of a product's description on its card.
const HEADLINE_MAX_CHARS: usize = 60;

/// The newest jobs of a model whose waits are looked at.
pub(crate) const WAITS_MAX: i64 = 50;

/// The fewest waits that make a median.
const WAITS_MIN: usize = 5;

/// What a card shows of its order.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct CardRow {
    id: Uuid,
    user_id: i64,
    chat: i64,
    card_message: Option<i32>,
    product_id: Uuid,
    #[sqlx(try_from = "String")]
    description: Description,
    brief: Json<Brief>,
    language: String,
    #[sqlx(try_from = "i64")]
    price: Credits,
    placed_at: Moment,
    now: Moment,
    held: bool,
}

/// What a card shows of one job.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct StageRow {
    id: Uuid,
    status: String,
    has_prompt: bool,
    faults: i32,
    failure: Option<Json<Failure>>,
    attempts: i64,
    open_attempts: i64,
    is_sent: bool,
    is_on_its_way: bool,
    earlier: i64,
}

impl CardRow {
    /// The card with the stages of its videos, which come by variant.
    pub(crate) fn with(self, videos: Vec<StageRow>) -> Result<Card, sqlx::Error> {
        let videos = videos.into_iter().map(|video| video.shown(self.held));
        Ok(Card {
            order: OrderId(self.id),
            user: UserId(self.user_id),
            chat: ChatId(self.chat),
            message: self.card_message.map(MessageId),
            product: ProductId(self.product_id),
            headline: self.description.headline(HEADLINE_MAX_CHARS),
            template: self.brief.scenario.template(),
            language: language(&self.language)?,
            price: self.price,
            placed_at: self.placed_at.0,
            now: self.now.0,
            videos: videos.collect::<Result<_, _>>()?,
        })
    }
}

impl StageRow {
    fn shown(self, held: bool) -> Result<CardVideo, sqlx::Error> {
        Ok(CardVideo {
            job: JobId(self.id),
            stage: self.stage(held)?,
            attempts: u16::try_from(self.attempts).map_err(unreadable)?,
        })
    }

    fn stage(&self, held: bool) -> Result<Stage, sqlx::Error> {
        Ok(match status(&self.status)? {
            JobStatus::Succeeded => self.stored_stage(),
            JobStatus::Failed => {
                let cause = self.failure.as_ref().map(|failure| failure.cause);
                Stage::Failed(cause.unwrap_or(Cause::Unclear))
            }
            JobStatus::Cancelled => Stage::Cancelled,
            JobStatus::Queued | JobStatus::Running => self.open_stage(held),
        })
    }

    fn open_stage(&self, held: bool) -> Stage {
        let queued = self.status == JobStatus::Queued.as_str();
        if queued && held && self.open_attempts == 0 {
            return Stage::Waiting;
        }
        if queued && self.faults > 0 {
            return Stage::Retrying;
        }
        match (self.open_attempts > 0, self.has_prompt, queued) {
            (true, ..) => Stage::Rendering,
            (false, true, _) => Stage::Preparing,
            (false, false, false) => Stage::Writing,
            (false, false, true) => Stage::Queued {
                place: u32::try_from(self.earlier + 1).unwrap_or(u32::MAX),
            },
        }
    }

    fn stored_stage(&self) -> Stage {
        match (self.is_sent, self.is_on_its_way) {
            (true, _) => Stage::Delivered,
            (false, true) => Stage::Ready,
            (false, false) => Stage::ToFetch,
        }
    }
}

/// The median of some waits in microseconds; `None` for too few.
pub(crate) fn median(mut waits: Vec<i64>) -> Option<Duration> {
    if waits.len() < WAITS_MIN {
        return None;
    }
    waits.sort_unstable();
    let median = waits[waits.len() / 2];
    u64::try_from(median).ok().map(Duration::from_micros)
}

#[cfg(test)]
mod tests {
    use neurocards_core::work::failure::ErrorClass;

    use super::*;

    fn row(status: JobStatus) -> StageRow {
        StageRow {
            id: Uuid::nil(),
            status: status.as_str().to_owned(),
            has_prompt: false,
            faults: 0,
            failure: None,
            attempts: 0,
            open_attempts: 0,
            is_sent: false,
            is_on_its_way: false,
            earlier: 2,
        }
    }

    fn stage(row: &StageRow) -> Stage {
        row.stage(false).unwrap()
    }

    #[test]
    fn a_queued_video_shows_its_place_its_fault_or_the_hold() {
        let mut queued = row(JobStatus::Queued);
        assert_eq!(stage(&queued), Stage::Queued { place: 3 });
        queued.faults = 1;
        assert_eq!(stage(&queued), Stage::Retrying);
        assert_eq!(queued.stage(true).unwrap(), Stage::Waiting);
    }

    #[test]
    fn a_video_at_the_provider_renders_whether_its_job_is_leased_or_not() {
        for status in [JobStatus::Queued, JobStatus::Running] {
            let mut open = row(status);
            open.open_attempts = 1;
            assert_eq!(open.stage(true).unwrap(), Stage::Rendering);
        }
    }

    #[test]
    fn a_running_video_without_attempt_is_written_then_prepared() {
        let mut running = row(JobStatus::Running);
        assert_eq!(stage(&running), Stage::Writing);
        running.has_prompt = true;
        assert_eq!(stage(&running), Stage::Preparing);
    }

    #[test]
    fn a_stored_video_is_to_fetch_once_no_delivery_of_it_is_open_or_sent() {
        let mut stored = row(JobStatus::Succeeded);
        assert_eq!(stage(&stored), Stage::ToFetch);
        stored.is_on_its_way = true;
        assert_eq!(stage(&stored), Stage::Ready);
        stored.is_sent = true;
        assert_eq!(stage(&stored), Stage::Delivered);
    }

    #[test]
    fn a_failed_video_shows_its_cause() {
        let mut failed = row(JobStatus::Failed);
        let failure = Failure::new(ErrorClass::User, Cause::Copyright, "");
        failed.failure = Some(Json(failure));
        assert_eq!(stage(&failed), Stage::Failed(Cause::Copyright));
    }

    #[test]
    fn a_median_needs_five_waits() {
        assert_eq!(median(vec![1, 2, 3, 4]), None);
        assert_eq!(median(vec![9, 1, 2, 8, 3]), Some(Duration::from_micros(3)));
    }
}
