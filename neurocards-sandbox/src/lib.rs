//! The whole of neurocards in one process, with no keys and no network: the real bot and the real
//! worker over SQLite, with stand-ins for Telegram, the video model and the text model.
//!
//! [`sandbox::Sandbox`] puts it together; [`serve`] shows it as a chat page, [`demo`] on a terminal.

pub mod args;

pub mod demo;
pub mod effects;
pub mod faults;
mod loopback;
mod pace;
pub mod page;
pub mod sandbox;
pub mod serve;
mod worker;
