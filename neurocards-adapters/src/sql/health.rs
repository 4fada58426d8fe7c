use neurocards_core::ports::Unavailable;

use super::dialect::{ADAPTER, Store, begin_reads, link};
use super::migrations::OF_STORE;
use super::schema::is_run;
use crate::database::{Aborted, MigrationError};

impl Store {
    /// Whether the schema is that of this program. A database that a newer program migrated is
    /// refused.
    pub async fn is_migrated(&self) -> Result<bool, MigrationError> {
        self.bounded(async {
            let mut tx = begin_reads(self.snapshots()).await?;
            let is_migrated = is_run(link(&mut tx), &OF_STORE).await;
            is_migrated.map_err(|error| Aborted::Refused(MigrationError::of(&error, ADAPTER)))
        })
        .await
    }

    /// Whether the database answers and can be written; for health checks.
    pub async fn ping(&self) -> Result<(), Unavailable> {
        self.write(|mut tx| async move {
            // Without a commit nothing stays.
            sqlx::query("-- health.ping\nupdate submission_hold set held_until = held_until")
                .execute(&mut *tx.db)
                .await?;
            Ok::<_, Aborted<_>>(())
        })
        .await
    }
}
