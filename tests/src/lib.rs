//! What the end-to-end tests share: the whole bench with stand-ins for the foreign servers, and
//! sellers who use it through the chat.

#![expect(
    clippy::missing_panics_doc,
    reason = "everything here panics when a guarantee is broken: that is how a test fails"
)]

mod on_stores;
mod program;
mod seller;
mod test_bench;
mod test_bench_options;
mod worker;

pub use on_stores::StoreKind;
pub use program::Program;
pub use seller::{Seller, photo};
pub use test_bench::{ADMIN, TestBench};
pub use test_bench_options::TestBenchOptions;
pub use worker::Worker;

use std::time::Duration;

/// The longest that anything here takes; conditions end every wait long before.
pub const WITHIN: Duration = Duration::from_mins(1);
