//! Money beside the conversation: the question before a charge, refunds, the comparison with the
//! provider's list, and what operators are told of it.

pub(crate) mod alarms;
pub(crate) mod checkout;
pub(crate) mod differences;
pub(crate) mod reconciliation;
pub(crate) mod refunds;

pub use differences::DifferenceWords;
