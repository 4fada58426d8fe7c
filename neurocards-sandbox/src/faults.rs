//! Faults that can be played for the next order.

mod name;
mod player;
mod script;

pub use name::{End, FaultName};
pub use player::FaultPlayer;
