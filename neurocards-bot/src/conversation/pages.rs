//! What a person can look at and do beside the draft of an order.

pub(crate) mod cabinet;
pub(crate) mod consent;
pub(crate) mod history;
pub(crate) mod lists;
pub(crate) mod orders;
pub(crate) mod promo;
pub(crate) mod receipts;
pub(crate) mod referral;
pub(crate) mod top_up;
