//! The conversation as tables: (state, input) -> (state, writes, replies).

mod anywhere;
mod consent;
mod desk;
mod flow;
mod kept;
mod launch;
mod lists;
mod owner;
mod photo;
mod samples;

pub(crate) use desk::Desk;
pub(crate) use samples::{every_screen, every_state};
