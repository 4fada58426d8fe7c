//! Everything that the fake knows at one moment.

use std::collections::HashMap;

use super::accounts::Accounts;
use super::clock::Clock;
use super::faults::Faults;
use super::ids::Ids;
use super::ledger::Ledger;
use super::plans::Plans;
use super::stored::Store;
use super::task::Task;

/// Tasks kept, at most.
const MAX_TASKS: usize = 20_000;

/// The state behind the servers.
pub(crate) struct World {
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) accounts: Accounts,
    pub(crate) faults: Faults,
    pub(crate) plans: Plans,
    pub(crate) store: Store,
    pub(crate) ledger: Ledger,
    /// Whether new tasks are held.
    pub(crate) holding: bool,
    tasks: Vec<Task>,
    by_id: HashMap<String, usize>,
}

impl World {
    pub(crate) fn new(accounts: Accounts, plans: Plans) -> Self {
        Self {
            clock: Clock::default(),
            ids: Ids::random(),
            accounts,
            faults: Faults::default(),
            plans,
            store: Store::default(),
            ledger: Ledger::default(),
            holding: false,
            tasks: Vec::new(),
            by_id: HashMap::new(),
        }
    }

    /// The fake's calendar, in Unix milliseconds.
    pub(crate) fn now_ms(&self) -> u64 {
        self.clock.now_ms()
    }

    /// All tasks, oldest first.
    pub(crate) fn tasks(&self) -> &[Task] {
        &self.tasks
    }

    pub(crate) fn tasks_mut(&mut self) -> &mut [Task] {
        &mut self.tasks
    }

    pub(crate) fn is_full(&self) -> bool {
        self.tasks.len() >= MAX_TASKS
    }

    pub(crate) fn add_task(&mut self, task: Task) {
        self.by_id.insert(task.id.clone(), self.tasks.len());
        self.tasks.push(task);
    }

    pub(crate) fn task(&self, id: &str) -> Option<&Task> {
        self.by_id.get(id).and_then(|index| self.tasks.get(*index))
    }

    pub(crate) fn task_mut(&mut self, id: &str) -> Option<&mut Task> {
        self.by_id
            .get(id)
            .and_then(|index| self.tasks.get_mut(*index))
    }
}
