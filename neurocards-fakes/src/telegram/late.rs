//! Updates that come late, and until when they wait.

use super::pending::Pending;

/// What is held back, each until its second or until it is released.
#[derive(Debug, Default)]
pub(crate) struct Late {
    waiting: Vec<(Option<i64>, Pending)>,
}

impl Late {
    /// `due_at` in Unix seconds; `None`: until it is released.
    pub(crate) fn add(&mut self, due_at: Option<i64>, pending: Pending) {
        self.waiting.push((due_at, pending));
    }

    /// What is due by now, in the order in which it was held back.
    pub(crate) fn take_due(&mut self, now: i64) -> Vec<Pending> {
        let due = |at: &Option<i64>| at.is_some_and(|at| at <= now);
        let waiting = std::mem::take(&mut self.waiting);
        let (ripe, still) = waiting.into_iter().partition(|(at, _)| due(at));
        self.waiting = still;
        pendings(ripe)
    }

    pub(crate) fn take_all(&mut self) -> Vec<Pending> {
        pendings(std::mem::take(&mut self.waiting))
    }

    pub(crate) fn next_due(&self) -> Option<i64> {
        self.waiting.iter().filter_map(|(at, _)| *at).min()
    }
}

fn pendings(waiting: Vec<(Option<i64>, Pending)>) -> Vec<Pending> {
    waiting.into_iter().map(|(_, pending)| pending).collect()
}
