use neurocards_core::ports::Unavailable;
use sqlx::migrate::MigrateError;
use thiserror::Error;

/// Why a database was not brought to the schema of this program.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum MigrationError {
    /// A newer program changed the schema: run that one, or restore a backup.
    #[error(
        "the database has migration {0}, which this program does not know: it was migrated by a newer version"
    )]
    Newer(i64),
    /// A migration that was run differs from the one in this program.
    #[error("migration {0} was run with another text than this program has")]
    Changed(i64),
    /// The database failed; migrations that were begun are rolled back.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

impl MigrationError {
    pub(crate) fn of(error: &MigrateError, adapter: &'static str) -> Self {
        match error {
            MigrateError::VersionMissing(version) => Self::Newer(*version),
            MigrateError::VersionMismatch(version) => Self::Changed(*version),
            other => Self::Unavailable(Unavailable::new(adapter, other.to_string())),
        }
    }
}
