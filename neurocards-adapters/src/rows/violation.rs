use neurocards_core::money::ledger::Violation;

use super::unreadable;

/// A row of an audit.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct ViolationRow {
    invariant: i32,
    what: String,
}

impl TryFrom<ViolationRow> for Violation {
    type Error = sqlx::Error;

    fn try_from(row: ViolationRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            invariant: u8::try_from(row.invariant).map_err(unreadable)?,
            what: row.what,
        })
    }
}
