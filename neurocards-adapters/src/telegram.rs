//! Telegram: the client of its Bot API, the texts, and the ports [`Messenger`] and
//! [`PaymentProvider`] on top of both.
//!
//! teloxide gives the types of requests and the HTTP client. Answers and updates are read here, and only the
//! fields that are used, because teloxide's types are stricter than the API: one odd field would
//! turn a message that was sent into an error, and one that came into nothing.
//!
//! [`Messenger`]: neurocards_core::ports::Messenger
//! [`PaymentProvider`]: neurocards_core::ports::PaymentProvider

pub mod client;
pub mod errors;
pub mod fields;
pub mod html;
pub mod keyboard;
pub mod messenger;
mod payment_provider;
pub mod texts;
