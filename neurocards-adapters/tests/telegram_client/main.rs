//! The client of the Bot API against a server that answers as told.
#![cfg(feature = "telegram")]

mod every_call;
mod files;
mod messages;
mod payments;
mod rig;
mod secrets;
mod setup;
#[path = "../silence/mod.rs"]
mod silence;
mod updates;
mod videos;
