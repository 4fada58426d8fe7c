//! The work that credits pay for: what an order asks, the jobs it becomes, and how they fare.

pub mod brief;
pub mod catalogue;
pub mod escrow;
pub mod failure;
pub mod format;
pub mod job;
pub mod late_task;
pub mod media;
pub mod order;
pub mod policy;
pub mod product;
pub mod prompt;
mod split_mix;
pub mod stage;
pub mod waits;
