//! Stand-ins for the services that neurocards talks to: Telegram's Bot API, KIE.ai and OpenAI. They
//! know nothing of neurocards, and serve any client of these services.
//!
//! All three are used the same way. `start` (or `builder().…start()`) gives a server on a free port
//! of 127.0.0.1, which stops when it is dropped; `add_fault` scripts what goes wrong, `ledger` tells
//! what a client did, `wait_until` waits for a change without polling, and `handle` gives a value
//! that does all this from elsewhere.
//!
//! ```
//! use std::time::Duration;
//!
//! use neurocards_fakes::telegram::{FakeTelegram, User};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let fake = FakeTelegram::start().await?;
//! let anna = fake.add_user(User::new(7, "Anna", "en"));
//! anna.say("Hello")?;
//!
//! // Here your bot would be started with the address `fake.url()`; this is what it sends.
//! let url = format!("{}/bot{}/sendMessage", fake.url(), fake.token());
//! # let _ = rustls::crypto::ring::default_provider().install_default();
//! let answer = serde_json::json!({"chat_id": 7, "text": "Good morning, Anna"});
//! reqwest::Client::new().post(url).json(&answer).send().await?;
//!
//! let greets = |message: &neurocards_fakes::telegram::MessageView| {
//!     message.text.starts_with("Good morning")
//! };
//! anna.wait_for(Duration::from_secs(10), greets).await?;
//! assert_eq!(fake.calls("sendMessage"), 1);
//! fake.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! # Drive the fakes from any language
//!
//! The programs `fake-telegram`, `fake-kie` and `fake-openai` print their addresses and serve until
//! SIGINT or SIGTERM. What the library does with methods is done over HTTP there: `GET /` and
//! `--help` describe the control interface of each, out of the same table ([`ControlTable`]) that
//! its routes are made of. `examples/drive_the_fakes.py` shows it in Python with the standard
//! library alone, `examples/drive_the_fakes.rs` the same in Rust.

mod broken;
mod control;
pub mod kie;
pub mod openai;
#[cfg(feature = "render")]
pub mod render;
mod serving;
mod shared;
pub mod telegram;

pub use control::{ControlRequest, ControlTable};
pub use serving::stop_signal;
pub use shared::TimedOut;
