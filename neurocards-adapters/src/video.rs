//! What a video file says of itself.

mod boxes;
mod fragments;
mod length;
mod probe;

pub use probe::{VideoProblem, probe};
