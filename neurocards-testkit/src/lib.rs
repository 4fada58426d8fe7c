//! Part of neurocards.

#[cfg(feature = "fakes")]
pub mod fake_telegram;
