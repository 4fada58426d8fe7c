use neurocards_core::ids::JobId;
use neurocards_core::ports::{SetAside, UnreadableRow};
use uuid::Uuid;

use super::delivery::delivery_id;
use super::{Moment, unreadable};

/// A row of `set_aside`.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct SetAsideRow {
    job_id: Option<Uuid>,
    delivery_id: Option<i64>,
    update_id: Option<i64>,
    why: String,
    since: Moment,
}

impl TryFrom<SetAsideRow> for SetAside {
    type Error = sqlx::Error;

    fn try_from(row: SetAsideRow) -> Result<Self, sqlx::Error> {
        let which = match (row.job_id, row.delivery_id, row.update_id) {
            (Some(job), ..) => UnreadableRow::Job(JobId(job)),
            (_, Some(delivery), _) => UnreadableRow::Delivery(delivery_id(delivery)?),
            (.., Some(update)) => UnreadableRow::Update(update),
            _ => return Err(unreadable("nothing is set aside")),
        };
        Ok(Self {
            row: which,
            why: row.why,
            since: row.since.0,
        })
    }
}
