use neurocards_core::chat::update::{Turn, UpdateLease, Write};
use neurocards_core::ids::{UserId, WorkerId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::ReferralRules;
use neurocards_core::money::payment::{Charge, Invoice};
use neurocards_testkit::factory::{a_charge, a_visitor, an_invoice, an_update};

use crate::rig::{LEASE_FOR, Rig};

/// Two credits each, for three friends.
pub(crate) const REWARDS: ReferralRules = ReferralRules {
    credits: Credits::small(2),
    friends_max: 3,
};

/// What people who pay do.
impl Rig {
    /// A user we have met, and nothing more.
    pub(crate) async fn met(&self, id: i64) -> UserId {
        let user = UserId(id);
        self.stores.users.meet(&a_visitor(user)).await.unwrap();
        user
    }

    /// A user with nothing but the balance of what they paid for.
    pub(crate) async fn payer(&self, id: i64, credits: u16) -> UserId {
        let user = self.met(id).await;
        let charge = self.invoiced(user, credits, &format!("first-{id}")).await;
        self.stores.payments.book(&charge, &REWARDS).await.unwrap();
        user
    }

    /// An invoice that was sent.
    pub(crate) async fn offered(&self, user: UserId, credits: u16) -> Invoice {
        let invoice = an_invoice(user, credits, &self.ids);
        self.stores.payments.offer(&invoice).await.unwrap();
        invoice
    }

    /// The charge `name` for an invoice of its own, which nobody booked.
    pub(crate) async fn invoiced(&self, user: UserId, credits: u16, name: &str) -> Charge {
        a_charge(&self.offered(user, credits).await, name)
    }

    /// Leases the updates with these ids, one per lane of the same number.
    pub(crate) async fn updates(&self, ids: &[i64]) -> Vec<UpdateLease> {
        let updates: Vec<_> = ids.iter().map(|&id| an_update(id, id)).collect();
        self.stores.inbox.store(&updates).await.unwrap();
        let worker = WorkerId("bot-1".to_owned());
        let claimed = self.stores.inbox.claim(&worker, 100, LEASE_FOR).await;
        let claimed = claimed.unwrap().into_iter();
        claimed.map(|claimed| claimed.lease).collect()
    }

    /// A friend comes by the link of a user, in a turn of the friend's.
    pub(crate) async fn refer(&self, friend: UserId, referrer: UserId) {
        let lease = self.updates(&[friend.0]).await.remove(0);
        let turn = a_turn(Write::Refer { friend, referrer });
        self.stores.inbox.commit(&lease, &turn).await.unwrap();
        self.stores.inbox.close(lease).await.unwrap();
    }

    /// How many rows there are of everything that a deal may write.
    pub(crate) async fn deals(&self) -> i64 {
        let rows = "select (select count(*) from accounts) + (select count(*) from entries)
            + (select count(*) from invoices) + (select count(*) from payments)
            + (select count(*) from promo_redemptions) + (select count(*) from referrals)
            + (select count(*) from acts) + (select count(*) from deliveries)";
        self.number(rows).await
    }
}

/// A turn that makes one change.
pub(crate) fn a_turn(write: Write) -> Turn {
    Turn {
        writes: vec![write],
        ..Turn::default()
    }
}
