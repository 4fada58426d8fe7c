//! The tasks that a fake runs by itself, until it stops.

mod push_updates;
mod release_late_updates;

pub(crate) use push_updates::push_updates;
pub(crate) use release_late_updates::release_late_updates;
