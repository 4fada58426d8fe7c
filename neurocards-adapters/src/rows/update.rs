use neurocards_core::chat::update::{
    ClaimedUpdate, RawUpdate, Turn, UpdateLease, UpdateStage, Write,
};
use neurocards_core::ports::Topic;
use serde::Serialize;
use sqlx::types::Json;

/// An update that comes, as an element of the list that a statement is given.
#[derive(Debug, Serialize)]
pub(crate) struct NewUpdate<'a> {
    id: i64,
    lane: i64,
    body: &'a str,
}

impl<'a> From<&'a RawUpdate> for NewUpdate<'a> {
    fn from(update: &'a RawUpdate) -> Self {
        Self {
            id: update.id,
            lane: update.lane,
            body: &update.body,
        }
    }
}

/// A row of `updates` that was just claimed.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct UpdateRow {
    pub(crate) id: i64,
    lane: i64,
    body: String,
    crashes: i32,
    replies: Option<Json<Vec<String>>>,
    next_reply: i32,
    lease_token: i64,
    pub(crate) was_set_aside: bool,
}

impl From<UpdateRow> for ClaimedUpdate {
    fn from(row: UpdateRow) -> Self {
        let stage = row
            .replies
            .map_or(UpdateStage::Received, |replies| UpdateStage::Turned {
                replies: replies.0,
                next: usize::try_from(row.next_reply).unwrap_or_default(),
            });
        Self {
            lease: UpdateLease::granted(row.id, row.lease_token),
            update: RawUpdate {
                id: row.id,
                lane: row.lane,
                body: row.body,
            },
            stage,
            crashes: u16::try_from(row.crashes).unwrap_or(u16::MAX),
        }
    }
}

/// What there may be to do after a turn.
pub(crate) fn topics_of(turn: &Turn) -> &'static [Topic] {
    let makes_work = |write: &Write| match write {
        Write::Place(_)
        | Write::Cancel { .. }
        | Write::Redeliver { .. }
        | Write::Blocked { .. }
        | Write::Book { .. } => true,
        Write::Grant(grant) => grant.is_from_another_person(),
        _ => false,
    };
    if turn.writes.iter().any(makes_work) {
        return &[Topic::Jobs, Topic::Deliveries];
    }
    &[]
}
