use std::ops::RangeInclusive;

/// The users of a sequence, all of them met.
pub(super) const USERS: RangeInclusive<i64> = 1..=6;

/// Those of them who begin with nothing: friends to be brought.
pub(super) const NEWCOMERS: RangeInclusive<i64> = 4..=6;
