//! The Telegram bot of neurocards.

pub mod conversation;
pub mod screens;
