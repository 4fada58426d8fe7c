use neurocards_core::ids::JobId;
use neurocards_core::work::job::LeaseId;
use serde::Serialize;
use uuid::Uuid;

/// A lease of a job, as it is given to statements and answered by them.
#[derive(Debug, Serialize, sqlx::FromRow)]
pub(crate) struct LeaseRow {
    id: Uuid,
    token: i64,
}

impl From<LeaseId> for LeaseRow {
    fn from(lease: LeaseId) -> Self {
        Self {
            id: lease.job.0,
            token: lease.token,
        }
    }
}

impl From<LeaseRow> for LeaseId {
    fn from(row: LeaseRow) -> Self {
        Self {
            job: JobId(row.id),
            token: row.token,
        }
    }
}
