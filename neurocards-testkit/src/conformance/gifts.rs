//! Credits that nobody paid for.

pub mod friends;
pub mod promos;
pub mod redemptions;
