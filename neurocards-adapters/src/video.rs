//! What a video file says of itself.

mod boxes;
mod probe;

pub use probe::{VideoProblem, probe};
