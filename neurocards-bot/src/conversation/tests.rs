//! The conversation as tables: (state, input) -> (state, writes, replies).

mod anywhere;
mod consent;
mod desk;
mod flow;
mod gifts;
mod history;
mod kept;
mod launch;
mod lists;
mod money;
mod owner;
mod photo;
mod receipts;
mod samples;
mod top_up;

pub(crate) use desk::Desk;
pub(crate) use samples::{every_screen, every_state};
