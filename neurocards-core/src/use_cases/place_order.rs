//! Placing an order without the bot: for programs that embed the domain.

use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;

use crate::ids::JobId;
use crate::ports::{IdSource, JobQueue, PlaceError};
use crate::work::catalogue::Catalogue;
use crate::work::order::{DraftError, NewOrder, OrderDraft, Placed};

/// Why no order was placed. Nothing was charged.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PlaceOrderError {
    /// The draft is no order.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// The store refused it.
    #[error(transparent)]
    Place(#[from] PlaceError),
}

/// Prices a draft and places it: one order id is one charge, however often this is called.
pub struct PlaceOrder {
    /// Where orders go.
    pub jobs: Arc<dyn JobQueue>,
    /// Where job ids come from.
    pub ids: Arc<dyn IdSource>,
    /// What is on offer.
    pub catalogue: Catalogue,
    /// How long a job may take.
    pub deadline: Duration,
}

impl PlaceOrder {
    /// Places the draft.
    pub async fn place(&self, draft: OrderDraft) -> Result<Placed, PlaceOrderError> {
        let ids: Vec<_> = (0..draft.count.get())
            .map(|_| JobId(self.ids.uuid()))
            .collect();
        let order = NewOrder::price(draft, &self.catalogue, &ids, self.deadline)?;
        Ok(self.jobs.place(&order).await?)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::{ChatId, OrderId, ProductId, UserId};
    use crate::money::credits::Credits;
    use crate::ports::{MockIdSource, MockJobQueue};
    use crate::user::Language;
    use crate::work::brief::{Brief, Scenario, VideoCount};
    use crate::work::media::{MediaKey, MediaKind};
    use crate::work::product::{Description, Product};

    fn draft(owner: UserId) -> OrderDraft {
        OrderDraft {
            id: OrderId(Uuid::from_u128(1)),
            user: UserId(7),
            chat: ChatId(7),
            card_message: None,
            product: Product {
                id: ProductId(Uuid::from_u128(2)),
                user: owner,
                photo: MediaKey::of(b"photo", MediaKind::Jpeg),
                description: Description::parse("Кружка").unwrap(),
            },
            brief: Brief {
                scenario: Scenario::Ad { wishes: None },
                format: Catalogue::sample().default_format(),
            },
            language: Language::Ru,
            count: VideoCount::Three,
        }
    }

    fn use_case(jobs: MockJobQueue) -> PlaceOrder {
        let mut ids = MockIdSource::new();
        ids.expect_uuid().returning(|| Uuid::from_u128(9));
        PlaceOrder {
            jobs: Arc::new(jobs),
            ids: Arc::new(ids),
            catalogue: Catalogue::sample(),
            deadline: Duration::from_hours(1),
        }
    }

    #[tokio::test]
    async fn an_order_of_three_has_three_jobs_and_costs_three_videos() {
        let mut jobs = MockJobQueue::new();
        jobs.expect_place()
            .withf(|order| order.jobs.len() == 3 && order.total() == Some(Credits::small(3)))
            .once()
            .returning(|_| Ok(Placed::New));
        let placed = use_case(jobs).place(draft(UserId(7))).await;
        assert_eq!(placed.unwrap(), Placed::New);
    }

    #[tokio::test]
    async fn a_product_of_another_user_reaches_no_store() {
        let mut jobs = MockJobQueue::new();
        jobs.expect_place().never();
        let refused = use_case(jobs).place(draft(UserId(8))).await;
        assert!(matches!(
            refused,
            Err(PlaceOrderError::Draft(DraftError::NotTheOwner))
        ));
    }
}
