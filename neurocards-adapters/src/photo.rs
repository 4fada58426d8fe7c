//! Photos that people send: checked before anything is charged, prepared before they leave.
//!
//! A photo is untrusted input. Its type is read from its content, its size from its header before
//! a pixel is decoded, and decoding is bounded in memory and in how many run at once.

mod bounds;
mod bytes;
mod colour;
mod decode;
mod ending;
mod frame;
mod inspect;
mod jpeg;
mod kind;
mod limits;
mod memory;
mod orientation;
mod paper;
mod png;
mod prepare;
mod problem;
mod seats;
mod source;

pub use inspect::{PhotoFacts, inspect};
pub use limits::PhotoLimits;
pub use prepare::{Target, prepare, shrink, thumbnail};
pub use problem::PhotoProblem;
