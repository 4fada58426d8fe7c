//! The domain of neurocards: what an order, a job, a credit are, which ports the outside
//! world must offer, and the use cases that tie them together.
//!
//! Nothing here does I/O, reads a clock or knows a runtime. Adapters implement [`ports`];
//! binaries wire them into [`use_cases`].
//!
//! The promise all of it serves: *either your video or your credit, never both, never neither.*

pub mod actor;
pub mod chat;
pub mod ids;
pub mod money;
pub mod page;
pub mod ports;
pub mod use_cases;
pub mod user;
pub mod work;
