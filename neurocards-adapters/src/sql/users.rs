use async_trait::async_trait;
use neurocards_core::ids::{ProductId, UserId};
use neurocards_core::page::Page;
use neurocards_core::ports::{Unavailable, Users};
use neurocards_core::user::{User, Visitor};
use neurocards_core::work::product::Product;

use super::dialect::{Store, Tx};
use super::ledger;
use crate::rows::{ProductRow, UserRow};

#[async_trait]
impl Users for Store {
    async fn ping(&self) -> Result<(), Unavailable> {
        Self::ping(self).await
    }

    async fn meet(&self, visitor: &Visitor) -> Result<User, Unavailable> {
        self.write(|mut tx| async move {
            let user = meet(&mut tx, visitor).await?;
            ledger::open_account(&mut tx, visitor.user).await?;
            tx.commit().await?;
            Ok(user.try_into()?)
        })
        .await
    }

    async fn user(&self, user: UserId) -> Result<Option<User>, Unavailable> {
        self.bounded(async {
            let row = sqlx::query_as::<_, UserRow>(
                "-- users.user
                select * from users where id = $1",
            )
            .bind(user.0)
            .fetch_optional(self.readers())
            .await?;
            Ok(row.map(User::try_from).transpose()?)
        })
        .await
    }

    async fn product(
        &self,
        user: UserId,
        product: ProductId,
    ) -> Result<Option<Product>, Unavailable> {
        self.bounded(async {
            let row = sqlx::query_as::<_, ProductRow>(
                "-- users.product
                select * from products where id = $1 and user_id = $2",
            )
            .bind(product.0)
            .bind(user.0)
            .fetch_optional(self.readers())
            .await?;
            Ok(row.map(Product::from))
        })
        .await
    }

    async fn products(&self, user: UserId, page: Page) -> Result<Vec<Product>, Unavailable> {
        self.bounded(async {
            let rows = sqlx::query_as::<_, ProductRow>(
                "-- users.products
                select * from products where user_id = $1 order by seq desc limit $2 offset $3",
            )
            .bind(user.0)
            .bind(i32::from(page.limit))
            .bind(i64::from(page.offset))
            .fetch_all(self.readers())
            .await?;
            Ok(rows.into_iter().map(Product::from).collect())
        })
        .await
    }

    async fn conversation(&self, user: UserId) -> Result<Option<String>, Unavailable> {
        self.bounded(async {
            Ok(sqlx::query_scalar(
                "-- users.conversation
                select body from conversations where user_id = $1",
            )
            .bind(user.0)
            .fetch_optional(self.readers())
            .await?)
        })
        .await
    }
}

async fn meet(tx: &mut Tx, visitor: &Visitor) -> Result<UserRow, sqlx::Error> {
    sqlx::query_as(
        "-- users.meet
        insert into users (id, chat, language, created_at) values ($1, $2, $3, coalesce($4, current_timestamp))
        on conflict (id) do update set chat = excluded.chat
        returning *",
    )
    .bind(visitor.user.0)
    .bind(visitor.chat.0)
    .bind(visitor.language.code())
    .bind(tx.now)
    .fetch_one(&mut *tx.db)
    .await
}

/// Keeps a product; a known id changes nothing.
pub(crate) async fn keep_product(tx: &mut Tx, product: &Product) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- users.keep_product
        insert into products (id, user_id, photo, description, created_at)
        values ($1, $2, $3, $4, coalesce($5, current_timestamp))
        on conflict (id) do nothing",
    )
    .bind(product.id.0)
    .bind(product.user.0)
    .bind(product.photo.as_str())
    .bind(product.description.as_str())
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}
