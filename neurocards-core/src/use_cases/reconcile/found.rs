use serde::Serialize;
use thiserror::Error;

use super::{Difference, PAGE, PAGES_MAX};
use crate::ids::ChargeId;
use crate::money::payment::Payment;
use crate::ports::{PaymentProviderError, Unavailable};

/// What a reconciliation found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Reconciliation {
    /// Movements of users' payments that were compared.
    pub compared: u32,
    /// Payments whose news was lost, booked now.
    pub booked: Vec<Payment>,
    /// Payments that the provider had given back unasked, taken back now.
    pub reversed: Vec<ChargeId>,
    /// What a person must look at.
    pub differences: Vec<Difference>,
}

impl Reconciliation {
    /// With what was found elsewhere.
    pub(super) fn add(&mut self, other: Self) {
        self.compared += other.compared;
        self.booked.extend(other.booked);
        self.reversed.extend(other.reversed);
        self.differences.extend(other.differences);
    }
}

/// Why a reconciliation was broken off.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum ReconcileError {
    /// Our store is down.
    #[error(transparent)]
    Store(#[from] Unavailable),
    /// The provider does not show its list.
    #[error("the list of Stars cannot be read: {0}")]
    Provider(#[from] PaymentProviderError),
    /// The provider's list is so long that its rest is read another time.
    #[error("the list of Stars goes on after {max} transactions", max = PAGES_MAX * u32::from(PAGE))]
    Endless,
}

/// A reconciliation that was broken off. What it had booked and taken back stays so.
#[derive(Debug, Clone, Error)]
#[error("{error}")]
pub struct BrokenOff {
    /// What was found until then.
    pub found: Box<Reconciliation>,
    /// Why it was broken off.
    #[source]
    pub error: ReconcileError,
}
