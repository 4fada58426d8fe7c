//! How a delivery ends, and what else that changes.

use std::time::Duration;

use neurocards_core::chat::delivery::DeliveryEnd;
use neurocards_core::ids::{MessageId, OrderId};
use neurocards_core::ports::LeaseError;
use uuid::Uuid;

use super::cards;
use super::dialect::Tx;
use crate::database::Aborted;
use crate::rows::Pause;

/// What the end of a delivery needs to know of it.
#[derive(sqlx::FromRow)]
struct Closed {
    kind: String,
    user_id: i64,
    order_id: Option<Uuid>,
}

/// Ends a delivery of the row `number` under the lease `token`.
pub(super) async fn close(
    tx: &mut Tx,
    number: i64,
    token: i64,
    end: &DeliveryEnd,
    card_pause: Duration,
) -> Result<(), Aborted<LeaseError>> {
    let closed = set_end(tx, number, token, end, card_pause).await?;
    let closed = closed.ok_or(Aborted::Refused(LeaseError::Lost))?;
    if *end == DeliveryEnd::Blocked {
        mark_blocked(tx, closed.user_id).await?;
    }
    match (closed.kind.as_str(), closed.order_id, end) {
        ("card", Some(order), DeliveryEnd::Sent(sent)) => {
            keep_card_message(tx, OrderId(order), sent.message).await?;
        }
        ("video", Some(order), _) => cards::touch(tx, OrderId(order)).await?,
        _ => {}
    }
    Ok(())
}

async fn set_end(
    tx: &mut Tx,
    number: i64,
    token: i64,
    end: &DeliveryEnd,
    card_pause: Duration,
) -> Result<Option<Closed>, sqlx::Error> {
    let (message, file_id, refusal) = match end {
        DeliveryEnd::Sent(sent) => (Some(sent.message.0), sent.file_id.as_deref(), None),
        DeliveryEnd::Refused { reason } => (None, None, Some(reason.as_str())),
        DeliveryEnd::Unknown | DeliveryEnd::Blocked => (None, None, None),
    };
    sqlx::query_as(
        "-- delivery_ends.set_end
        update deliveries
        set status = case when kind = 'card' and changed then 'due' else $3 end,
            run_at = case
                when kind = 'card' and changed then coalesce($5, current_timestamp) + $4
                else run_at
            end,
            closed_at = case
                when kind = 'card' and changed then null
                else coalesce($5, current_timestamp)
            end,
            message = $6, file_id = $7, refusal = $8, deferrals = 0,
            begun = begun and $3 = 'unknown',
            lease_owner = null, lease_until = null
        where id = $1 and lease_token = $2 and status = 'leased'
        returning kind, user_id, order_id",
    )
    .bind(number)
    .bind(token)
    .bind(end.as_str())
    .bind(Pause(card_pause))
    .bind(tx.now)
    .bind(message)
    .bind(file_id)
    .bind(refusal)
    .fetch_optional(&mut *tx.db)
    .await
}

async fn mark_blocked(tx: &mut Tx, user: i64) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- delivery_ends.mark_blocked
        update users set blocked = true where id = $1",
    )
    .bind(user)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// Keeps the message that shows an order's card.
pub(super) async fn keep_card_message(
    tx: &mut Tx,
    order: OrderId,
    message: MessageId,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- delivery_ends.keep_card_message
        update orders set card_message = $2 where id = $1",
    )
    .bind(order.0)
    .bind(message.0)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// Closes as unknown what a dead worker may have sent.
pub(super) async fn close_unknown(tx: &mut Tx) -> Result<(), sqlx::Error> {
    let closed = sqlx::query_as::<_, (String, Option<Uuid>)>(
        "-- delivery_ends.close_unknown
        update deliveries
        set status = 'unknown', closed_at = coalesce($1, current_timestamp), deferrals = 0,
            lease_owner = null, lease_until = null
        where lease_until <= coalesce($1, current_timestamp) and begun
            and kind not in ('card', 'alarm')
        returning kind, order_id",
    )
    .bind(tx.now)
    .fetch_all(&mut *tx.db)
    .await?;
    let videos = closed.into_iter().filter(|(kind, _)| kind == "video");
    let orders: Vec<_> = videos.filter_map(|(_, order)| order).collect();
    cards::touch_all(tx, &orders).await
}
