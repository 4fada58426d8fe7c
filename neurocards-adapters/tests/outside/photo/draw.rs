//! Files drawn for tests, bit by bit, so that what they show is known without any decoder.

mod bits;
pub(super) mod icc;
pub(super) mod jpeg;
