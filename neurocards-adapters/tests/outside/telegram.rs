//! The client of the Bot API, and the messenger and payments above it.

mod client;
mod messenger;
mod payments;
