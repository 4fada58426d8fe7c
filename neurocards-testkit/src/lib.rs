//! What tests of neurocards are built with, ours and those of projects that embed it: a model of
//! the store in memory, the conformance suite of the store ports, test data, a clock that is moved
//! by hand and ids that a seed replays.
//!
//! # Test your own store in 20 lines
//!
//! A store implements the ports of [`neurocards_core::ports::Stores`]. The suite needs one thing of
//! it: a function that makes an empty one, which reads the clock it is given. Here the model stands
//! where your store would:
//!
//! ```
//! use std::sync::Arc;
//!
//! use neurocards_testkit::clock::HandClock;
//! use neurocards_testkit::conformance::{self, Harness};
//! use neurocards_testkit::model::MemoryStore;
//!
//! async fn fresh(clock: Arc<HandClock>) -> Harness {
//!     Harness::new(MemoryStore::stores(clock.clone()), clock)
//! }
//!
//! // One `#[tokio::test]` per guarantee, such as `job_queue::endings::a_failed_job_refunds_once`.
//! neurocards_testkit::conformance_tests!(fresh = fresh);
//!
//! # fn main() {
//! // In a plain test function: random sequences of actions, compared with the model step by step.
//! conformance::compare_with_model(fresh, 3);
//! # }
//! ```
//!
//! A store on disk or on a server hands what it lives in to [`Harness::keeping`], so that it is
//! dropped after the case. A failed comparison prints a seed;
//! [`SEED_VARIABLE`] set to it replays the sequence.
//!
//! # Everything else
//!
//! - [`model`]: the store ports on plain maps, fast enough for unit tests.
//! - [`factory`]: orders, grants, payments and products in few words, such as
//!   `an_order().of(user).videos(3).build(&ids)`.
//! - [`clock`] and [`ids`]: the two ports through which time and chance come in.
//! - `postgres` (feature `postgres`): a database of its own per test, on the server that
//!   `NEUROCARDS_TEST_POSTGRES` names.
//!
//! Stand-ins for Telegram, KIE and OpenAI are in the crate `neurocards-fakes`.
//!
//! [`Harness::keeping`]: conformance::Harness::keeping
//! [`SEED_VARIABLE`]: conformance::SEED_VARIABLE

pub mod clock;
#[cfg(feature = "conformance")]
pub mod conformance;
pub mod factory;
pub mod ids;
pub mod model;
#[cfg(feature = "postgres")]
pub mod postgres;
