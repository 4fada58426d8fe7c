use neurocards_core::credits::Credits;
use neurocards_core::job::{Job, JobStatus};
use neurocards_core::ledger::{EntryKind, Violation};

use super::state::{JobRow, State};

/// The most violations one audit tells.
const MOST: usize = 100;

impl State {
    /// What does not hold of the invariants 1 to 5.
    pub(super) fn audit(&self) -> Vec<Violation> {
        let jobs = self.jobs.values();
        let of_jobs = jobs.flat_map(|row| self.audit_job(row));
        self.audit_balances().chain(of_jobs).take(MOST).collect()
    }

    /// 1: each balance is the signed sum of its entries.
    fn audit_balances(&self) -> impl Iterator<Item = Violation> {
        self.balances.iter().filter_map(|(user, balance)| {
            let own = self.entries.iter().filter(|entry| entry.user == *user);
            let sum: i64 = own
                .map(|entry| entry.kind.sign() * entry.amount.get())
                .sum();
            let what = format!("user {user} has {balance}, the entries add up to {sum}");
            (sum != balance.get()).then(|| violation(1, what))
        })
    }

    fn audit_job(&self, row: &JobRow) -> Vec<Violation> {
        let job = &row.job;
        let held = self.entries_of(job, EntryKind::Hold);
        let captures = self.entries_of(job, EntryKind::Capture);
        let refunds = self.entries_of(job, EntryKind::Refund);
        let captured = usize::from(job.status == JobStatus::Succeeded);
        let refunded = usize::from(job.status.is_final()) - captured;
        let open = job.attempts.iter().filter(|attempt| attempt.end.is_none());
        let leased = row.leased_until.is_some() == (job.status == JobStatus::Running);
        let rules = [
            (2, held == 1, "has not exactly one hold of its price"),
            (2, captures + refunds <= 1, "ended twice in the ledger"),
            (
                3,
                captures == captured,
                "is captured if and only if succeeded",
            ),
            (
                3,
                refunds == refunded,
                "is refunded if and only if failed or cancelled",
            ),
            (4, leased, "is running if and only if leased"),
            (5, open.count() <= 1, "has more than one open attempt"),
        ];
        let broken = rules.into_iter().filter(|(_, holds, _)| !holds);
        broken
            .map(|(invariant, _, what)| violation(invariant, format!("job {} {what}", job.id)))
            .collect()
    }

    fn entries_of(&self, job: &Job, kind: EntryKind) -> usize {
        let same = |amount: Credits| amount == job.price;
        let own = self.entries.iter().filter(|entry| {
            entry.job == Some(job.id) && entry.user == job.user && entry.kind == kind
        });
        own.filter(|entry| same(entry.amount)).count()
    }
}

fn violation(invariant: u8, what: String) -> Violation {
    Violation { invariant, what }
}
