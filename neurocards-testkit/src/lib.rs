//! Part of neurocards.

#[cfg(feature = "fakes")]
pub mod fake_kie;
#[cfg(feature = "fakes")]
pub mod fake_openai;
#[cfg(feature = "fakes")]
pub mod fake_telegram;
#[cfg(feature = "postgres")]
pub mod postgres;
#[cfg(feature = "render")]
pub mod render;

pub mod clock;
#[cfg(feature = "conformance")]
pub mod conformance;
pub mod factory;
pub mod ids;
pub mod model;
