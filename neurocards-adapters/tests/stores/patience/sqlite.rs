use std::time::Duration;

use neurocards_adapters::sqlite::SqliteOptions;

/// No slow machine takes this long; what hangs does.
const PATIENCE: Duration = Duration::from_mins(1);

/// For calls that must succeed, however many wait for one writer.
pub(crate) fn patient() -> SqliteOptions {
    SqliteOptions {
        busy_timeout: PATIENCE,
        deadline: PATIENCE,
        ..SqliteOptions::default()
    }
}
