//! The way into a running fake, for tests and for pages.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::callback;
use super::faults::{Call, Fault, FaultKind};
use super::ledger::{Callback, Create, Ledger};
use super::plan::{Ending, Plan};
use super::shared::Shared;
use super::task::{Task, TaskView};
use crate::shared::TimedOut;

/// Scripts the fake and reads what it did. Can be cloned and outlives the servers.
#[derive(Clone)]
pub struct KieHandle {
    shared: Arc<Shared>,
}

/// What a test does to the fake.
impl KieHandle {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// What goes wrong with the next so many requests to create a task.
    ///
    /// # Panics
    /// If 1,000 faults wait already, or the status of the fault is no error.
    pub fn fail_next_creates(&self, times: u32, fault: FaultKind) {
        self.fail_next(Call::Create, times, fault);
    }

    /// What goes wrong with the next so many requests of a kind.
    ///
    /// # Panics
    /// If 1,000 faults wait already, or the status of the fault is no error.
    pub fn fail_next(&self, call: Call, times: u32, fault: FaultKind) {
        self.add_fault(Fault::next(call, times, fault))
            .unwrap_or_else(|why| panic!("{why}"));
    }

    /// What goes wrong with all requests of a kind, until [`clear_faults`](Self::clear_faults).
    ///
    /// # Panics
    /// If 1,000 faults wait already, or the status of the fault is no error.
    pub fn fail_all(&self, call: Call, fault: FaultKind) {
        self.add_fault(Fault::for_ever(call, fault))
            .unwrap_or_else(|why| panic!("{why}"));
    }

    /// Scripts a fault.
    ///
    /// # Errors
    /// Says why it cannot be: 1,000 faults wait already, or its status is no error.
    pub fn add_fault(&self, fault: Fault) -> Result<(), String> {
        self.shared.update(|world| world.faults.add(fault))
    }

    /// Faults that have not happened yet.
    pub fn faults(&self) -> Vec<Fault> {
        self.shared.read(|world| world.faults.waiting().to_vec())
    }

    /// Forgets the faults that still wait.
    pub fn clear_faults(&self) {
        self.shared.update(|world| world.faults.clear());
    }

    /// The plan for the next task that has none yet.
    ///
    /// # Panics
    /// If 10,000 plans wait already.
    pub fn plan_next(&self, plan: Plan) {
        self.script_plan(plan).unwrap_or_else(|why| panic!("{why}"));
    }

    /// The plan for all tasks that have none of their own.
    pub fn plan_all(&self, plan: Plan) {
        self.shared.update(|world| world.plans.all(plan));
    }

    pub(crate) fn script_plan(&self, plan: Plan) -> Result<(), String> {
        self.shared.update(|world| world.plans.next(plan))
    }

    /// Holds every new task in its last stage.
    pub fn hold(&self) {
        self.shared.update(|world| world.holding = true);
    }

    /// Lets a task go; false if there is none of this id.
    pub fn release(&self, task: &str) -> bool {
        self.shared
            .update(|world| world.task_mut(task).map(|task| task.held = false).is_some())
    }

    /// Lets all tasks go, and holds no new ones.
    pub fn release_all(&self) {
        self.shared.update(|world| {
            world.holding = false;
            world
                .tasks_mut()
                .iter_mut()
                .for_each(|task| task.held = false);
        });
    }

    /// Lets a held task go, to this end; false if there is none of this id or it is over.
    pub fn release_to(&self, task: &str, ending: Ending) -> bool {
        self.shared.update(|world| {
            let open = world.task_mut(task).filter(|task| !task.is_over());
            open.map(|task| {
                task.plan.ending = ending;
                task.held = false;
            })
            .is_some()
        })
    }

    /// Moves the calendar forward, for the age of uploads and results and for the rate limit.
    pub fn advance(&self, by: Duration) {
        self.shared.update(|world| world.clock.advance(by));
    }

    /// Sets the balance of a key, counted from 0, in credits.
    pub fn set_balance(&self, key: usize, credits: f64) {
        self.shared.update(|world| {
            if let Some(account) = world.accounts.get_mut(key) {
                account.balance = credits;
            }
        });
    }

    /// Posts a callback that no task stands behind, with these headers; returns the status.
    pub async fn forge_callback(
        &self,
        url: &str,
        headers: &[(String, String)],
        body: &Value,
    ) -> Option<u16> {
        callback::forge(&self.shared, url, headers, body).await
    }

    /// Stops the servers and everything that waits. The ledger can still be read.
    pub fn shut_down(&self) {
        self.shared.stop.cancel();
    }
}

/// What a test reads from the fake.
impl KieHandle {
    /// Every effect so far.
    pub fn ledger(&self) -> Ledger {
        self.shared.read(|world| world.ledger.clone())
    }

    /// Looks at the ledger in place, without copying it.
    pub fn with_ledger<T>(&self, look: impl FnOnce(&Ledger) -> T) -> T {
        self.shared.read(|world| look(&world.ledger))
    }

    /// Requests to create a task, refused ones too.
    pub fn creates(&self) -> Vec<Create> {
        self.shared.read(|world| world.ledger.creates.clone())
    }

    /// How many requests to create a task named this callback address.
    pub fn creates_for(&self, call_back_url: &str) -> usize {
        let is_it = |create: &&Create| create.call_back_url.as_deref() == Some(call_back_url);
        self.shared
            .read(|world| world.ledger.creates.iter().filter(is_it).count())
    }

    /// Deliveries to callback addresses.
    pub fn callbacks(&self) -> Vec<Callback> {
        self.shared.read(|world| world.ledger.callbacks.clone())
    }

    /// What a client must never do.
    pub fn violations(&self) -> Vec<String> {
        self.shared.read(|world| world.ledger.violations.clone())
    }

    /// All tasks, oldest first.
    pub fn tasks(&self) -> Vec<TaskView> {
        self.shared
            .read(|world| world.tasks().iter().map(Task::view).collect())
    }

    /// How far the task with this id is; `None` if there is none.
    pub fn task(&self, id: &str) -> Option<TaskView> {
        self.shared.read(|world| world.task(id).map(Task::view))
    }

    /// The balance of a key, counted from 0, in credits.
    pub fn balance(&self, key: usize) -> f64 {
        self.shared.read(|world| world.accounts.balance(key))
    }

    /// Looks again after every change until `look` finds something.
    ///
    /// Cancel safe.
    ///
    /// # Errors
    /// [`TimedOut`] if there is nothing within the time given, or the fake stops.
    pub async fn wait_until<T>(
        &self,
        within: Duration,
        mut look: impl FnMut(&Self) -> Option<T>,
    ) -> Result<T, TimedOut> {
        self.shared.find_within(within, || look(self)).await
    }

    /// Waits until the ledger is so; looks again after every change.
    ///
    /// # Errors
    /// [`TimedOut`] if it is not within the time given, or the fake stops.
    pub async fn wait_for_ledger(
        &self,
        within: Duration,
        mut is_so: impl FnMut(&Ledger) -> bool,
    ) -> Result<(), TimedOut> {
        let look = |kie: &Self| kie.with_ledger(&mut is_so).then_some(());
        self.wait_until(within, look).await
    }

    /// Waits until the tasks are so; looks again after every change.
    ///
    /// # Errors
    /// [`TimedOut`] if they are not within the time given, or the fake stops.
    pub async fn wait_for_tasks(
        &self,
        within: Duration,
        mut are_so: impl FnMut(&[TaskView]) -> bool,
    ) -> Result<(), TimedOut> {
        let look = |kie: &Self| are_so(&kie.tasks()).then_some(());
        self.wait_until(within, look).await
    }
}
