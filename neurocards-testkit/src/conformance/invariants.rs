use std::collections::BTreeMap;

use neurocards_core::ids::{ChargeId, JobId, UserId};
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{Entry, EntryKind};
use neurocards_core::money::payment::PaymentStatus;
use neurocards_core::page::Page;
use neurocards_core::work::job::{Job, JobStatus};

use super::Harness;
use super::harness::WHOLE;

impl Harness {
    /// What must hold after everything: the store's own audit, and the account of every user drawn
    /// up again from what the ports show.
    pub async fn check_invariants(&self) {
        let violations = self.stores.ledger.audit(100).await.unwrap();
        assert_eq!(violations, [], "the audit finds nothing");
        for user in self.known_users() {
            self.check_account(user).await;
            self.check_payments(user).await;
        }
        self.check_promos().await;
    }

    /// Each payment is one purchase, and its credits are taken back as its status says.
    async fn check_payments(&self, user: UserId) {
        let payments = self.stores.payments.payments(user, WHOLE).await.unwrap();
        let entries = self.whole_statement(user).await;
        for payment in payments {
            let charge = &payment.charge;
            let amount = |form: fn(ChargeId) -> EntryKey| {
                let key = form(charge.clone());
                let entry = entries.iter().find(|entry| entry.key == key);
                entry.map_or(0, |entry| entry.amount.get())
            };
            let credits = payment.credits.get();
            assert_eq!(
                amount(EntryKey::Purchase),
                credits,
                "the purchase of {charge}"
            );
            let taken = amount(EntryKey::Chargeback) + amount(EntryKey::Reversal)
                - amount(EntryKey::RefundRefused);
            let sound = match payment.status {
                PaymentStatus::Paid | PaymentStatus::RefundRefused => taken == 0,
                PaymentStatus::RefundAsked => taken == credits,
                PaymentStatus::Refunded => taken <= credits,
            };
            assert!(sound, "{taken} credits are taken back of {payment:?}");
        }
    }

    /// Each promo code served as many users as it says, and no more than it may.
    async fn check_promos(&self) {
        for promo in self.stores.gifts.promos(WHOLE).await.unwrap() {
            let mut redeemed = 0;
            for user in self.known_users() {
                let key = EntryKey::Promo(promo.code.clone(), user);
                redeemed += u32::from(self.stores.ledger.has(&key).await.unwrap());
            }
            assert_eq!(promo.uses, redeemed, "uses of {}", promo.code);
            assert!(promo.uses <= promo.uses_max, "uses of {}", promo.code);
        }
    }

    async fn check_account(&self, user: UserId) {
        let entries = self.whole_statement(user).await;
        let mut balance = 0;
        for entry in entries.iter().rev() {
            balance += entry.kind.sign() * entry.amount.get();
            let told = entry.balance_after.get();
            assert_eq!(balance, told, "the balance after entry {}", entry.id);
        }
        let jobs = self.jobs_of(&entries, user).await;
        let open = jobs.values().filter(|job| !job.status.is_final());
        let escrow: i64 = open.map(|job| job.price.get()).sum();
        let told = self.balance(user).await;
        assert_eq!((balance, escrow), told, "the balance of user {user}");
        for job in jobs.values() {
            check_job(job, &entries);
        }
    }

    pub(super) async fn whole_statement(&self, user: UserId) -> Vec<Entry> {
        let mut entries = Vec::new();
        loop {
            let page = Page {
                offset: u32::try_from(entries.len()).unwrap(),
                limit: 100,
            };
            let more = self.stores.ledger.statement(user, page).await.unwrap();
            if more.is_empty() {
                return entries;
            }
            entries.extend(more);
        }
    }

    async fn jobs_of(&self, entries: &[Entry], user: UserId) -> BTreeMap<JobId, Job> {
        let mut jobs = BTreeMap::new();
        for id in entries.iter().filter_map(|entry| entry.job) {
            jobs.insert(id, self.job(user, id).await);
        }
        jobs
    }
}

fn check_job(job: &Job, entries: &[Entry]) {
    let count = |kind| {
        let own = entries.iter().filter(|entry| entry.job == Some(job.id));
        own.filter(|entry| entry.kind == kind && entry.amount == job.price)
            .count()
    };
    let paid = usize::from(job.status == JobStatus::Succeeded);
    let given_back = usize::from(job.status.is_final()) - paid;
    assert_eq!(count(EntryKind::Hold), 1, "holds of job {}", job.id);
    assert_eq!(
        count(EntryKind::Capture),
        paid,
        "captures of job {}",
        job.id
    );
    assert_eq!(
        count(EntryKind::Refund),
        given_back,
        "refunds of job {}",
        job.id
    );
    assert_eq!(job.video.is_some(), paid == 1, "video of job {}", job.id);
    let open = job.attempts.iter().filter(|attempt| attempt.end.is_none());
    assert!(open.count() <= 1, "open attempts of job {}", job.id);
}
