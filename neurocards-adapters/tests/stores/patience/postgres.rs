use std::time::Duration;

use neurocards_adapters::postgres::PostgresOptions;

/// No slow machine takes this long; what hangs does.
const PATIENCE: Duration = Duration::from_mins(1);

/// For calls that must succeed, however many wait for one lock.
pub(crate) fn patient() -> PostgresOptions {
    PostgresOptions {
        acquire_timeout: PATIENCE,
        lock_timeout: PATIENCE,
        statement_timeout: PATIENCE,
        deadline: PATIENCE,
        ..PostgresOptions::default()
    }
}
