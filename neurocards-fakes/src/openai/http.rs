//! The client's side over HTTP: `/v1/…`.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Method, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::answer::{Asked, id};
use super::error::ApiError;
use super::faults::FaultKind;
use super::handle::Shared;
use super::ledger::{Call, RESPONSES};
use super::photo::Photo;
use super::{models, request};
use crate::broken;

/// Bytes of one request, at most.
const MAX_BODY_BYTES: usize = 50 << 20;

/// Longest delay of one call.
const MAX_DELAY: Duration = Duration::from_mins(10);

/// The routes of the real server that are there.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route(RESPONSES, post(create_response))
        .route("/v1/models", get(list_models))
        .route("/v1/models/{model}", get(find_model))
        .fallback(no_such_url)
        .method_not_allowed_fallback(wrong_method)
        .with_state(shared)
}

/// What came of a call before and after its fault.
struct Outcome {
    path: String,
    body: Value,
    photos: Vec<Photo>,
    fault: Option<FaultKind>,
    answer: Result<Value, ApiError>,
}

async fn create_response(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let seq = shared.update(|world| world.ledger.next_seq());
    let mut outcome = Outcome {
        path: RESPONSES.to_owned(),
        body: Value::Null,
        photos: Vec::new(),
        fault: None,
        answer: Ok(Value::Null),
    };
    match read(&shared, request, &mut outcome.body).await {
        Err(error) => outcome.answer = Err(error),
        Ok(asked) => {
            outcome.fault = shared.update(|world| world.faults.take(true));
            wait(&shared, outcome.fault).await;
            outcome.answer = asked.answer(seq, now(), outcome.fault.as_ref());
            outcome.photos = asked.request.input.photos;
        }
    }
    finish(&shared, seq, outcome)
}

async fn list_models(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let data: Vec<Value> = shared
        .fixed
        .models
        .iter()
        .map(|it| models::about(it))
        .collect();
    let answer = Ok(json!({"object": "list", "data": data}));
    look_up(&shared, "/v1/models".to_owned(), &headers, answer).await
}

async fn find_model(
    State(shared): State<Arc<Shared>>,
    Path(model): Path<String>,
    headers: HeaderMap,
) -> Response {
    let found = shared.fixed.models.contains(&model);
    let answer = found
        .then(|| models::about(&model))
        .ok_or_else(|| models::not_found(&model));
    look_up(&shared, format!("/v1/models/{model}"), &headers, answer).await
}

/// A call without a body that writes no text.
async fn look_up(
    shared: &Shared,
    path: String,
    headers: &HeaderMap,
    answer: Result<Value, ApiError>,
) -> Response {
    let seq = shared.update(|world| world.ledger.next_seq());
    let mut outcome = Outcome {
        path,
        body: Value::Null,
        photos: Vec::new(),
        fault: None,
        answer: authorize(shared, headers).and(answer),
    };
    if outcome.answer.is_ok() {
        outcome.fault = shared.update(|world| world.faults.take(false));
        wait(shared, outcome.fault).await;
    }
    if let Some(FaultKind::Error {
        code,
        retry_after_secs,
    }) = outcome.fault
    {
        outcome.answer = Err(code.error(retry_after_secs));
    }
    finish(shared, seq, outcome)
}

async fn no_such_url(method: Method, uri: Uri) -> ApiError {
    let message = format!("Invalid URL ({method} {})", uri.path());
    ApiError::new(404, "invalid_request_error", message)
}

async fn wrong_method(method: Method, uri: Uri) -> ApiError {
    let message = format!(
        "Not allowed to {method} on {}. (HINT: Perhaps you meant to use a different HTTP method?)",
        uri.path()
    );
    ApiError {
        code: Some("method_not_supported"),
        ..ApiError::new(405, "invalid_request_error", message)
    }
}

