//! Media stores: one contract, kept on disk, in memory and by an S3 store.

mod contract;
mod disk;
mod memory;
#[cfg(feature = "s3")]
mod s3;
#[cfg(feature = "s3")]
mod s3_server;
