use neurocards_core::brief::Brief;
use neurocards_core::credits::Credits;
use neurocards_core::ids::{ChatId, JobId, OrderId, ProductId, UserId};
use neurocards_core::media::MediaKey;
use neurocards_core::order::{Order, VideoTitle};
use neurocards_core::product::{Description, Product};
use sqlx::types::Json;
use uuid::Uuid;

use super::{Moment, unreadable};

/// A row of the view `order_facts`.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct OrderRow {
    id: Uuid,
    user_id: i64,
    chat: i64,
    product_id: Uuid,
    #[sqlx(try_from = "String")]
    photo: MediaKey,
    #[sqlx(try_from = "String")]
    description: Description,
    brief: Json<Brief>,
    jobs: Json<Vec<Uuid>>,
    #[sqlx(try_from = "i64")]
    price: Credits,
    placed_at: Moment,
}

impl From<OrderRow> for Order {
    fn from(row: OrderRow) -> Self {
        let user = UserId(row.user_id);
        Self {
            id: OrderId(row.id),
            user,
            chat: ChatId(row.chat),
            product: Product {
                id: ProductId(row.product_id),
                user,
                photo: row.photo,
                description: row.description,
            },
            brief: row.brief.0,
            jobs: row.jobs.0.into_iter().map(JobId).collect(),
            price: row.price,
            placed_at: row.placed_at.0,
        }
    }
}

/// What a job is a video of, as a row has it.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct TitleRow {
    id: Uuid,
    #[sqlx(try_from = "String")]
    description: Description,
    variant: i32,
    of: i64,
}

impl TryFrom<TitleRow> for VideoTitle {
    type Error = sqlx::Error;

    fn try_from(row: TitleRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            job: JobId(row.id),
            description: row.description,
            variant: u8::try_from(row.variant).map_err(unreadable)?,
            of: u8::try_from(row.of).map_err(unreadable)?,
        })
    }
}
