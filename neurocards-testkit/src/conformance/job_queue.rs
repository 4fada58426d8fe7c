//! Work, and the money that moves with it.

pub mod attempts;
pub mod callbacks;
pub mod cancelling;
pub mod cards;
pub mod claims;
pub mod endings;
pub mod holding;
pub mod leases;
pub mod listings;
pub mod placing;
pub mod refunding;
pub mod spending;
