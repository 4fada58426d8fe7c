//! The text model of OpenAI (Responses API), which writes the scenarios.
//!
//! What people send, photo included, is data: it stands apart from the instructions, the answer
//! must fit a strict schema, and only four texts are taken from it. The worst a clever description
//! can do is a bad video for its own author.

mod answer;
mod fault;
mod instructions;
mod options;
mod request;
mod wire;
mod writer;

pub use options::OpenAiOptions;
pub use writer::{OpenAi, OpenAiError};
