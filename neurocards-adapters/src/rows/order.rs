use neurocards_core::ids::{ChatId, JobId, OrderId, ProductId, UserId};
use neurocards_core::money::account::Account;
use neurocards_core::money::credits::Credits;
use neurocards_core::ports::PlaceError;
use neurocards_core::work::brief::Brief;
use neurocards_core::work::media::MediaKey;
use neurocards_core::work::order::{NewOrder, Order, VideoTitle};
use neurocards_core::work::product::{Description, Product};
use sqlx::types::Json;
use uuid::Uuid;

use super::{AccountRow, Moment, unreadable};

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

/// What stands before an order is placed.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct BeforeRow {
    #[sqlx(flatten)]
    account: AccountRow,
    placed_by: Option<i64>,
    product_of: Option<i64>,
    is_known: bool,
}

impl BeforeRow {
    /// Whether the order was placed before; refuses what is not the user's.
    pub(crate) fn is_placed(&self, order: &NewOrder) -> Result<bool, PlaceError> {
        let own = |owner: Option<i64>| owner.is_none_or(|owner| owner == order.user.0);
        let own_product = order.product.user == order.user && own(self.product_of);
        if !own(self.placed_by) || self.placed_by.is_none() && !(self.is_known && own_product) {
            return Err(PlaceError::Foreign);
        }
        Ok(self.placed_by.is_some())
    }

    /// Whether the order's product is not kept yet.
    pub(crate) fn lacks_product(&self) -> bool {
        self.product_of.is_none()
    }

    /// The account that pays.
    pub(crate) fn account(&self) -> Account {
        self.account.into()
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
