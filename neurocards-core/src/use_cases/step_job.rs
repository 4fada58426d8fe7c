//! One step of one leased job: decide, act, store the fact, until the job is put back or final.
//!
//! ```text
//! queued --claim--> prompt -> photo -> attempt begun -> submit -> task stored -> snooze
//!    ^              check: pending -> snooze | ready -> fetch -> store -> complete
//!    |                     failed  -> retry or fail
//!    +--- snooze · retry · lease expired ---+
//! ```
//!
//! [`decide`] is pure and total; [`StepJob`] carries its decisions out. Every fact is stored before
//! the next action, so that a worker that dies anywhere is followed by one that goes on.

mod decide;
mod decision;
mod fetch;
mod late;
mod prepare;
mod run;
mod seen;
mod submit;
#[cfg(test)]
mod tests;

pub use decide::decide;
pub use decision::{Action, Decision, End, Hold};
pub use run::{ProbeVideo, StepError, StepJob};
pub use seen::Seen;
