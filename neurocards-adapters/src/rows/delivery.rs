use neurocards_core::chat::delivery::{
    ClaimedDelivery, Delivery, DeliveryKind, DeliveryLease, VideoMessage,
};
use neurocards_core::ids::{ChatId, DeliveryId, JobId, OrderId, ProductId, UserId};
use neurocards_core::money::news::MoneyNews;
use neurocards_core::work::failure::{Cause, Failure};
use neurocards_core::work::media::{MediaKey, StoredVideo};
use sqlx::types::Json;
use uuid::Uuid;

use super::unreadable;
use super::user::language;

/// A row of the view `delivery_facts`.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct DeliveryRow {
    pub(crate) id: i64,
    kind: String,
    user_id: i64,
    chat: i64,
    order_id: Option<Uuid>,
    job_id: Option<Uuid>,
    text: Option<String>,
    news: Option<Json<MoneyNews>>,
    deferrals: i32,
    begun: bool,
    lease_token: i64,
    language: String,
    product_id: Option<Uuid>,
    photo: Option<String>,
    variant: Option<i32>,
    video: Option<Json<StoredVideo>>,
    failure: Option<Json<Failure>>,
    file_id: Option<String>,
    is_gift: bool,
}

/// A delivery's id is its row's number, written as a UUID.
pub(super) fn delivery_id(row: i64) -> Result<DeliveryId, sqlx::Error> {
    let number = u128::try_from(row).map_err(unreadable)?;
    Ok(DeliveryId(Uuid::from_u128(number)))
}

/// The number of a delivery's row; -1, which no row has, for an id that is not ours.
pub(crate) fn row_number(delivery: DeliveryId) -> i64 {
    i64::try_from(delivery.0.as_u128()).unwrap_or(-1)
}

impl DeliveryRow {
    fn what(&self) -> Option<DeliveryKind> {
        let order = self.order_id.map(OrderId);
        let job = self.job_id.map(JobId);
        let product = self.product_id.map(ProductId);
        Some(match self.kind.as_str() {
            "card" => DeliveryKind::Card { order: order? },
            "video" => DeliveryKind::Video(VideoMessage {
                order: order?,
                job: job?,
                product: product?,
                video: self.video.as_ref()?.0.clone(),
                photo: MediaKey::parse(self.photo.clone()?).ok()?,
                file_id: self.file_id.clone(),
                is_gift: self.is_gift,
            }),
            "failed" => DeliveryKind::Failed {
                order: order?,
                job: job?,
                product: product?,
                variant: u8::try_from(self.variant?).ok()?,
                cause: self
                    .failure
                    .as_ref()
                    .map_or(Cause::Unclear, |failure| failure.cause),
            },
            "money" => DeliveryKind::Money {
                news: self.news.as_ref()?.0.clone(),
            },
            "alarm" => DeliveryKind::Alarm {
                text: self.text.clone()?,
            },
            _ => return None,
        })
    }
}

impl TryFrom<DeliveryRow> for ClaimedDelivery {
    type Error = sqlx::Error;

    fn try_from(row: DeliveryRow) -> Result<Self, sqlx::Error> {
        let id = delivery_id(row.id)?;
        let kind = row
            .what()
            .ok_or_else(|| unreadable(format!("the delivery {} lacks facts", row.id)))?;
        Ok(Self {
            delivery: Delivery {
                id,
                user: UserId(row.user_id),
                chat: ChatId(row.chat),
                language: language(&row.language)?,
                kind,
                deferrals: u16::try_from(row.deferrals).unwrap_or(u16::MAX),
                in_doubt: row.begun,
            },
            lease: DeliveryLease::granted(id, row.lease_token),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delivery_id_names_its_row_and_no_other() {
        let id = delivery_id(7).unwrap();
        assert_eq!(row_number(id), 7);
        assert_eq!(row_number(DeliveryId(Uuid::max())), -1);
    }
}
