//! Deadlines that no machine is too slow for. Tests of a deadline set that one alone.

pub(crate) mod postgres;
pub(crate) mod sqlite;
