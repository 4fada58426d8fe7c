use std::sync::Arc;

use neurocards_core::actor::Reason;
use neurocards_core::chat::delivery::DeliveryKind;
use neurocards_core::chat::update::{Turn, Write};
use neurocards_core::ids::UserId;
use neurocards_core::money::ledger::Release;
use neurocards_core::money::news::MoneyNews;
use neurocards_core::ports::{Clock, Stores};
use neurocards_core::work::order::NewOrder;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, prop_oneof};

use super::draws::user;
use super::money_action::MoneyAction;
use super::money_strategies::{any_money_action, any_money_write};
use super::users::USERS;
use crate::clock::HandClock;
use crate::conformance::LEASE_FOR;
use crate::conformance::harness::{CARD_PAUSE, sent, worker};
use crate::factory::{a_refusal, a_video, an_operator, an_order, an_update};
use crate::ids::SeededIds;

/// The most moves of one member.
const MOVES: usize = 40;

/// What one of a crowd does next.
#[derive(Debug, Clone)]
pub(super) enum Move {
    Money(MoneyAction),
    Turn(MoneyAction),
    Place { user: i64, videos: usize },
    Cancel,
    Refund,
    Work,
    Send,
}

/// The moves of everybody in a crowd.
pub(super) fn any_crowd() -> impl Strategy<Value = Vec<Vec<Move>>> {
    vec(vec(any_move(), 1..MOVES), 6)
}

fn any_move() -> impl Strategy<Value = Move> {
    prop_oneof![
        8 => any_money_action().prop_map(Move::Money),
        3 => any_money_action().prop_map(Move::Turn),
        2 => any_money_write().prop_map(Move::Turn),
        2 => (user(), 1..4_usize).prop_map(|(user, videos)| Move::Place { user, videos }),
        1 => Just(Move::Cancel),
        1 => Just(Move::Refund),
        2 => Just(Move::Work),
        2 => Just(Move::Send),
    ]
}

/// One of a crowd, with what they ordered and what they were told.
pub(super) struct Member {
    pub(super) number: u8,
    pub(super) stores: Stores,
    pub(super) clock: Arc<HandClock>,
    ids: SeededIds,
    orders: Vec<NewOrder>,
    news: Vec<MoneyNews>,
    updates: i64,
}

impl Member {
    pub(super) fn new(number: u8, stores: Stores, clock: Arc<HandClock>) -> Self {
        Self {
            number,
            stores,
            clock,
            ids: SeededIds::new(100 + u64::from(number)),
            orders: Vec::new(),
            news: Vec::new(),
            updates: 0,
        }
    }

    /// Makes all moves; the news that this member sent.
    pub(super) async fn make(mut self, moves: Vec<Move>) -> Vec<MoneyNews> {
        for next in moves {
            match next {
                Move::Money(action) => self.money(action).await,
                Move::Turn(action) => self.turn(action).await,
                Move::Place { user, videos } => self.place(UserId(user), videos).await,
                Move::Cancel => self.cancel().await,
                Move::Refund => self.refund().await,
                Move::Work => self.work().await,
                Move::Send => self.send().await,
            }
        }
        self.news
    }

    async fn money(&self, action: MoneyAction) {
        let outcome = action.make(&self.stores, self.clock.now()).await.said;
        assert!(!outcome.contains("Unavailable"), "{action:?}: {outcome}");
    }

    /// Whoever's update is claimed, this action is its turn.
    async fn turn(&mut self, action: MoneyAction) {
        // A grant whose key was used for another entry has no word of its own in a turn.
        let Some(write) = action.write().filter(|it| !matches!(it, Write::Grant(_))) else {
            return;
        };
        self.updates += 1;
        let update = an_update(
            i64::from(self.number) << 32 | self.updates,
            self.number.into(),
        );
        let inbox = &self.stores.inbox;
        inbox.store(&[update]).await.unwrap();
        let me = worker(self.number);
        for claimed in inbox.claim(&me, 1, LEASE_FOR).await.unwrap() {
            let turn = Turn {
                writes: vec![write.clone()],
                ..Turn::default()
            };
            let outcome = format!("{:?}", inbox.commit(&claimed.lease, &turn).await);
            assert!(!outcome.contains("Unavailable"), "{action:?}: {outcome}");
            inbox.close(claimed.lease).await.unwrap();
        }
    }

    async fn place(&mut self, user: UserId, videos: usize) {
        let order = an_order().of(user).videos(videos).build(&self.ids);
        let outcome = format!("{:?}", self.stores.jobs.place(&order).await);
        assert!(!outcome.contains("Unavailable"), "{outcome}");
        self.orders.push(order);
    }

    async fn cancel(&self) {
        if let Some(order) = self.orders.last() {
            self.stores.jobs.cancel(order.user, order.id).await.unwrap();
        }
    }

    async fn refund(&self) {
        for job in self.orders.last().iter().flat_map(|order| &order.jobs) {
            let release = Release {
                job: *job,
                reason: Reason::of("lost in space"),
                by: an_operator(),
            };
            self.stores.jobs.refund(&release).await.unwrap();
        }
    }

    /// Ends what is due: every other job with its video. An operator may have been faster.
    async fn work(&self) {
        let jobs = &self.stores.jobs;
        let claimed = jobs.claim(&worker(self.number), 2, LEASE_FOR).await;
        for (turn, claimed) in claimed.unwrap().into_iter().enumerate() {
            let ended = match turn % 2 {
                0 => jobs.complete(claimed.lease, &a_video()).await,
                _ => jobs.fail(claimed.lease, &a_refusal()).await,
            };
            let outcome = format!("{ended:?}");
            assert!(!outcome.contains("Unavailable"), "{outcome}");
        }
    }

    async fn send(&mut self) {
        let outbox = &self.stores.outbox;
        let claimed = outbox.claim(&worker(self.number), 3, LEASE_FOR).await;
        for claimed in claimed.unwrap() {
            outbox.begin(&claimed.lease).await.unwrap();
            outbox
                .close(claimed.lease, &sent(1), CARD_PAUSE)
                .await
                .unwrap();
            if let DeliveryKind::Money { news } = claimed.delivery.kind {
                self.news.push(news);
            }
        }
    }
}

/// Every user a crowd acts for.
pub(super) fn users() -> impl Iterator<Item = UserId> {
    USERS.map(UserId)
}
