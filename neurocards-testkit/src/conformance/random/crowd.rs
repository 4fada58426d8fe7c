use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::Entry;
use neurocards_core::money::news::MoneyNews;
use neurocards_core::money::payment::{Payment, PaymentStatus};
use neurocards_core::ports::Clock;
use tokio::task::JoinSet;

use super::member::{Member, Move, users};
use super::money_action::RULES;
use crate::clock::HandClock;
use crate::conformance::Harness;
use crate::conformance::harness::WHOLE;

/// Lets a crowd make its moves at once, and checks what must hold afterwards.
pub(super) async fn act(fresh: &impl AsyncFn(Arc<HandClock>) -> Harness, crowd: Vec<Vec<Move>>) {
    let harness = fresh(HandClock::new()).await;
    for user in users() {
        harness.user(user.0, if user.0 < 4 { 10 } else { 0 }).await;
    }
    let mut members = JoinSet::new();
    for (number, moves) in (1..).zip(crowd) {
        let (stores, clock) = (harness.stores.clone(), harness.clock.clone());
        members.spawn(Member::new(number, stores, clock).make(moves));
    }
    let mut told = members.join_all().await.concat();
    told.extend(harness.news().await.into_iter().map(|(_, news)| news));
    harness.check_invariants().await;
    let books = Drawn::up(&harness).await;
    books.check_sums(&harness).await;
    books.check_rewards(&harness).await;
    assert_eq!(kinds(&told), books.news(), "all news is told once");
}

/// Every user's entries and payments.
struct Drawn {
    entries: Vec<Entry>,
    payments: Vec<Payment>,
}

impl Drawn {
    async fn up(h: &Harness) -> Self {
        let (mut entries, mut payments) = (Vec::new(), Vec::new());
        for user in users() {
            entries.extend(h.whole_statement(user).await);
            payments.extend(h.stores.payments.payments(user, WHOLE).await.unwrap());
        }
        Self { entries, payments }
    }

    /// The report agrees with the accounts, and with what was paid.
    async fn check_sums(&self, h: &Harness) {
        let until = h.clock.now() + TimeDelta::seconds(1);
        let report = h
            .stores
            .books
            .report(DateTime::<Utc>::UNIX_EPOCH, until)
            .await;
        let report = report.unwrap();
        let (mut available, mut held) = (0, 0);
        for user in users() {
            let balance = h.balance(user).await;
            available += balance.0;
            held += balance.1;
        }
        let came = report.sold + report.granted + report.refunded;
        assert_eq!(came - report.held - report.charged_back, available);
        assert_eq!(report.held - report.captured - report.refunded, held);
        let stars = |which: fn(&Payment) -> bool| -> i64 {
            let of = self.payments.iter().filter(|it| which(it));
            of.map(|it| it.price.amount()).sum()
        };
        assert_eq!(report.stars_received, stars(|_| true));
        assert_eq!(
            report.stars_refunded,
            stars(|it| it.status == PaymentStatus::Refunded)
        );
    }

    /// Nobody is rewarded for more friends than the rules allow, and no circle closes.
    async fn check_rewards(&self, h: &Harness) {
        let mut came = 0;
        for user in users() {
            let friends = h.stores.gifts.friends(user).await.unwrap();
            assert!(
                friends.rewarded <= RULES.friends_max,
                "{friends:?} of {user}"
            );
            came += friends.came;
        }
        assert!(came < 6, "of six people one at least came alone");
    }

    /// How much news there must be of each kind.
    fn news(&self) -> BTreeMap<&'static str, usize> {
        let keyed = |form: fn(&EntryKey) -> bool| {
            let keys = self.entries.iter().map(|entry| &entry.key);
            keys.filter(|key| form(key)).count()
        };
        let by_hand =
            |entry: &&Entry| matches!(entry.key, EntryKey::Own(_)) && entry.actor.is_person();
        let refunded = |it: &&Payment| it.status == PaymentStatus::Refunded;
        let counts = [
            ("paid", self.payments.len()),
            ("refunded", self.payments.iter().filter(refunded).count()),
            (
                "refund refused",
                keyed(|key| matches!(key, EntryKey::RefundRefused(_))),
            ),
            (
                "friend bought",
                keyed(|key| matches!(key, EntryKey::RewardOfReferrer(_))),
            ),
            (
                "brought by friend",
                keyed(|key| matches!(key, EntryKey::RewardOfFriend(_))),
            ),
            ("granted", self.entries.iter().filter(by_hand).count()),
            (
                "corrected",
                keyed(|key| matches!(key, EntryKey::Correction(_))),
            ),
        ];
        counts.into_iter().filter(|(_, count)| *count > 0).collect()
    }
}

fn kinds(news: &[MoneyNews]) -> BTreeMap<&'static str, usize> {
    let mut kinds = BTreeMap::new();
    for news in news {
        let kind = match news {
            MoneyNews::Paid { .. } => "paid",
            MoneyNews::Refunded { .. } => "refunded",
            MoneyNews::RefundRefused { .. } => "refund refused",
            MoneyNews::FriendBought { .. } => "friend bought",
            MoneyNews::BroughtByFriend { .. } => "brought by friend",
            MoneyNews::Granted { .. } => "granted",
            MoneyNews::Corrected { .. } => "corrected",
        };
        *kinds.entry(kind).or_default() += 1;
    }
    kinds
}
