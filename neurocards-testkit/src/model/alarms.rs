use std::cmp::Reverse;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use neurocards_core::chat::alarm::{
    Alarm, AlarmKind, Ends, REPEATED_AFTER, SETTLED_AFTER, StoredAlarm, Telling,
};
use neurocards_core::ids::ChatId;
use neurocards_core::page::Page;
use neurocards_core::ports::{Alarms, Unavailable};

use super::MemoryStore;
use super::state::{AlarmRow, State, page_of};

/// Alarms that are told by one call.
const TOLD_MAX: usize = 50;

#[async_trait]
impl Alarms for MemoryStore {
    async fn raise(&self, alarm: &Alarm) -> Result<(), Unavailable> {
        self.transact(|state| state.raise(alarm));
        Ok(())
    }

    async fn end(&self, key: &str) -> Result<bool, Unavailable> {
        Ok(self.transact(|state| state.end_alarm(key)))
    }

    async fn end_others(&self, kind: AlarmKind, seen: &[String]) -> Result<(), Unavailable> {
        self.transact(|state| {
            let of_kind = state.alarms.iter().filter(|(_, row)| row.kind == kind);
            let keys: Vec<_> = of_kind.map(|(key, _)| key.clone()).collect();
            for key in keys.iter().filter(|key| !seen.contains(key)) {
                state.end_alarm(key);
            }
        });
        Ok(())
    }

    async fn tell(&self, chats: &[ChatId]) -> Result<(), Unavailable> {
        if !chats.is_empty() {
            self.transact(|state| state.tell_alarms(chats));
        }
        Ok(())
    }

    async fn standing(&self, page: Page) -> Result<Vec<StoredAlarm>, Unavailable> {
        Ok(self.transact(|state| {
            let rows = state.alarms.values().map(|row| &row.stored);
            let mut standing: Vec<_> = rows.filter(|it| it.ended_at.is_none()).cloned().collect();
            standing.sort_by_key(|it| (it.severity, Reverse(it.last_at), it.key.clone()));
            page_of(standing, page)
        }))
    }
}

impl AlarmRow {
    fn new(alarm: &Alarm, now: DateTime<Utc>) -> Self {
        Self {
            stored: StoredAlarm {
                key: alarm.key(),
                severity: alarm.kind.severity(),
                text: alarm.text.clone(),
                first_at: now,
                last_at: now,
                seen: 0,
                ended_at: None,
            },
            kind: alarm.kind,
            quiet_at: None,
            told_at: None,
            closed: false,
        }
    }

    fn is_news(&self) -> bool {
        self.kind.ends() == Ends::OnceTold
    }

    /// Which message about it is due.
    fn due(&self, now: DateTime<Utc>) -> Option<Telling> {
        let passed = |since: DateTime<Utc>, span| now - since >= TimeDelta::from_std(span).unwrap();
        let told_at = match self.told_at {
            _ if self.closed => return None,
            None => return Some(Telling::First),
            Some(told_at) => told_at,
        };
        match self.stored.ended_at {
            Some(ended_at) => passed(ended_at, SETTLED_AFTER).then_some(Telling::End),
            None => passed(told_at, REPEATED_AFTER).then_some(Telling::Again),
        }
    }
}

impl State {
    fn raise(&mut self, alarm: &Alarm) {
        let now = self.now;
        let quiet_at = match alarm.kind.ends() {
            Ends::WhenQuietFor(span) => Some(self.after(span)),
            Ends::WhenGone | Ends::OnceTold => None,
        };
        let fresh = || AlarmRow::new(alarm, now);
        let row = self.alarms.entry(alarm.key()).or_insert_with(fresh);
        if row.closed && !row.is_news() {
            *row = fresh();
        }
        if !row.is_news() {
            row.stored.ended_at = None;
        }
        row.stored.text.clone_from(&alarm.text);
        row.stored.last_at = now;
        row.stored.seen += 1;
        row.quiet_at = quiet_at;
    }

    fn end_alarm(&mut self, key: &str) -> bool {
        let now = self.now;
        let row = self.alarms.get_mut(key);
        let Some(row) = row.filter(|row| row.stored.ended_at.is_none()) else {
            return false;
        };
        row.stored.ended_at = Some(now);
        true
    }

    fn tell_alarms(&mut self, chats: &[ChatId]) {
        let now = self.now;
        for row in self.alarms.values_mut() {
            let is_quiet = row.quiet_at.is_some_and(|at| at <= now);
            if is_quiet && row.stored.ended_at.is_none() {
                row.stored.ended_at = row.quiet_at;
            }
        }
        let rows = self.alarms.values();
        let mut due: Vec<_> = rows
            .filter_map(|row| Some((row.stored.first_at, row.stored.key.clone(), row.due(now)?)))
            .collect();
        due.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        for (_, key, telling) in due.into_iter().take(TOLD_MAX) {
            self.tell_alarm_to_all(&key, telling, chats);
        }
    }

    fn tell_alarm_to_all(&mut self, key: &str, telling: Telling, chats: &[ChatId]) {
        let now = self.now;
        let Some(row) = self.alarms.get_mut(key) else {
            return;
        };
        row.told_at = Some(now);
        row.closed = row.is_news() || telling == Telling::End;
        if row.is_news() {
            row.stored.ended_at = Some(now);
        }
        let words = row.stored.words(telling);
        for chat in chats {
            self.tell_alarm(key, *chat, &words);
        }
    }
}
