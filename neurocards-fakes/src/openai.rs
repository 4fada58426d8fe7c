//! A stand-in for `api.openai.com`: the Responses API for text out of text and photos.
//!
//! A client is given [`FakeOpenAi::url`] as its base address and [`FakeOpenAi::key`] as its key.
//! Requests are checked as the real API checks them: unknown fields, types, models, photos that do
//! not decode, and the rules of strict schemas. The text that comes back is made from the words of
//! the request and is valid for the schema asked for; the same request gets the same text. Tests
//! script what goes wrong with [`Fault`] and read what was asked in the [`Ledger`].
//!
//! It answers `POST /v1/responses`, `GET /v1/models` and `GET /v1/models/{model}`;
//! [`control_table`] describes the control interface at the same address.
//!
//! Everything is kept in memory and has a limit: 50 MB per request, 2,000 calls, 1,000 faults.
//!
//! What it does not do, and refuses: streams, tools, background answers, conversations, stored
//! prompts, input files, photos by URL (it fetches nothing), GIF, `pattern` in a schema, TLS.

mod answer;
mod control;
mod error;
mod error_code;
mod example;
mod faults;
mod fields;
mod format;
mod handle;
mod http;
mod input;
mod ledger;
mod models;
mod photo;
mod request;
mod schema;
mod server;
mod words;

pub use control::control_table;
pub use error_code::ErrorCode;
pub use faults::{Fault, FaultKind};
pub use handle::OpenAiHandle;
pub use ledger::{Call, Ledger};
pub use models::DEFAULT_MODELS;
pub use photo::Photo;
pub use server::{Builder, FakeOpenAi};
