//! Money in, and the account of it.

pub mod charges;
pub mod corrections;
pub mod grants;
pub mod statements;