/// Checks key and body; `body` is filled as soon as it is known to be JSON.
async fn read(shared: &Arc<Shared>, request: Request, body: &mut Value) -> Result<Asked, ApiError> {
    authorize(shared, request.headers())?;
    check_content_type(request.headers())?;
    let too_large = |_| ApiError::new(413, "invalid_request_error", "Request body is too large.");
    let bytes = axum::body::to_bytes(request.into_body(), MAX_BODY_BYTES)
        .await
        .map_err(too_large)?;
    *body = serde_json::from_slice(&bytes).map_err(|_| no_json())?;
    let (asked, shared) = (body.clone(), shared.clone());
    // Decoding a photo would hold the runtime's thread.
    let checked = tokio::task::spawn_blocking(move || {
        let request = request::read(&asked, &shared.fixed.models)?;
        Ok(Asked {
            body: asked,
            request,
        })
    });
    let broken = |_| ApiError::new(500, "server_error", "The fake broke.");
    checked.await.map_err(broken)?
}

fn authorize(shared: &Shared, headers: &HeaderMap) -> Result<(), ApiError> {
    let header = headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
    let key = header.and_then(|header| header.strip_prefix(b"Bearer "));
    if key == Some(shared.fixed.key.as_bytes()) {
        return Ok(());
    }
    let (message, code) = match key {
        None => (
            "You didn't provide an API key. You need to provide your API key in an \
             Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
            None,
        ),
        Some(_) => (
            "Incorrect API key provided. You can find your API key at \
             https://platform.openai.com/account/api-keys.",
            Some("invalid_api_key"),
        ),
    };
    Err(ApiError {
        code,
        ..ApiError::new(401, "invalid_request_error", message)
    })
}

fn check_content_type(headers: &HeaderMap) -> Result<(), ApiError> {
    let given = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let given = given.unwrap_or_default();
    if given.split(';').next().map(str::trim) == Some("application/json") {
        return Ok(());
    }
    let message = format!(
        "Unsupported content type: '{given}'. This API method only accepts 'application/json' \
         requests."
    );
    Err(ApiError {
        code: Some("unsupported_content_type"),
        ..ApiError::new(400, "invalid_request_error", message)
    })
}

fn no_json() -> ApiError {
    let message = "We could not parse the JSON body of your request. (HINT: This likely means you \
                   aren't using your HTTP library correctly.)";
    ApiError::new(400, "invalid_request_error", message)
}

async fn wait(shared: &Shared, fault: Option<FaultKind>) {
    if let Some(FaultKind::Delay { millis }) = fault {
        shared
            .pause(Duration::from_millis(millis).min(MAX_DELAY))
            .await;
    }
}

/// Writes the call down and sends its answer, as far as the fault lets it.
fn finish(shared: &Shared, seq: u64, outcome: Outcome) -> Response {
    let Outcome {
        path,
        body,
        photos,
        fault,
        answer,
    } = outcome;
    let is_cut = matches!(fault, Some(FaultKind::CutBefore | FaultKind::CutAfter));
    let status = answer.as_ref().map_or_else(|error| error.status, |_| 200);
    let sent = match &answer {
        _ if fault == Some(FaultKind::CutBefore) => Value::Null,
        Ok(answer) => answer.clone(),
        Err(error) => error.body(),
    };
    let call = Call {
        seq,
        at: now(),
        path,
        body,
        photos,
        status: (!is_cut).then_some(status),
        answer: sent.clone(),
        faulty: fault.is_some(),
    };
    shared.update(|world| world.ledger.add(call));
    let mut response = match fault {
        Some(FaultKind::CutBefore) => broken::before(),
        Some(FaultKind::CutAfter) => broken::after(&sent),
        _ => answer.map(Json).into_response(),
    };
    if let Ok(value) = HeaderValue::from_str(&id("req", seq)) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

#[expect(
    clippy::disallowed_methods,
    reason = "stands in for OpenAI's calendar, which is no part of the domain's time"
)]
fn now() -> i64 {
    chrono::Utc::now().timestamp()
}
