//! What operators and auditors read.

pub mod acts;
pub mod report;
