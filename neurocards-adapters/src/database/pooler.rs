use std::str::FromStr;

use thiserror::Error;

/// What stands between a program and its Postgres.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pooler {
    /// Nothing: each connection is a session of the server.
    #[default]
    None,
    /// A pooler in transaction mode, such as PgBouncer and those of Neon and Supabase: each
    /// transaction may have another session of the server. Limits are set in each transaction,
    /// statements have no names, and no hints come from other processes.
    Transaction,
}

/// A text that names no kind of pooler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected none or transaction")]
pub struct PoolerError;

impl FromStr for Pooler {
    type Err = PoolerError;

    fn from_str(text: &str) -> Result<Self, PoolerError> {
        match text {
            "none" => Ok(Self::None),
            "transaction" => Ok(Self::Transaction),
            _ => Err(PoolerError),
        }
    }
}
