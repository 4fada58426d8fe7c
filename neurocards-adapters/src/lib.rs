//! The ports of `neurocards-core`, implemented for the world: one folder per adapter, one cargo
//! feature each. A port at `neurocards-core/src/ports/job_queue.rs` is implemented at
//! `src/postgres/job_queue.rs` and `src/sqlite/job_queue.rs`.

#[cfg(feature = "sqlite")]
pub mod database;
#[cfg(feature = "http")]
pub mod http;
#[cfg(feature = "kie")]
pub mod kie;
pub mod logging;
#[cfg(feature = "media")]
pub mod media;
#[cfg(feature = "openai")]
pub mod openai;
#[cfg(feature = "photo")]
pub mod photo;
#[cfg(feature = "postgres")]
pub mod postgres;
#[cfg(feature = "sqlite")]
pub mod program;
pub mod pump;
pub mod settings;
pub mod shutdown;
#[cfg(feature = "sqlite")]
pub mod sqlite;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod store;
pub mod system;
#[cfg(feature = "telegram")]
pub mod telegram;
pub mod video;
