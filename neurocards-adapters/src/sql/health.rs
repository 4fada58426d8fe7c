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

    /// Whether the database answers and takes a write; for health checks. It is committed, as a full
    /// disk refuses nothing before, and no row is shared: no process waits for another here.
    pub async fn ping(&self) -> Result<(), Unavailable> {
        self.write(|mut tx| async move {
            let probe: i64 = sqlx::query_scalar(
                "-- health.ping
                insert into write_probes default values returning id",
            )
            .fetch_one(&mut *tx.db)
            .await?;
            sqlx::query(
                "-- health.ping
                delete from write_probes where id = $1",
            )
            .bind(probe)
            .execute(&mut *tx.db)
            .await?;
            Ok::<_, Aborted<_>>(tx.commit().await?)
        })
        .await
    }
}
