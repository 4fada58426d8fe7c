//! The domain of neurocards: what an order, a job, a credit are, which ports the outside
//! world must offer, and the use cases that tie them together.
//!
//! Nothing here does I/O, reads a clock or knows a runtime. Adapters implement [`ports`];
//! binaries wire them into [`use_cases`].
//!
//! The promise all of it serves: *either your video or your credit, never both, never neither.*

pub mod act;
pub mod actor;
pub mod brief;
pub mod card;
pub mod catalogue;
pub mod credits;
pub mod delivery;
pub mod effects;
pub mod failure;
pub mod gift;
pub mod ids;
pub mod job;
pub mod ledger;
pub mod media;
pub mod money_news;
pub mod money_report;
pub mod order;
pub mod payment;
pub mod policy;
pub mod ports;
pub mod product;
pub mod prompt;
pub mod provider_credits;
pub mod update;
pub mod use_cases;
pub mod user;
