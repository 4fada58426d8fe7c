//! How single values of an action are drawn.

use std::time::Duration;

use proptest::prelude::Strategy;
use proptest::sample::select;

use super::users::USERS;

/// Mostly one of the newest, so that sequences get somewhere.
pub(super) fn row() -> impl Strategy<Value = usize> {
    select(vec![0, 0, 0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 7])
}

pub(super) fn user() -> impl Strategy<Value = i64> {
    USERS
}

pub(super) fn secs(most: u64) -> impl Strategy<Value = Duration> {
    (0..=most).prop_map(Duration::from_secs)
}

/// How many videos an order has.
pub(super) fn videos() -> impl Strategy<Value = usize> {
    select(vec![1, 1, 3, 5])
}
