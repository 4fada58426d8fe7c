use chrono::{DateTime, Utc};

use crate::ids::{DeliveryId, JobId};

/// A row of the store that the running release cannot read, because another one wrote it. It is left
/// for a while at a time, and all others go on; a release that can read it takes it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Which row it is.
    pub row: UnreadableRow,
    /// What could not be read, for operators.
    pub why: String,
    /// When it was met first.
    pub since: DateTime<Utc>,
}

/// What a row that cannot be read is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnreadableRow {
    /// A job, or the order it belongs to.
    Job(JobId),
    /// Something that must reach a chat.
    Delivery(DeliveryId),
    /// An update by the chat provider's id, of which the replies cannot be read.
    Update(i64),
}
