//! The text model's client on the wire.
#![cfg(feature = "openai")]

mod answers;
mod faults;
mod injection;
mod request;
#[path = "../silence/mod.rs"]
mod silence;
mod world;
