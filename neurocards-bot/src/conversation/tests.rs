//! The conversation as tables: (state, input) -> (state, writes, replies).

mod anywhere;
mod bench;
mod consent;
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

pub(crate) use bench::TestBench;
pub(crate) use samples::{every_screen, every_state};
