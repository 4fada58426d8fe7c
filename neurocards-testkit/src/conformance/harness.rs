use std::any::Any;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use neurocards_core::chat::alarm::{Alarm, AlarmKind};
use neurocards_core::chat::card::Card;
use neurocards_core::chat::delivery::{
    ClaimedDelivery, Deferral, DeliveryEnd, DeliveryKind, DeliveryLease,
};
use neurocards_core::chat::update::{ClaimedUpdate, Turn, Write};
use neurocards_core::ids::{ChatId, JobId, MessageId, OrderId, UserId, WorkerId};
use neurocards_core::money::ledger::EntryKind;
use neurocards_core::page::Page;
use neurocards_core::ports::{IdSource, Stores};
use neurocards_core::work::job::{Claimed, Job, Lease, Progress};
use neurocards_core::work::order::NewOrder;

use crate::clock::HandClock;
use crate::factory::{OrderBuilder, a_grant, a_video, a_visitor, an_update};
use crate::ids::SeededIds;

/// How long the harness leases what it claims.
pub const LEASE_FOR: Duration = Duration::from_mins(1);

/// The pause between two edits of one card.
pub(super) const CARD_PAUSE: Duration = Duration::from_secs(3);

/// A page larger than any list of a case.
pub(super) const WHOLE: Page = Page {
    offset: 0,
    limit: 100,
};

/// A fresh store, the clock it was built with, and the verbs of the cases.
pub struct Harness {
    /// The store under test.
    pub stores: Stores,
    /// The clock that the store reads.
    pub clock: Arc<HandClock>,
    /// Ids for the rows of a case.
    pub ids: SeededIds,
    users: Mutex<BTreeSet<UserId>>,
    /// Dropped after the case: the store's directory or database.
    _kept: Option<Box<dyn Any + Send + Sync>>,
}

impl Harness {
    /// A harness over an empty store built with `clock`.
    pub fn new(stores: Stores, clock: Arc<HandClock>) -> Self {
        Self {
            stores,
            clock,
            ids: SeededIds::new(1),
            users: Mutex::default(),
            _kept: None,
        }
    }

    /// Keeps what the store lives in until the case is over.
    #[must_use]
    pub fn keeping(self, what: impl Any + Send + Sync) -> Self {
        Self {
            _kept: Some(Box::new(what)),
            ..self
        }
    }

    pub(super) fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// A user we have met, with this many credits.
    pub(super) async fn user(&self, id: i64, credits: u16) -> UserId {
        let user = UserId(id);
        self.remember(user);
        self.stores.users.meet(&a_visitor(user)).await.unwrap();
        if credits > 0 {
            let grant = a_grant(user, &format!("welcome:{id}"), credits);
            self.stores.ledger.grant(&grant).await.unwrap();
        }
        user
    }

    /// Has the user's account checked at the end of the case.
    pub(super) fn remember(&self, user: UserId) {
        let mut users = self.users.lock().unwrap_or_else(PoisonError::into_inner);
        users.insert(user);
    }

    pub(super) fn known_users(&self) -> Vec<UserId> {
        let users = self.users.lock().unwrap_or_else(PoisonError::into_inner);
        users.iter().copied().collect()
    }

    /// Spendable and held credits.
    pub(super) async fn balance(&self, user: UserId) -> (i64, i64) {
        let balance = self.stores.ledger.balance(user).await.unwrap();
        (balance.available.get(), balance.held.get())
    }

    /// How many of the user's newest 100 entries are of this kind.
    pub(super) async fn entries(&self, user: UserId, kind: EntryKind) -> usize {
        let entries = self.stores.ledger.statement(user, WHOLE).await.unwrap();
        entries.iter().filter(|entry| entry.kind == kind).count()
    }

    /// Places the order, which must be new.
    pub(super) async fn place(&self, order: OrderBuilder) -> NewOrder {
        let order = order.build(&self.ids);
        self.stores.jobs.place(&order).await.unwrap();
        order
    }

    pub(super) async fn claim(&self, limit: u16) -> Vec<Claimed> {
        let claimed = self.stores.jobs.claim(&worker(1), limit, LEASE_FOR).await;
        claimed.unwrap()
    }

    /// The only job that is due.
    pub(super) async fn claim_one(&self) -> Claimed {
        let mut claimed = self.claim(100).await;
        assert_eq!(claimed.len(), 1, "exactly one job is due");
        claimed.remove(0)
    }

    /// How many jobs are due; they are running afterwards.
    pub(super) async fn due(&self) -> usize {
        self.claim(100).await.len()
    }

    /// The card of an order that was placed.
    pub(super) async fn card(&self, order: OrderId) -> Card {
        self.stores.jobs.card(order).await.unwrap().unwrap()
    }

