//! Paying and its aftermath, over HTTP.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Checkout, HumanError, Receipt};
use crate::control::Control;
use crate::telegram::handle::TelegramHandle;
use crate::telegram::stars::StarMove;

pub(super) fn control() -> Control<TelegramHandle> {
    Control::new()
        .post(
            "/human/chats/{user}/pay",
            r#"{"message_id": 2}"#,
            "Pays an invoice; the fields of `Checkout` make the way less honest. Answers a receipt.",
            pay,
        )
        .post(
            "/human/chats/{user}/pay-again",
            r#"{"charge_id": "stx1"}"#,
            "Reports a payment to the bot once more, as a new message. Answers a receipt.",
            pay_again,
        )
        .post(
            "/human/chats/{user}/refund",
            r#"{"charge_id": "stx1"}"#,
            "Telegram gives the Stars of a payment back without being asked by the bot.",
            refund,
        )
        .get(
            "/human/stars",
            "Shows the bot's balance of Stars and all movements, oldest first.",
            stars,
        )
        .post(
            "/human/stars",
            r#"{"amount": 100, "incoming": false, "partner": {"type": "fragment"}}"#,
            "Moves Stars that no invoice moves: a withdrawal, a gift. Answers the id.",
            move_stars,
        )
}

async fn pay(
    State(telegram): State<TelegramHandle>,
    Path(user): Path<i64>,
    Json(checkout): Json<Checkout>,
) -> Result<Json<Receipt>, HumanError> {
    Ok(Json(telegram.person(user)?.check_out(checkout).await?))
}

#[derive(Deserialize)]
struct Paid {
    charge_id: String,
}

async fn pay_again(
    State(telegram): State<TelegramHandle>,
    Path(user): Path<i64>,
    Json(paid): Json<Paid>,
) -> Result<Json<Receipt>, HumanError> {
    let person = telegram.person(user)?;
    Ok(Json(person.report_payment_again(&paid.charge_id)?))
}

async fn refund(
    State(telegram): State<TelegramHandle>,
    Path(user): Path<i64>,
    Json(paid): Json<Paid>,
) -> Result<StatusCode, HumanError> {
    telegram.person(user)?.get_refund(&paid.charge_id)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn stars(State(telegram): State<TelegramHandle>) -> Json<Value> {
    Json(telegram.shared.read(|world| {
        let stars = &world.payments.stars;
        json!({"balance": stars.balance(), "transactions": stars.page(0, usize::MAX)})
    }))
}

async fn move_stars(
    State(telegram): State<TelegramHandle>,
    Json(moved): Json<StarMove>,
) -> Result<Json<Value>, HumanError> {
    Ok(Json(json!({"id": telegram.move_stars(&moved)?})))
}
