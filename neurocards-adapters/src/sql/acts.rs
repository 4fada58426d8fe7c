//! What people did that writes no entry, on a transaction.

use neurocards_core::money::credits::Credits;

use super::dialect::Tx;
use crate::rows::NewAct;

/// Writes an act, unless it is the program's own.
pub(super) async fn note(tx: &mut Tx, act: &NewAct) -> Result<(), sqlx::Error> {
    if !act.actor.is_person() {
        return Ok(());
    }
    sqlx::query(
        "-- acts.note
        insert into acts (actor, act, subject, user_id, credits, reason, acted_at)
        values ($1, $2, $3, $4, $5, $6, coalesce($7, current_timestamp))",
    )
    .bind(act.actor.to_string())
    .bind(act.kind.as_str())
    .bind(&act.subject)
    .bind(act.user.map(|user| user.0))
    .bind(act.credits.map(Credits::get))
    .bind(act.reason.as_str())
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}
