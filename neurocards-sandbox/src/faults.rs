//! Faults that can be played for the next order.

mod desk;
mod name;
mod script;

pub use desk::FaultDesk;
pub use name::{End, FaultName};
