use std::time::Duration;

use neurocards_core::chat::delivery::DeliveryLease;
use neurocards_core::chat::update::UpdateLease;
use neurocards_core::ids::{DeliveryId, Nonce, UserId};
use neurocards_core::money::ledger::Entry;
use neurocards_core::money::payment::Payment;
use neurocards_core::ports::Stores;
use neurocards_core::work::job::LeaseId;
use neurocards_core::work::order::NewOrder;

use super::action::Action;
use super::money_action::invoice_of;
use super::same::{Compared, same};
use super::twins::Twins;
use super::users::{NEWCOMERS, USERS};
use crate::clock::HandClock;
use crate::conformance::Harness;
use crate::factory::{a_grant, a_visitor};
use crate::ids::SeededIds;
use crate::model::MemoryStore;

/// Leases that are remembered; older ones are forgotten, so that most actions meet a live one.
const REMEMBERED: usize = 8;

/// What every user but the newcomers begins with: enough for some orders, not for all.
const START_CREDITS: u16 = 25;

/// The model and the store it is compared with, moved in lockstep.
pub(super) struct Pair {
    pub(super) model: Harness,
    pub(super) subject: Harness,
    pub(super) ids: SeededIds,
    /// Every order that was tried, placed or not.
    pub(super) orders: Vec<NewOrder>,
    pub(super) nonces: Vec<Nonce>,
    /// What was claimed: the model's lease and the store's.
    pub(super) leases: Vec<(LeaseId, LeaseId)>,
    pub(super) deliveries: Vec<(DeliveryLease, DeliveryLease)>,
    pub(super) updates: Vec<(UpdateLease, UpdateLease)>,
    pub(super) entry_numbers: Twins<i64>,
    pub(super) payment_numbers: Twins<i64>,
    pub(super) delivery_ids: Twins<DeliveryId>,
}

impl Pair {
    pub(super) async fn new(subject: Harness) -> Self {
        let clock = HandClock::new();
        let model = Harness::new(MemoryStore::stores(clock.clone()), clock);
        let pair = Self {
            model,
            subject,
            ids: SeededIds::new(2),
            orders: Vec::new(),
            nonces: Vec::new(),
            leases: Vec::new(),
            deliveries: Vec::new(),
            updates: Vec::new(),
            entry_numbers: Twins::of_numbers(),
            payment_numbers: Twins::of_numbers(),
            delivery_ids: Twins::of_ids(),
        };
        for user in USERS.map(UserId) {
            let start = a_grant(user, &format!("start:{user}"), START_CREDITS);
            let is_newcomer = NEWCOMERS.contains(&user.0);
            pair.on_both(async |stores| {
                stores.users.meet(&a_visitor(user)).await.unwrap();
                if !is_newcomer {
                    stores.ledger.grant(&start).await.unwrap();
                }
            })
            .await;
        }
        for number in 0..4 {
            let invoice = invoice_of(number, false);
            pair.on_both(async |stores| stores.payments.offer(&invoice).await.unwrap())
                .await;
        }
        pair
    }

    /// The same call on both stores.
    pub(super) async fn on_both<T>(&self, call: impl AsyncFn(&Stores) -> T) -> (T, T) {
        let model = call(&self.model.stores).await;
        let subject = call(&self.subject.stores).await;
        (model, subject)
    }

    /// The same call on both stores, each with its own lease.
    pub(super) async fn under<L, T>(
        &self,
        (model, subject): &(L, L),
        call: impl AsyncFn(&Stores, &L) -> T,
    ) -> (T, T) {
        let model = call(&self.model.stores, model).await;
        let subject = call(&self.subject.stores, subject).await;
        (model, subject)
    }

    /// Moves both clocks.
    pub(super) fn advance(&self, by: Duration) {
        self.model.clock.advance(by);
        self.subject.clock.advance(by);
    }

    /// Takes one action on both stores and compares the answers.
    pub(super) async fn act(&mut self, action: &Action) -> Compared {
        // No two actions share an instant, and no pause or lease ends exactly at one: what happens
        // at an equal instant is left open by the contracts.
        self.advance(Duration::from_millis(1));
        if let Action::Advance(by) = action {
            self.advance(*by);
        }
        self.act_on_money(action).await?;
        self.act_on_work(action).await?;
        self.act_on_chats(action).await?;
        self.act_on_people(action).await
    }
}

/// Comparisons of rows that each store names itself.
impl Pair {
    pub(super) fn same_entries(
        &mut self,
        what: &str,
        mut entries: (Vec<Entry>, Vec<Entry>),
    ) -> Compared {
        let numbers = &mut self.entry_numbers;
        numbers.rename(&mut entries, |entry| &mut entry.id)?;
        same(what, &entries)
    }

    pub(super) fn same_payments(
        &mut self,
        what: &str,
        mut payments: (Vec<Payment>, Vec<Payment>),
    ) -> Compared {
        let numbers = &mut self.payment_numbers;
        numbers.rename(&mut payments, |payment| &mut payment.no)?;
        same(what, &payments)
    }
}

/// The row with this number, counted round from the newest.
pub(super) fn nth<T>(rows: &[T], number: usize) -> Option<&T> {
    rows.iter().rev().nth(number.checked_rem(rows.len())?)
}

/// Remembers new rows, and forgets the oldest.
pub(super) fn remember<T>(rows: &mut Vec<T>, new: impl IntoIterator<Item = T>) {
    rows.extend(new);
    let old = rows.len().saturating_sub(REMEMBERED);
    rows.drain(..old);
}
