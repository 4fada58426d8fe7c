use neurocards_core::ids::{ChargeId, UserId};
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{Entry, EntryKind, Violation};
use neurocards_core::money::payment::{Payment, PaymentStatus};
use neurocards_core::work::job::{Job, JobStatus};

use super::state::{JobRow, State};

/// The most attempts of one job that may count.
const ATTEMPTS_MOST: usize = 3;

impl State {
    /// What does not hold of the invariants 1 to 5 and 9, at most this much.
    pub(super) fn audit(&self, limit: usize) -> Vec<Violation> {
        let jobs = self.jobs.values();
        let of_jobs = jobs.flat_map(|row| self.audit_job(row));
        let of_payments = self.payments.iter().filter_map(|it| self.audit_payment(it));
        let all = self.audit_balances().chain(of_jobs).chain(of_payments);
        all.take(limit).collect()
    }

    /// 1 and 3: each balance, and what is held, is what the entries add up to.
    fn audit_balances(&self) -> impl Iterator<Item = Violation> {
        self.accounts.iter().flat_map(|(user, balance)| {
            let sums = self.sums(*user);
            let told = (balance.available.get(), balance.held.get());
            let rules = [(1, told.0, sums.0), (3, told.1, sums.1)];
            let broken = rules.into_iter().filter(|(_, told, sum)| told != sum);
            broken
                .map(|(invariant, told, sum)| {
                    let what = format!("user {user} has {told}, the entries add up to {sum}");
                    violation(invariant, what)
                })
                .collect::<Vec<_>>()
        })
    }

    /// What the user's entries leave to be spent, and what they hold.
    fn sums(&self, user: UserId) -> (i64, i64) {
        let own = self.entries.iter().filter(|entry| entry.user == user);
        own.fold((0, 0), |(available, held), entry| {
            let amount = entry.amount.get();
            let escrow = match entry.kind {
                EntryKind::Hold => amount,
                EntryKind::Capture | EntryKind::Refund => -amount,
                _ => 0,
            };
            (available + entry.kind.sign() * amount, held + escrow)
        })
    }

    fn audit_job(&self, row: &JobRow) -> Vec<Violation> {
        let job = &row.job;
        let count = |kind| self.entries_of(job).filter(|it| it.kind == kind).count();
        let paid = usize::from(job.status == JobStatus::Succeeded);
        let given_back = usize::from(job.status.is_final()) - paid;
        let owned = |entry: &Entry| {
            (entry.user, entry.amount, entry.job) == (job.user, job.price, Some(job.id))
        };
        let open = job.attempts.iter().filter(|it| it.end.is_none()).count();
        let leased = row.leased_until.is_some() == (job.status == JobStatus::Running);
        let rules = [
            (
                2,
                self.entries_of(job).all(owned),
                "has an entry of another user or amount",
            ),
            (2, count(EntryKind::Hold) == 1, "has not exactly one hold"),
            (
                3,
                count(EntryKind::Capture) == paid,
                "is captured if and only if it succeeded",
            ),
            (
                3,
                count(EntryKind::Refund) == given_back,
                "is refunded if and only if it ended without a video",
            ),
            (4, leased, "is running if and only if it is leased"),
            (
                5,
                job.attempts_used() <= ATTEMPTS_MOST,
                "used too many attempts",
            ),
            (5, open <= 1, "has more than one open attempt"),
        ];
        let broken = rules.into_iter().filter(|(_, holds, _)| !holds);
        broken
            .map(|(invariant, _, what)| violation(invariant, format!("job {} {what}", job.id)))
            .collect()
    }

    /// 9: a payment is one purchase, and its credits are taken back as its status says.
    fn audit_payment(&self, payment: &Payment) -> Option<Violation> {
        let charge = &payment.charge;
        let amount = |form: fn(ChargeId) -> EntryKey| {
            let entry = self.entry(&form(charge.clone()));
            entry.map_or(0, |entry| entry.amount.get())
        };
        let taken_back = amount(EntryKey::Chargeback) + amount(EntryKey::Reversal)
            - amount(EntryKey::RefundRefused);
        let credits = payment.credits.get();
        let due = match payment.status {
            PaymentStatus::Paid | PaymentStatus::RefundRefused => 0..=0,
            PaymentStatus::RefundAsked => credits..=credits,
            PaymentStatus::Refunded => 0..=credits,
        };
        let sound = amount(EntryKey::Purchase) == credits && due.contains(&taken_back);
        let what = || format!("payment {charge} is not what its entries say");
        (!sound).then(|| violation(9, what()))
    }

    fn entries_of(&self, job: &Job) -> impl Iterator<Item = &Entry> {
        let id = job.id;
        self.entries
            .iter()
            .filter(move |entry| entry.job == Some(id))
    }
}

fn violation(invariant: u8, what: String) -> Violation {
    Violation { invariant, what }
}
