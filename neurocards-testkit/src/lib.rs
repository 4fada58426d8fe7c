//! Part of neurocards.

#[cfg(feature = "postgres")]
pub mod postgres;

pub mod clock;
#[cfg(feature = "conformance")]
pub mod conformance;
pub mod factory;
pub mod ids;
pub mod model;
