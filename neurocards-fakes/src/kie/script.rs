//! What is to happen, in one JSON object.

use std::time::Duration;

use serde::Deserialize;

use super::faults::Fault;
use super::handle::KieHandle;
use super::plan::Plan;

/// Instructions to a running fake; carried out in the order of the fields.
///
/// `{"faults": [{"call": "create", "times": 2, "fault": {"http": 502}}], "plan_next": [{"ending":
/// {"fail": {"code": "400", "message": "…"}}}]}`
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Script {
    /// Forgets the faults that still wait.
    pub clear_faults: bool,
    /// Faults of the next requests.
    pub faults: Vec<Fault>,
    /// The plan for all tasks that have none of their own.
    pub plan_all: Option<Plan>,
    /// A plan each for the next tasks.
    pub plan_next: Vec<Plan>,
    /// Holds new tasks, or stops holding and releases all.
    pub hold: Option<bool>,
    /// Ids of the tasks to release.
    pub release: Vec<String>,
    /// The new balance of the first key, in credits.
    pub balance: Option<f64>,
    /// Moves the calendar, for the age of uploads and results.
    pub advance_secs: u64,
}

impl Script {
    /// Carries the instructions out.
    ///
    /// # Errors
    /// Says which one cannot be; those before it have been carried out.
    pub fn run(self, kie: &KieHandle) -> Result<(), String> {
        if self.clear_faults {
            kie.clear_faults();
        }
        for fault in self.faults {
            kie.add_fault(fault)?;
        }
        if let Some(plan) = self.plan_all {
            kie.plan_all(plan);
        }
        for plan in self.plan_next {
            kie.script_plan(plan)?;
        }
        match self.hold {
            Some(true) => kie.hold(),
            Some(false) => kie.release_all(),
            None => {}
        }
        for task in self.release {
            if !kie.release(&task) {
                return Err(format!("there is no task {task}"));
            }
        }
        if let Some(credits) = self.balance {
            kie.set_balance(0, credits);
        }
        kie.advance(Duration::from_secs(self.advance_secs));
        Ok(())
    }
}
