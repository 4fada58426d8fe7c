use chrono::{DateTime, Utc};
use neurocards_core::actor::Reason;
use neurocards_core::ids::UserId;
use neurocards_core::money::act::Act;
use neurocards_core::money::ledger::{EntryKind, Violation};
use neurocards_core::money::payment::{Currency, DueRefund, Payment};
use neurocards_core::page::Page;
use neurocards_core::ports::Clock;
use proptest::test_runner::TestCaseError;

use super::action::{Action, USERS};
use super::deal::{invoice_of, paid_charge};
use super::dealing::unnumbered;
use super::pair::Pair;
use super::same::{Compared, both, plain, same};
use crate::conformance::harness::WHOLE;

/// What one step can have changed of a list.
const NEWEST: Page = Page {
    offset: 0,
    limit: 10,
};

impl Pair {
    pub(super) async fn act_on_money(&self, action: &Action) -> Compared {
        let Action::Deal(deal) = action else {
            return Ok(());
        };
        let now = self.model.clock.now();
        let answers = self.on_both(async |stores| deal.make(stores, now).await);
        same("a deal", &answers.await)
    }

    /// Audits and balances after each step; statements and payments if it can have changed them.
    pub(super) async fn compare_accounts(&self, after: &Action) -> Compared {
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

    async fn compare_account(&self, user: UserId) -> Compared {
        let entries = self.on_both(async |it| it.ledger.statement(user, NEWEST).await.unwrap());
        same("the newest entries", &both(entries.await, plain))?;
        let payments = self.on_both(async |it| it.payments.payments(user, NEWEST).await.unwrap());
        same("the newest payments", &both(payments.await, all_unnumbered))
    }

    /// What the ports of money show beside accounts.
    pub(super) async fn compare_money(&self) -> Compared {
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
            let unnumbered = |it: Option<Payment>| it.map(unnumbered);
            same("a payment", &both(found.await, unnumbered))?;
        }
        let promos = self.on_both(async |it| it.gifts.promos(WHOLE).await.unwrap());
        same("promo codes", &promos.await)?;
        self.compare_books().await
    }

    async fn compare_books(&self) -> Compared {
        let stars = Currency::Stars;
        let due = self.on_both(async |it| it.payments.refunds_due(stars, 0, 9).await.unwrap());
        let unnumbered = |due: Vec<_>| due.into_iter().map(unnumbered_due).collect::<Vec<_>>();
        same("refunds due", &both(due.await, unnumbered))?;
        let paid = self.on_both(async |it| it.payments.payments_after(stars, 0, 9).await.unwrap());
        same("payments", &both(paid.await, all_unnumbered))?;
        let acts = self.on_both(async |it| it.books.acts(WHOLE).await.unwrap());
        same("acts", &both(acts.await, unreasoned))?;
        let (from, until) = (DateTime::<Utc>::UNIX_EPOCH, self.model.clock.now());
        let report = self.on_both(async |it| it.books.report(from, until).await.unwrap());
        same("the report", &report.await)
    }
}

fn unnumbered_due(due: DueRefund) -> DueRefund {
    DueRefund {
        payment: unnumbered(due.payment),
        ..due
    }
}

fn all_unnumbered(payments: Vec<Payment>) -> Vec<Payment> {
    payments.into_iter().map(unnumbered).collect()
}

/// Why users order and cancel is left to each store, and so is the order of one instant's entries.
fn unreasoned(acts: Vec<Act>) -> Vec<Act> {
    let own = [EntryKind::Hold, EntryKind::Refund].map(EntryKind::as_str);
    let unreasoned = |mut act: Act| {
        if own.contains(&act.act.as_str()) && act.actor == neurocards_core::actor::Actor::User {
            act.reason = Reason::of("");
        }
        act
    };
    let mut acts: Vec<_> = acts.into_iter().map(unreasoned).collect();
    acts.sort_by(|one, other| (one.at, &one.subject).cmp(&(other.at, &other.subject)));
    acts
}
