use chrono::{DateTime, Utc};
use neurocards_core::ids::UserId;
use neurocards_core::money::ledger::Violation;
use neurocards_core::money::payment::Currency;
use neurocards_core::page::Page;
use neurocards_core::ports::Clock;
use proptest::test_runner::TestCaseError;

use super::action::Action;
use super::money_action::{invoice_of, paid_charge};
use super::pair::Pair;
use super::same::{Compared, both, same};
use super::users::USERS;
use crate::conformance::harness::WHOLE;

/// What one step can have changed of a list.
const NEWEST: Page = Page {
    offset: 0,
    limit: 10,
};

impl Pair {
    pub(super) async fn act_on_money(&mut self, action: &Action) -> Compared {
        let Action::Money(action) = action else {
            return Ok(());
        };
        let now = self.model.clock.now();
        let answers = self.on_both(async |stores| action.make(stores, now).await);
        let (model, subject) = answers.await;
        same("a money action", &(model.said, subject.said))?;
        let payments = (model.booked, subject.booked);
        self.same_payments("what was booked", payments)
    }

    /// Audits and balances after each step; statements and payments if it can have changed them.
    pub(super) async fn compare_accounts(&mut self, after: &Action) -> Compared {
        let audits = self
            .on_both(async |stores| stores.ledger.audit(100).await.unwrap())
            .await;
        let clean = |violations: &[Violation]| violations.is_empty();
        if !clean(&audits.0) || !clean(&audits.1) {
            let found = format!("the audits of model and store find {audits:#?}");
            return Err(TestCaseError::fail(found));
        }
        for user in USERS.map(UserId) {
            let balances = self.on_both(async |it| it.ledger.balance(user).await.unwrap());
            same(&format!("the balance of user {user}"), &balances.await)?;
            if after.can_move_money() {
                self.compare_account(user).await?;
            }
        }
        Ok(())
    }

    async fn compare_account(&mut self, user: UserId) -> Compared {
        let entries = self.on_both(async |it| it.ledger.statement(user, NEWEST).await.unwrap());
        let entries = entries.await;
        self.same_entries("the newest entries", entries)?;
        let payments = self.on_both(async |it| it.payments.payments(user, NEWEST).await.unwrap());
        let payments = payments.await;
        self.same_payments("the newest payments", payments)
    }

    /// What the ports of money show beside accounts.
    pub(super) async fn compare_money(&mut self) -> Compared {
        for user in USERS.map(UserId) {
            let friends = self.on_both(async |it| it.gifts.friends(user).await.unwrap());
            same("friends", &friends.await)?;
        }
        for number in 0..20 {
            let invoice = invoice_of(number, false).id;
            let found = self.on_both(async |it| it.payments.invoice(invoice).await.unwrap());
            same("an invoice", &found.await)?;
            let charge = paid_charge(number);
            let found = self.on_both(async |it| it.payments.payment(&charge).await.unwrap());
            let found = both(found.await, Vec::from_iter);
            self.same_payments("a payment", found)?;
        }
        let promos = self.on_both(async |it| it.gifts.promos(WHOLE).await.unwrap());
        same("promo codes", &promos.await)?;
        self.compare_books().await
    }

    async fn compare_books(&mut self) -> Compared {
        let stars = Currency::Stars;
        let due = self.on_both(async |it| it.payments.refunds_due(stars, 0, 9).await.unwrap());
        let mut due = due.await;
        self.payment_numbers
            .rename(&mut due, |it| &mut it.payment.no)?;
        same("refunds due", &due)?;
        let paid = self.on_both(async |it| it.payments.payments_after(stars, 0, 9).await.unwrap());
        let paid = paid.await;
        self.same_payments("payments", paid)?;
        let acts = self.on_both(async |it| it.books.acts(WHOLE).await.unwrap());
        same("acts", &acts.await)?;
        let (from, until) = (DateTime::<Utc>::UNIX_EPOCH, self.model.clock.now());
        let report = self.on_both(async |it| it.books.report(from, until).await.unwrap());
        same("the report", &report.await)
    }
}
