use async_trait::async_trait;
use neurocards_core::chat::alarm::{
    Alarm, AlarmKind, Ends, REPEATED_AFTER, SETTLED_AFTER, StoredAlarm, Telling,
};
use neurocards_core::ids::ChatId;
use neurocards_core::page::Page;
use neurocards_core::ports::{Alarms, Topic, Unavailable};

use super::deliveries;
use super::dialect::{Store, Tx};
use crate::rows::{AlarmRow, Pause, TellingRow};

#[async_trait]
impl Alarms for Store {
    async fn raise(&self, alarm: &Alarm) -> Result<(), Unavailable> {
        self.write(|mut tx| async move {
            raise(&mut tx, alarm).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn end(&self, key: &str) -> Result<bool, Unavailable> {
        self.write(|mut tx| async move {
            let ended = end(&mut tx, key).await?;
            tx.commit().await?;
            Ok(ended)
        })
        .await
    }

    async fn end_others(&self, kind: AlarmKind, seen: &[String]) -> Result<(), Unavailable> {
        self.write(|mut tx| async move {
            for key in standing_of(&mut tx, kind).await? {
                if !seen.contains(&key) {
                    end(&mut tx, &key).await?;
                }
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn tell(&self, chats: &[ChatId]) -> Result<(), Unavailable> {
        if chats.is_empty() {
            return Ok(());
        }
        let told = self
            .write(|mut tx| async move {
                end_quiet(&mut tx).await?;
                let to_tell = take_to_tell(&mut tx).await?;
                for (alarm, telling) in &to_tell {
                    let words = alarm.words(*telling);
                    for chat in chats {
                        deliveries::tell_alarm(&mut tx, &alarm.key, *chat, &words).await?;
                    }
                }
                tx.commit().await?;
                Ok(to_tell.len())
            })
            .await?;
        if told > 0 {
            self.announce(&[Topic::Deliveries]);
        }
        Ok(())
    }

    async fn standing(&self, page: Page) -> Result<Vec<StoredAlarm>, Unavailable> {
        self.bounded(async {
            let rows = sqlx::query_as::<_, AlarmRow>(
                "-- alarms.standing
                select key, severity, text, first_at, last_at, seen, ended_at
                from alarms where ended_at is null
                order by severity, last_at desc, key limit $1 offset $2",
            )
            .bind(i64::from(page.limit))
            .bind(i64::from(page.offset))
            .fetch_all(self.readers())
            .await?;
            let alarms = rows.into_iter().map(StoredAlarm::try_from);
            Ok(alarms.collect::<Result<_, _>>()?)
        })
        .await
    }
}

async fn raise(tx: &mut Tx, alarm: &Alarm) -> Result<(), sqlx::Error> {
    let quiet_for = match alarm.kind.ends() {
        Ends::WhenQuietFor(span) => Some(Pause(span)),
        Ends::WhenGone | Ends::OnceTold => None,
    };
    sqlx::query(
        "-- alarms.raise
        insert into alarms (
            key, kind, severity, text, is_news, first_at, last_at, seen, quiet_at
        )
        values (
            $1, $2, $3, $4, $5, coalesce($6, current_timestamp), coalesce($6, current_timestamp), 1,
            coalesce($6, current_timestamp) + $7
        )
        on conflict (key) do update
        set severity = excluded.severity, text = excluded.text, last_at = excluded.last_at,
            quiet_at = excluded.quiet_at,
            seen = case when alarms.closed and not alarms.is_news then 1 else alarms.seen + 1 end,
            first_at = case
                when alarms.closed and not alarms.is_news then excluded.first_at
                else alarms.first_at
            end,
            told_at = case
                when alarms.closed and not alarms.is_news then null else alarms.told_at
            end,
            tellings = case
                when alarms.closed and not alarms.is_news then 0 else alarms.tellings
            end,
            ended_at = case when alarms.is_news then alarms.ended_at end,
            closed = alarms.closed and alarms.is_news",
    )
    .bind(alarm.key())
    .bind(alarm.kind.as_str())
    .bind(alarm.kind.severity().as_str())
    .bind(&alarm.text)
    .bind(alarm.kind.ends() == Ends::OnceTold)
    .bind(tx.now)
    .bind(quiet_for)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

async fn end(tx: &mut Tx, key: &str) -> Result<bool, sqlx::Error> {
    let ended = sqlx::query(
        "-- alarms.end
        update alarms set ended_at = coalesce($2, current_timestamp)
        where key = $1 and ended_at is null",
    )
    .bind(key)
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(ended.rows_affected() > 0)
}

/// How many alarms of one kind are compared with those that were seen.
const STANDING_MAX: i64 = 1_000;

async fn standing_of(tx: &mut Tx, kind: AlarmKind) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "-- alarms.standing_of
        select key from alarms where ended_at is null and kind = $1 order by key limit $2",
    )
    .bind(kind.as_str())
    .bind(STANDING_MAX)
    .fetch_all(&mut *tx.db)
    .await
}

async fn end_quiet(tx: &mut Tx) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- alarms.end_quiet
        update alarms set ended_at = quiet_at
        where ended_at is null and closed = false
            and quiet_at <= coalesce($1, current_timestamp)",
    )
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// Of two programs that look at once, one finds that the other has told it meanwhile.
async fn take_to_tell(tx: &mut Tx) -> Result<Vec<(StoredAlarm, Telling)>, sqlx::Error> {
    let rows = sqlx::query_as::<_, TellingRow>(
        "-- alarms.take_to_tell
        with due as (
            select key, tellings from alarms
            where closed = false and (
                told_at is null
                or (ended_at is null and told_at + $2 <= coalesce($1, current_timestamp))
                or ended_at + $3 <= coalesce($1, current_timestamp)
            )
            order by first_at, key limit 50
        )
        update alarms
        set told_at = coalesce($1, current_timestamp), tellings = alarms.tellings + 1,
            closed = is_news or (told_at is not null and ended_at is not null),
            ended_at = case
                when is_news then coalesce($1, current_timestamp) else ended_at
            end
        from due
        where alarms.key = due.key and alarms.tellings = due.tellings
        returning alarms.key, severity, text, first_at, last_at, seen, ended_at,
            alarms.tellings, is_news, closed",
    )
    .bind(tx.now)
    .bind(Pause(REPEATED_AFTER))
    .bind(Pause(SETTLED_AFTER))
    .fetch_all(&mut *tx.db)
    .await?;
    rows.into_iter().map(TellingRow::read).collect()
}
