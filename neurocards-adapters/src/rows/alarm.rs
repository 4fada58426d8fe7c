use neurocards_core::chat::alarm::{Severity, StoredAlarm, Telling};

use super::{Moment, unreadable};

/// The columns of `alarms` that operators are shown.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct AlarmRow {
    key: String,
    severity: String,
    text: String,
    first_at: Moment,
    last_at: Moment,
    seen: i32,
    ended_at: Option<Moment>,
}

impl TryFrom<AlarmRow> for StoredAlarm {
    type Error = sqlx::Error;

    fn try_from(row: AlarmRow) -> Result<Self, sqlx::Error> {
        let severity = Severity::parse(&row.severity)
            .ok_or_else(|| unreadable(format!("{} is no severity", row.severity)))?;
        Ok(Self {
            key: row.key,
            severity,
            text: row.text,
            first_at: row.first_at.0,
            last_at: row.last_at.0,
            seen: u32::try_from(row.seen).map_err(unreadable)?,
            ended_at: row.ended_at.map(Into::into),
        })
    }
}

/// An alarm of which operators are being told.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct TellingRow {
    #[sqlx(flatten)]
    alarm: AlarmRow,
    tellings: i32,
    is_news: bool,
    closed: bool,
}

impl TellingRow {
    pub(crate) fn read(self) -> Result<(StoredAlarm, Telling), sqlx::Error> {
        let telling = match self.tellings {
            1 => Telling::First,
            _ if self.closed && !self.is_news => Telling::End,
            _ => Telling::Again,
        };
        Ok((self.alarm.try_into()?, telling))
    }
}
