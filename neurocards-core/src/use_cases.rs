//! What the program does, in terms of ports.
//!
//! Each use case is one bounded piece of work: loops, timers and concurrency belong to the
//! binaries that call it.

pub mod deliver;
pub mod place_order;
pub mod reconcile;
pub mod refund_payments;
pub mod step_job;
