//! Paying and its aftermath, over HTTP.
//!
//! | request | body | answer |
//! |---|---|---|
//! | `POST /human/chats/{user}/pay` | a `Checkout`: `{"message_id":…}` for the honest way | a `Receipt` |
//! | `POST /human/chats/{user}/pay-again` | `{"charge_id":…}` | a `Receipt`: reported as a new message |
//! | `POST /human/chats/{user}/refund` | `{"charge_id":…}` | nothing: Telegram gives the Stars back |
//! | `GET /human/stars` | | `{"balance":…,"transactions":[…]}`, oldest first |
//! | `POST /human/stars` | `{"amount":100,"incoming":false,"partner":{"type":"fragment"}}` | `{"id":…}` |

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Checkout, HumanError, Receipt};
use crate::telegram::handle::TelegramHandle;
use crate::telegram::stars::StarMove;

pub(super) fn router() -> Router<TelegramHandle> {
    Router::new()
        .route("/human/chats/{user}/pay", post(pay))
        .route("/human/chats/{user}/pay-again", post(pay_again))
        .route("/human/chats/{user}/refund", post(refund))
        .route("/human/stars", get(stars).post(move_stars))
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
