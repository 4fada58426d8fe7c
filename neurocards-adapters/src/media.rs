//! Photos and videos on disk or in an S3-compatible store, named by their content.

mod objects;
mod open;
mod options;
mod probe;
#[cfg(feature = "s3")]
mod s3;

pub use objects::Media;
pub use open::open;
pub use options::{MediaOptions, OpenMediaError};
pub use probe::probe;
