//! Which plan the next task gets.

use std::collections::VecDeque;

use super::plan::Plan;

/// Plans that wait, at most.
const MAX_PLANS: usize = 10_000;

/// Plans for the next tasks, and the one for all others.
#[derive(Debug, Default)]
pub(crate) struct Plans {
    next: VecDeque<Plan>,
    usual: Plan,
}

impl Plans {
    /// Plans every task that has no plan of its own like this.
    pub(crate) fn all(&mut self, plan: Plan) {
        self.usual = plan;
    }

    /// Adds a plan for one task; the error says why not.
    pub(crate) fn next(&mut self, plan: Plan) -> Result<(), String> {
        if self.next.len() == MAX_PLANS {
            return Err(format!("{MAX_PLANS} plans wait already"));
        }
        self.next.push_back(plan);
        Ok(())
    }

    pub(crate) fn take(&mut self) -> Plan {
        self.next.pop_front().unwrap_or_else(|| self.usual.clone())
    }
}
