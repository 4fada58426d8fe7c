//! The video provider KIE (api.kie.ai).
//!
//! KIE answers HTTP 200 to nearly everything and offers no idempotency, so the rules here are
//! strict: one createTask request per attempt, an outcome is only known if KIE's own envelope says
//! it, and what an error means is decided in [`classify`] alone.

mod asked;
mod balance;
pub mod callback;
mod catalogue;
mod check;
pub mod classify;
mod client;
mod envelope;
mod exchange;
mod fetch;
mod guard;
mod input;
mod keys;
mod options;
mod record;
mod submit;
mod upload;

pub use catalogue::catalogue;
pub use client::Kie;
pub use guard::{is_public, resolve_public};
pub use options::{KieDeadlines, KieOptions, ResultHosts};
pub use record::result_urls;
