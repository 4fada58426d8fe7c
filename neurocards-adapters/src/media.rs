//! Photos and videos on disk or in an S3-compatible store.
