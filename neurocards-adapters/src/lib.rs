//! The ports of `neurocards-core`, implemented for the world: one folder per adapter, one cargo
//! feature each. A port at `neurocards-core/src/ports/job_queue.rs` is implemented at
//! `src/sql/job_queue.rs`, once for both databases; what their dialects make different is in
//! `src/postgres/` and `src/sqlite/`.
//!
//! # A store in a file
//!
//! ```
//! use neurocards_adapters::database::Database;
//! use neurocards_core::ids::UserId;
//! use neurocards_testkit::factory::{a_grant, a_visitor};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! let url = format!("sqlite://{}", folder.path().join("books.sqlite").display());
//! let database = Database::open(&url.parse()?, 2).await?;
//! database.migrate().await?;
//!
//! let (stores, anna) = (database.stores(), UserId(7));
//! stores.users.meet(&a_visitor(anna)).await?;
//! stores.ledger.grant(&a_grant(anna, "welcome", 5)).await?;
//! assert_eq!(stores.ledger.balance(anna).await?.available.get(), 5);
//! database.close().await;
//! # Ok(())
//! # }
//! ```
//!
//! The example `ledger_only` keeps the ledger in a database of another program.

pub mod alarms;
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
#[cfg(feature = "server")]
pub mod readiness;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod rows;
#[cfg(feature = "server")]
pub mod server;
pub mod settings;
pub mod shutdown;
#[cfg(feature = "sqlite")]
pub mod sqlite;
pub mod system;
#[cfg(feature = "telegram")]
pub mod telegram;
pub mod video;
