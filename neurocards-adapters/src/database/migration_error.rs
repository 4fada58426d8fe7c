use neurocards_core::ports::Unavailable;
use sqlx::error::DatabaseError;
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
    /// The schema is older than this program, and the role that asks may not change it.
    #[error(
        "the database was migrated by an older version, and this role may not migrate it: migrate it as the owner of its tables"
    )]
    Forbidden,
    /// The database failed; migrations that were begun are rolled back.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

impl MigrationError {
    pub(crate) fn of(error: &MigrateError, adapter: &'static str) -> Self {
        match error {
            MigrateError::VersionMissing(version) => Self::Newer(*version),
            MigrateError::VersionMismatch(version) => Self::Changed(*version),
            other if is_forbidden(other) => Self::Forbidden,
            other => Self::Unavailable(Unavailable::new(adapter, other.to_string())),
        }
    }
}

/// Whether Postgres refused for lack of a privilege: SQLSTATE 42501.
fn is_forbidden(error: &MigrateError) -> bool {
    let (MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) = error else {
        return false;
    };
    let code = error.as_database_error().and_then(DatabaseError::code);
    code.as_deref() == Some("42501")
}
