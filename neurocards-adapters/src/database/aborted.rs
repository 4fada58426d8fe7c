use std::time::Duration;

use neurocards_core::money::account::AccountError;
use neurocards_core::ports::{LeaseError, LedgerError, PlaceError, Unavailable};

/// Why a transaction ended without a commit.
#[derive(Debug)]
pub(crate) enum Aborted<E> {
    /// The domain says no.
    Refused(E),
    /// The database failed.
    Broken(sqlx::Error),
}

impl<E> From<sqlx::Error> for Aborted<E> {
    fn from(error: sqlx::Error) -> Self {
        Self::Broken(error)
    }
}

impl From<LedgerError> for Aborted<LedgerError> {
    fn from(refusal: LedgerError) -> Self {
        Self::Refused(refusal)
    }
}

impl From<AccountError> for Aborted<LedgerError> {
    fn from(refusal: AccountError) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<PlaceError> for Aborted<PlaceError> {
    fn from(refusal: PlaceError) -> Self {
        Self::Refused(refusal)
    }
}

impl<E: From<Unavailable>> Aborted<E> {
    /// What the caller of the port is told. The database's error is kept as text only: its
    /// `Debug` form can hold the values of a row.
    pub(crate) fn into_port_error(self, adapter: &'static str) -> E {
        match self {
            Self::Refused(refusal) => refusal,
            Self::Broken(error) => {
                let unavailable = Unavailable::new(adapter, error.to_string());
                if is_lasting(&error) {
                    return unavailable.lasting().into();
                }
                unavailable.into()
            }
        }
    }
}

impl<E> Aborted<E> {
    /// The same end with the refusal in the words of another port.
    pub(crate) fn map<F>(self, words: impl FnOnce(E) -> F) -> Aborted<F> {
        match self {
            Self::Refused(refusal) => Aborted::Refused(words(refusal)),
            Self::Broken(error) => Aborted::Broken(error),
        }
    }
}

/// Whether the database refuses a value for ever: by a rule of its tables, or in Postgres because it
/// cannot be kept at all (class 22 of SQLSTATE, or 54 for what is too large).
fn is_lasting(error: &sqlx::Error) -> bool {
    let Some(refused) = error.as_database_error() else {
        return matches!(error, sqlx::Error::Encode(_));
    };
    let code = refused.code().unwrap_or_default();
    let is_of_value = code.len() == 5 && (code.starts_with("22") || code.starts_with("54"));
    is_of_value || refused.is_check_violation()
}

/// A write under a lease met its row, or the lease is lost.
pub(crate) fn kept_lease(rows: u64) -> Result<(), Aborted<LeaseError>> {
    if rows == 0 {
        return Err(Aborted::Refused(LeaseError::Lost));
    }
    Ok(())
}

/// The error of a method that had no answer within its deadline.
pub(crate) fn too_slow(adapter: &'static str, deadline: Duration) -> Unavailable {
    Unavailable::new(adapter, format!("no answer within {deadline:?}"))
}
