use async_trait::async_trait;

use super::Unavailable;
use crate::ids::{ProductId, UserId};
use crate::page::Page;
use crate::user::{User, Visitor};
use crate::work::product::Product;

/// People, their products and the states of their conversations. Changes are made by
/// [`Inbox::commit`](super::Inbox::commit).
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Users: Send + Sync {
    /// Whether the store answers and can be written: MUST fail where a write would. For readiness, and
    /// before anybody is charged.
    async fn ping(&self) -> Result<(), Unavailable>;

    /// Makes a first-time visitor known, with an empty account; updates the chat of a known one and
    /// leaves the language as it is. Answers what we know of them.
    async fn meet(&self, visitor: &Visitor) -> Result<User, Unavailable>;

    /// What we know of a user.
    async fn user(&self, user: UserId) -> Result<Option<User>, Unavailable>;

    /// The user's product; `None` if there is none or it belongs to another user.
    async fn product(
        &self,
        user: UserId,
        product: ProductId,
    ) -> Result<Option<Product>, Unavailable>;

    /// The user's products, newest first.
    async fn products(&self, user: UserId, page: Page) -> Result<Vec<Product>, Unavailable>;

    /// The state of the user's conversation, as the conversation wrote it.
    async fn conversation(&self, user: UserId) -> Result<Option<String>, Unavailable>;
}
