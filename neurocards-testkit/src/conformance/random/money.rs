use std::collections::BTreeSet;

use neurocards_core::ids::UserId;
use neurocards_core::ledger::Violation;
use neurocards_core::ports::Stores;
use proptest::test_runner::TestCaseError;

use super::action::{Action, USERS};
use super::pair::Pair;
use super::same::{Compared, both, ledger, plain, same};
use crate::conformance::harness::WHOLE;
use crate::factory::{a_grant, a_payment};

impl Pair {
    pub(super) async fn act_on_money(&self, action: &Action) -> Compared {
        let answers = match action {
            Action::Grant { user, key, amount } => {
                let grant = a_grant(UserId(*user), &format!("gift:{key}"), *amount);
                self.on_both(async |stores| stores.ledger.grant(&grant).await)
                    .await
            }
            Action::Purchase {
                user,
                charge,
                credits,
            } => {
                let payment = a_payment(UserId(*user), &format!("charge-{charge}"), *credits);
                self.on_both(async |stores| stores.ledger.purchase(&payment).await)
                    .await
            }
            Action::Chargeback { charge } => {
                let charge = format!("charge-{charge}");
                self.on_both(async |stores| stores.ledger.chargeback(&charge).await)
                    .await
            }
            _ => return Ok(()),
        };
        same("money", &both(answers, ledger))
    }

    /// Balances and audits, after each step.
    pub(super) async fn compare_accounts(&self) -> Compared {
        let audits = self
            .on_both(async |stores| stores.ledger.audit().await.unwrap())
            .await;
        let clean = |violations: &[Violation]| violations.is_empty();
        if !clean(&audits.0) || !clean(&audits.1) {
            let found = format!("the audits of model and store find {audits:#?}");
            return Err(TestCaseError::fail(found));
        }
        for user in USERS.map(UserId) {
            let balances = self
                .on_both(async |stores| stores.ledger.balance(user).await.unwrap())
                .await;
            same(&format!("the balance of user {user}"), &balances)?;
        }
        Ok(())
    }

    /// All that the ports show.
    pub(super) async fn compare_everything(&self) -> Compared {
        for user in USERS.map(UserId) {
            self.compare_user(user).await?;
        }
        let jobs = self
            .orders
            .iter()
            .flat_map(|it| it.jobs.iter().map(|job| (it.user, *job)));
        for (user, job) in jobs {
            let jobs = self.on_both(async |stores| stores.jobs.job(user, job).await.unwrap());
            same("a job", &jobs.await)?;
        }
        let orders: BTreeSet<_> = self.orders.iter().map(|order| order.id).collect();
        for order in orders {
            let cards = self.on_both(async |stores| stores.jobs.card(order).await.unwrap());
            let short = |card| {
                Option::map(card, |mut card: neurocards_core::card::Card| {
                    // How many words of the description a card shows is left open.
                    card.headline.clear();
                    card
                })
            };
            same("a card", &both(cards.await, short))?;
        }
        Ok(())
    }

    async fn compare_user(&self, user: UserId) -> Compared {
        let entries = |stores: &Stores| {
            let ledger = stores.ledger.clone();
            async move { ledger.statement(user, WHOLE).await.unwrap() }
        };
        let statements = self.on_both(async |stores| entries(stores).await).await;
        same("a statement", &both(statements, plain))?;
        let users = self.on_both(async |stores| stores.users.user(user).await.unwrap());
        same("a user", &users.await)?;
        let said = self.on_both(async |stores| stores.users.conversation(user).await.unwrap());
        same("a conversation", &said.await)?;
        let products =
            self.on_both(async |stores| stores.users.products(user, WHOLE).await.unwrap());
        same("products", &products.await)?;
        let orders = self.on_both(async |stores| stores.jobs.orders(user, WHOLE).await.unwrap());
        same("orders", &orders.await)?;
        let videos = self.on_both(async |stores| stores.jobs.videos(user, WHOLE).await.unwrap());
        same("videos", &videos.await)?;
        let open = self.on_both(async |stores| stores.jobs.has_open_jobs(user).await.unwrap());
        same("open jobs", &open.await)
    }
}
