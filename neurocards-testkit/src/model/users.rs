use async_trait::async_trait;
use neurocards_core::ids::{ProductId, UserId};
use neurocards_core::page::Page;
use neurocards_core::ports::{Unavailable, Users};
use neurocards_core::user::{User, Visitor};
use neurocards_core::work::product::Product;

use super::MemoryStore;
use super::state::{ProductRow, State, page_of};

#[async_trait]
impl Users for MemoryStore {
    async fn ping(&self) -> Result<(), Unavailable> {
        Ok(())
    }

    async fn meet(&self, visitor: &Visitor) -> Result<User, Unavailable> {
        Ok(self.transact(|state| state.meet(visitor)))
    }

    async fn user(&self, user: UserId) -> Result<Option<User>, Unavailable> {
        Ok(self.transact(|state| state.users.get(&user).cloned()))
    }

    async fn product(
        &self,
        user: UserId,
        product: ProductId,
    ) -> Result<Option<Product>, Unavailable> {
        Ok(self.transact(|state| state.product(user, product)))
    }

    async fn products(&self, user: UserId, page: Page) -> Result<Vec<Product>, Unavailable> {
        Ok(self.transact(|state| state.products_of(user, page)))
    }

    async fn conversation(&self, user: UserId) -> Result<Option<String>, Unavailable> {
        Ok(self.transact(|state| state.conversations.get(&user).cloned()))
    }
}

impl State {
    fn meet(&mut self, visitor: &Visitor) -> User {
        let user = self.users.entry(visitor.user).or_insert_with(|| User {
            id: visitor.user,
            chat: visitor.chat,
            language: visitor.language,
            consent: None,
            blocked: false,
        });
        user.chat = visitor.chat;
        user.clone()
    }

    fn product(&self, user: UserId, product: ProductId) -> Option<Product> {
        let row = self.products.get(&product)?;
        (row.product.user == user).then(|| row.product.clone())
    }

    fn products_of(&self, user: UserId, page: Page) -> Vec<Product> {
        let mut own: Vec<_> = self
            .products
            .values()
            .filter(|row| row.product.user == user)
            .collect();
        own.sort_by_key(|row| std::cmp::Reverse(row.age));
        page_of(own.into_iter().map(|row| row.product.clone()), page)
    }

    /// Keeps a product unless its id is known.
    pub(super) fn keep_product(&mut self, product: &Product) {
        let age = self.number();
        self.products
            .entry(product.id)
            .or_insert_with(|| ProductRow {
                product: product.clone(),
                age,
            });
    }
}
