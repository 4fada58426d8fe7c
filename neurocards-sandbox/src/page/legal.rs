//! Where the bot's links lead here: real papers are the operator's.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

pub(super) async fn page(Path(name): Path<String>) -> Response {
    let title = match name.as_str() {
        "terms" => "Пользовательское соглашение",
        "offer" => "Оферта",
        "privacy" => "Политика конфиденциальности",
        "support" => "Поддержка",
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    Html(format!(
        "<!doctype html><html lang=\"ru\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <h1>{title}</h1><p>Это песочница. Настоящий адрес задаёт тот, кто запускает бота.</p></html>"
    ))
    .into_response()
}
