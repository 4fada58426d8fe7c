//! Deliveries that end a job, its video or the news that there is none, and those of alarms.

use neurocards_core::ids::{ChatId, JobId, Nonce, UserId};
use neurocards_core::user::Language;

use super::dialect::Tx;

/// Makes the video of a finished job due.
pub(super) async fn add_video(tx: &mut Tx, job: JobId) -> Result<(), sqlx::Error> {
    add(tx, "video", job).await
}

/// Makes the notice of a failed job due.
pub(super) async fn add_failure(tx: &mut Tx, job: JobId) -> Result<(), sqlx::Error> {
    add(tx, "failed", job).await
}

async fn add(tx: &mut Tx, kind: &'static str, job: JobId) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- deliveries.add
        insert into deliveries (kind, user_id, chat, language, order_id, job_id, run_at)
        select cast($3 as text), orders.user_id, orders.chat, orders.language, orders.id, jobs.id,
            coalesce($2, current_timestamp)
        from jobs join orders on orders.id = jobs.order_id
        where jobs.id = $1",
    )
    .bind(job.0)
    .bind(tx.now)
    .bind(kind)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// Makes the video of a late task due, once.
pub(super) async fn add_gift(tx: &mut Tx, nonce: &Nonce) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- deliveries.add_gift
        insert into deliveries (kind, user_id, chat, language, order_id, job_id, late, run_at)
        select 'video', orders.user_id, orders.chat, orders.language, orders.id, jobs.id,
            attempts.nonce, coalesce($2, current_timestamp)
        from attempts
        join jobs on jobs.id = attempts.job_id
        join orders on orders.id = jobs.order_id
        where attempts.nonce = $1",
    )
    .bind(nonce.expose())
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// Makes a finished video of the user due again. `false` if the user has no such video, or one
/// delivery of it is still to be made.
pub(super) async fn redeliver(tx: &mut Tx, user: UserId, job: JobId) -> Result<bool, sqlx::Error> {
    let added = sqlx::query(
        "-- deliveries.redeliver
        insert into deliveries (kind, user_id, chat, language, order_id, job_id, run_at)
        select 'video', orders.user_id, orders.chat, orders.language, orders.id, jobs.id, coalesce($3, current_timestamp)
        from jobs join orders on orders.id = jobs.order_id
        where jobs.id = $1 and jobs.user_id = $2 and jobs.status = 'succeeded'
        on conflict do nothing",
    )
    .bind(job.0)
    .bind(user.0)
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(added.rows_affected() > 0)
}

/// Tells an operator of an alarm. What they were to be told of it before, or were told, is replaced.
pub(super) async fn tell_alarm(
    tx: &mut Tx,
    key: &str,
    chat: ChatId,
    text: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- deliveries.tell_alarm
        insert into deliveries (kind, user_id, chat, language, alarm_key, text, run_at)
        values (
            'alarm', $1, $1, coalesce((select language from users where id = $1), $5), $2, $3,
            coalesce($4, current_timestamp)
        )
        on conflict (chat, alarm_key) where kind = 'alarm' do update
        set text = excluded.text, status = 'due', run_at = excluded.run_at, begun = false,
            deferrals = 0, lease_owner = null, lease_until = null, message = null,
            refusal = null, closed_at = null",
    )
    .bind(chat.0)
    .bind(key)
    .bind(text)
    .bind(tx.now)
    .bind(Language::default().code())
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}
