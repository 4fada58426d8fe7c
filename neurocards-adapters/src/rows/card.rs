use neurocards_core::chat::card::{Card, CardVideo};
use neurocards_core::ids::{ChatId, JobId, MessageId, OrderId, ProductId, UserId};
use neurocards_core::money::credits::Credits;
use neurocards_core::work::brief::Brief;
use neurocards_core::work::failure::Failure;
use neurocards_core::work::product::Description;
use neurocards_core::work::stage::{Stage, StageFacts};
use sqlx::types::Json;
use uuid::Uuid;

use super::job::status;
use super::user::language;
use super::{Moment, unreadable};

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
            headline: self.description.headline(Card::HEADLINE_MAX_CHARS),
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
            has_open_attempt: self.open_attempts > 0,
        })
    }

    fn stage(&self, held: bool) -> Result<Stage, sqlx::Error> {
        let facts = StageFacts {
            status: status(&self.status)?,
            cause: self.failure.as_ref().map(|failure| failure.cause),
            has_prompt: self.has_prompt,
            has_faults: self.faults > 0,
            has_open_attempt: self.open_attempts > 0,
            is_held: held,
            earlier: u32::try_from(self.earlier).unwrap_or(u32::MAX),
            is_sent: self.is_sent,
            is_on_its_way: self.is_on_its_way,
        };
        Ok(facts.stage())
    }
}
