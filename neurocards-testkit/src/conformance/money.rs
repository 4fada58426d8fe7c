use neurocards_core::actor::{Actor, Reason};
use neurocards_core::chat::delivery::DeliveryKind;
use neurocards_core::chat::update::{Turn, UpdateLease, Write};
use neurocards_core::ids::UserId;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::{Promo, PromoCode, ReferralRules};
use neurocards_core::money::ledger::Entry;
use neurocards_core::money::news::MoneyNews;
use neurocards_core::money::payment::{
    Booked, Charge, Invoice, Payment, PaymentStatus, RefundEnd, Reversed,
};
use neurocards_core::ports::{BookError, Clock, CommitError, IdSource, RedeemError};

use super::Harness;
use super::harness::{WHOLE, sent, worker};
use crate::conformance::LEASE_FOR;
use crate::factory::{
    a_charge, a_charge_id, a_grant, a_promo, a_refund_of, an_invoice, an_operator, an_update,
};

/// Nothing for bringing friends.
pub(super) const NO_REWARDS: ReferralRules = ReferralRules {
    credits: Credits::ZERO,
    friends_max: 0,
};

/// The verbs of the cases about money.
impl Harness {
    /// An invoice of `credits` credits, as it was offered.
    pub(super) async fn offer(&self, user: UserId, credits: u16) -> Invoice {
        let invoice = an_invoice(user, credits, &self.ids);
        self.stores.payments.offer(&invoice).await.unwrap();
        invoice
    }

    pub(super) async fn book(&self, charge: &Charge) -> Result<Booked, BookError> {
        self.stores.payments.book(charge, &NO_REWARDS).await
    }

    /// `credits` credits, bought with the charge `name`.
    pub(super) async fn pay(&self, user: UserId, credits: u16, name: &str) -> Payment {
        self.pay_under(&NO_REWARDS, user, credits, name).await
    }

    pub(super) async fn pay_under(
        &self,
        rules: &ReferralRules,
        user: UserId,
        credits: u16,
        name: &str,
    ) -> Payment {
        self.remember(user);
        let charge = a_charge(&self.offer(user, credits).await, name);
        let booked = self.stores.payments.book(&charge, rules).await.unwrap();
        assert!(matches!(booked, Booked::New(_)), "{name} is new");
        booked.payment().clone()
    }

    pub(super) async fn payment(&self, name: &str) -> Payment {
        let payment = self.stores.payments.payment(&a_charge_id(name)).await;
        payment.unwrap().expect("a payment")
    }

    pub(super) async fn status(&self, name: &str) -> PaymentStatus {
        self.payment(name).await.status
    }

    /// Fills the balance but for this much.
    pub(super) async fn fill_but(&self, user: UserId, room: i64) {
        let (available, _) = self.balance(user).await;
        let mut grant = a_grant(user, &format!("fill:{user}"), 0);
        grant.amount = Credits::new(Credits::MAX.get() - available - room).unwrap();
        self.stores.ledger.grant(&grant).await.unwrap();
    }

    /// A promo code that ends in an hour.
    pub(super) async fn promo(&self, code: &str, credits: u16, uses_max: u32) -> PromoCode {
        let end = self.clock.now() + chrono::TimeDelta::hours(1);
        let promo = a_promo(code, credits, uses_max, end);
        self.stores.gifts.create_promo(&promo).await.unwrap();
        promo.code
    }

    pub(super) async fn redeem(&self, user: UserId, code: &str) -> Result<Promo, RedeemError> {
        let code = PromoCode::parse(code).unwrap();
        self.stores.gifts.redeem(user, &code).await
    }

    /// An operator ends a promo code.
    pub(super) async fn end_promo(&self, code: &str) -> bool {
        let (code, reason, by) = (
            PromoCode::parse(code).unwrap(),
            Reason::of("enough"),
            an_operator(),
        );
        let ended = self.stores.gifts.end_promo(&code, &reason, &by).await;
        ended.unwrap()
    }

    /// An operator asks to give the money of the charge `name` back.
    pub(super) async fn ask_refund(&self, name: &str) {
        let asked = self.stores.payments.ask_refund(&a_refund_of(name)).await;
        asked.unwrap();
    }

    pub(super) async fn end_refund(&self, name: &str, end: RefundEnd, by: Actor) -> bool {
        let charge = a_charge_id(name);
        let ended = self.stores.payments.end_refund(&charge, &end, &by).await;
        ended.unwrap()
    }

    pub(super) async fn reverse(&self, name: &str) -> Option<Reversed> {
        let (charge, reason) = (a_charge_id(name), Reason::of("a dispute"));
        let reversed = self.stores.payments.reverse(&charge, &reason).await;
        reversed.unwrap()
    }

    /// A turn of one update, in the lane of `user`.
    pub(super) async fn turn(&self, user: UserId, writes: Vec<Write>) -> Result<(), CommitError> {
        let lease = self.update_of(user).await;
        let committed = self.commit(&lease, writes).await;
        self.stores.inbox.close(lease).await.unwrap();
        committed
    }

    /// The right to handle a new update of `user`.
    pub(super) async fn update_of(&self, user: UserId) -> UpdateLease {
        let number = self.ids.uuid().as_u128() >> 64;
        let update = an_update(i64::try_from(number).unwrap(), user.0);
        self.stores.inbox.store(&[update]).await.unwrap();
        let claimed = self.stores.inbox.claim(&worker(1), 1, LEASE_FOR).await;
        claimed.unwrap().remove(0).lease
    }

    pub(super) async fn commit(
        &self,
        lease: &UpdateLease,
        writes: Vec<Write>,
    ) -> Result<(), CommitError> {
        let turn = Turn {
            writes,
            ..Turn::default()
        };
        self.stores.inbox.commit(lease, &turn).await
    }

    /// `friend` comes by the link of `referrer`.
    pub(super) async fn refer(&self, friend: UserId, referrer: UserId) {
        let referral = Write::Refer { friend, referrer };
        self.turn(friend, vec![referral]).await.unwrap();
    }

    /// The entry with this key among the user's newest 100.
    pub(super) async fn entry(&self, user: UserId, key: &str) -> Option<Entry> {
        let entries = self.stores.ledger.statement(user, WHOLE).await.unwrap();
        entries
            .into_iter()
            .find(|entry| entry.key.to_string() == key)
    }

    /// All news of money that is due, and to whom, oldest first; it is sent afterwards, as is all
    /// else that was due.
    pub(super) async fn news(&self) -> Vec<(UserId, MoneyNews)> {
        let mut news = Vec::new();
        loop {
            let claimed = self.claim_deliveries().await;
            if claimed.is_empty() {
                return news;
            }
            for claimed in claimed {
                if let DeliveryKind::Money { news: told } = &claimed.delivery.kind {
                    news.push((claimed.delivery.user, told.clone()));
                }
                self.close(claimed.lease, &sent(1)).await;
            }
        }
    }
}
