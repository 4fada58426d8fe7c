use std::time::Duration;

use neurocards_core::ids::UserId;
use neurocards_core::work::order::{NewOrder, VideoTitle};

use super::pair::Pair;
use super::same::{Compared, both, same};
use super::users::USERS;
use crate::conformance::harness::WHOLE;

/// Longer than every pause, lease and hold of a sequence.
const MUCH_LATER: Duration = Duration::from_hours(1);

impl Pair {
    /// All that the ports show, then all that is still to be done.
    pub(super) async fn compare_everything(&mut self) -> Compared {
        for user in USERS.map(UserId) {
            self.compare_user(user).await?;
        }
        self.compare_money().await?;
        self.compare_orders().await?;
        self.advance(MUCH_LATER);
        self.claim(100).await?;
        self.send_all().await?;
        self.compare_orders().await
    }

    async fn compare_orders(&self) -> Compared {
        for order in &self.orders {
            let cards = self.on_both(async |it| it.jobs.card(order.id).await.unwrap());
            same("a card", &cards.await)?;
            for user in USERS.map(UserId) {
                self.compare_order(order, user).await?;
            }
            let owner = order.user;
            let titles = self.on_both(async |it| it.jobs.titles(owner, &order.jobs).await.unwrap());
            same("titles", &both(titles.await, by_variant))?;
        }
        Ok(())
    }

    /// What this user, who may be another than its owner, sees of an order.
    async fn compare_order(&self, order: &NewOrder, user: UserId) -> Compared {
        let (id, product) = (order.id, order.product.id);
        let orders = self.on_both(async |it| it.jobs.order(user, id).await.unwrap());
        same("an order", &orders.await)?;
        let products = self.on_both(async |it| it.users.product(user, product).await.unwrap());
        same("a product", &products.await)?;
        for job in &order.jobs {
            let jobs = self.on_both(async |it| it.jobs.job(user, *job).await.unwrap());
            same("a job", &jobs.await)?;
        }
        Ok(())
    }

    async fn compare_user(&mut self, user: UserId) -> Compared {
        let entries = self.on_both(async |it| it.ledger.statement(user, WHOLE).await.unwrap());
        let entries = entries.await;
        self.same_entries("a statement", entries)?;
        let users = self.on_both(async |it| it.users.user(user).await.unwrap());
        same("a user", &users.await)?;
        let said = self.on_both(async |it| it.users.conversation(user).await.unwrap());
        same("a conversation", &said.await)?;
        let products = self.on_both(async |it| it.users.products(user, WHOLE).await.unwrap());
        same("products", &products.await)?;
        let orders = self.on_both(async |it| it.jobs.orders(user, WHOLE).await.unwrap());
        same("orders", &orders.await)?;
        let videos = self.on_both(async |it| it.jobs.videos(user, WHOLE).await.unwrap());
        same("videos", &videos.await)?;
        let open = self.on_both(async |it| it.jobs.has_open_jobs(user).await.unwrap());
        same("open jobs", &open.await)
    }
}

fn by_variant(mut titles: Vec<VideoTitle>) -> Vec<VideoTitle> {
    titles.sort_by_key(|title| title.variant);
    titles
}
