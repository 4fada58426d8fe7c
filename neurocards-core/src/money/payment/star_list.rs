use chrono::{DateTime, Utc};
use thiserror::Error;

use super::StarTransaction;

/// One row of the provider's list of Stars.
pub type ListedTransaction = Result<StarTransaction, OddTransaction>;

/// A row that cannot be read: it is set aside, and the rows behind it are read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct OddTransaction(String);

impl OddTransaction {
    /// The most characters that are kept of a row.
    pub const MAX_CHARS: usize = 300;

    /// What is known of the row, for a person who looks for it.
    pub fn told(row: &str) -> Self {
        Self(row.chars().take(Self::MAX_CHARS).collect())
    }
}

/// How far the provider's list of Stars was read, as a store keeps it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StarList {
    /// Rows at its beginning that need not be read again.
    pub settled: u32,
    /// When it was last read to its end.
    pub read_at: Option<DateTime<Utc>>,
}
