//! Part of neurocards.

#[cfg(feature = "fakes")]
pub mod fake_telegram;

pub mod clock;
pub mod ids;
pub mod model;
