//! The ports of `neurocards-core`, implemented for the world: one folder per adapter, one cargo
//! feature each. A port at `neurocards-core/src/ports/job_queue.rs` is implemented at
//! `src/sql/job_queue.rs`, once for both databases; what their dialects make different is in
//! `src/postgres/` and `src/sqlite/`.

#[cfg(any(feature = "postgres", feature = "sqlite"))]
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
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod rows;
pub mod settings;
pub mod shutdown;
#[cfg(feature = "sqlite")]
pub mod sqlite;
pub mod system;
#[cfg(feature = "telegram")]
pub mod telegram;
pub mod video;