    pub(super) async fn job(&self, user: UserId, job: JobId) -> Job {
        let job = self.stores.jobs.job(user, job).await.unwrap();
        job.expect("the user's job")
    }

    pub(super) async fn record(&self, lease: &Lease, progress: Progress) {
        self.stores.jobs.record(lease, &progress).await.unwrap();
    }

    /// Stores the intent of attempt `no`.
    pub(super) async fn begin_attempt(&self, lease: &Lease, no: u16) -> Progress {
        let nonce = self.ids.nonce();
        let begun = Progress::AttemptBegun { no, nonce };
        self.record(lease, begun.clone()).await;
        begun
    }

    /// Ends a job with [`a_video`].
    pub(super) async fn complete(&self, lease: Lease) {
        let completed = self.stores.jobs.complete(lease, &a_video()).await;
        completed.unwrap();
    }

    pub(super) async fn claim_deliveries(&self) -> Vec<ClaimedDelivery> {
        let claimed = self.stores.outbox.claim(&worker(1), 100, LEASE_FOR).await;
        claimed.unwrap()
    }

    /// Tells operators in these chats a piece of news, once per key.
    pub(super) async fn alarm(&self, key: &str, chats: &[i64]) {
        let alarm = Alarm::about(AlarmKind::UpdatePassedOver, key, key);
        self.stores.alarms.raise(&alarm).await.unwrap();
        let chats: Vec<_> = chats.iter().copied().map(ChatId).collect();
        self.stores.alarms.tell(&chats).await.unwrap();
    }

    /// Sends the only message that is due: that a video failed.
    pub(super) async fn show_failure(&self) {
        let message = self.next_message().await.expect("bad news is due");
        let is_failure = matches!(message.delivery.kind, DeliveryKind::Failed { .. });
        assert!(is_failure, "not {:?}", message.delivery.kind);
        self.close(message.lease, &sent(1)).await;
    }

    /// Sends every due card, one after the other, until none is due.
    pub(super) async fn show_cards(&self) -> usize {
        let mut shown = 0;
        loop {
            let claimed = self.claim_deliveries().await;
            if claimed.is_empty() {
                return shown;
            }
            for ClaimedDelivery { delivery, lease } in claimed {
                let is_card = matches!(delivery.kind, DeliveryKind::Card { .. });
                assert!(is_card, "only cards are due, not {:?}", delivery.kind);
                self.close(lease, &sent(100)).await;
                shown += 1;
            }
        }
    }

    /// The only due delivery that is no card, and closes the cards that come before it.
    pub(super) async fn next_message(&self) -> Option<ClaimedDelivery> {
        loop {
            let claimed = self.claim_deliveries().await.into_iter().next()?;
            if !matches!(claimed.delivery.kind, DeliveryKind::Card { .. }) {
                return Some(claimed);
            }
            self.close(claimed.lease, &sent(100)).await;
        }
    }

    /// Puts a delivery back.
    pub(super) async fn defer(&self, lease: DeliveryLease, after: Duration, why: Deferral) {
        let deferred = self.stores.outbox.defer(lease, after, why).await;
        deferred.unwrap();
    }

    pub(super) async fn close(&self, lease: DeliveryLease, end: &DeliveryEnd) {
        let closed = self.stores.outbox.close(lease, end, CARD_PAUSE).await;
        closed.unwrap();
    }

    /// Stores that the user blocked the bot or came back, as the turn of an update would.
    pub(super) async fn set_blocked(&self, user: UserId, blocked: bool) {
        let number = self.ids.uuid().as_u128() >> 64;
        let update = an_update(i64::try_from(number).unwrap(), user.0);
        self.stores.inbox.store(&[update]).await.unwrap();
        let lease = self.claim_update().await.lease;
        let turn = Turn {
            writes: vec![Write::Blocked { user, blocked }],
            ..Turn::default()
        };
        self.stores.inbox.commit(&lease, &turn).await.unwrap();
        self.stores.inbox.close(lease).await.unwrap();
    }

    pub(super) async fn claim_updates(&self) -> Vec<ClaimedUpdate> {
        let claimed = self.stores.inbox.claim(&worker(1), 100, LEASE_FOR).await;
        claimed.unwrap()
    }

    /// The only update that can be handled now.
    pub(super) async fn claim_update(&self) -> ClaimedUpdate {
        let mut claimed = self.claim_updates().await;
        assert_eq!(claimed.len(), 1, "exactly one update can be handled");
        claimed.remove(0)
    }
}

/// A process that claims work.
pub(super) fn worker(number: u8) -> WorkerId {
    WorkerId(format!("worker-{number}"))
}

/// The end of a delivery whose message has no file.
pub(super) fn sent(message: i32) -> DeliveryEnd {
    DeliveryEnd::Sent(MessageId(message).into())
}
