//! The bot's side over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use serde_json::Value;

use super::answer::{Answer, ApiError, response, status_and_body};
use super::fault::FaultKind;
use super::faults::{self, LONGEST_WAIT};
use super::ledger::{Call, Download};
use super::methods;
use super::params::Params;
use super::request::{self, MAX_BODY_BYTES};
use super::rules::{self, MethodRule};
use super::shared::Shared;
use crate::broken;

/// The routes of the real server.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/{bot}/{method}", any(call))
        .route("/{bot}/test/{method}", any(call))
        .route("/file/{bot}/{*path}", get(download))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .with_state(shared)
}

fn refuse(error: &ApiError) -> Response {
    response(error.code, &error.body())
}

fn is_authorized(shared: &Shared, bot: &str) -> bool {
    bot.strip_prefix("bot")
        .is_some_and(|token| token == shared.fixed.token)
}

async fn call(
    State(shared): State<Arc<Shared>>,
    Path((bot, method)): Path<(String, String)>,
    request: Request,
) -> Response {
    if !bot.starts_with("bot") {
        return refuse(&ApiError::new(404, "Not Found"));
    }
    if !is_authorized(&shared, &bot) {
        return refuse(&ApiError::new(401, "Unauthorized"));
    }
    let Some(rule) = rules::method(&method) else {
        return refuse(&ApiError::new(404, "Not Found: method not found"));
    };
    let params = match request::read(request)
        .await
        .and_then(|raw| rules::check(rule, raw))
    {
        Ok(params) => params,
        Err(error) => {
            let (answer, params) = (Err(error), Params::default());
            shared.update(|world| record(world, rule, &params, &answer, false, true));
            return respond(&answer);
        }
    };
    let fault = shared.quietly(|world| world.faults.take_call(&rule.name, params.chat()));
    meet(&shared, rule, params, fault).await
}

/// Carries the call out, or lets happen to it what was scripted.
async fn meet(
    shared: &Arc<Shared>,
    rule: &'static MethodRule,
    params: Params,
    fault: Option<FaultKind>,
) -> Response {
    let faulty = fault.is_some();
    let without_effect = |answer: &Answer, answered: bool| {
        shared.update(|world| record(world, rule, &params, answer, true, answered));
    };
    match fault {
        Some(FaultKind::Refuse {
            code,
            description,
            retry_after,
        }) => {
            let answer = Err(faults::refusal(code, description, retry_after));
            without_effect(&answer, true);
            return respond(&answer);
        }
        Some(FaultKind::CutBefore) => {
            without_effect(&Err(ApiError::new(500, "cut before the effect")), false);
            return broken::before();
        }
        Some(FaultKind::Hang) => {
            without_effect(&Err(ApiError::new(500, "no answer")), false);
            shared.pause(LONGEST_WAIT).await;
            return broken::before();
        }
        Some(FaultKind::Delay { millis }) => {
            shared
                .pause(Duration::from_millis(millis).min(LONGEST_WAIT))
                .await;
        }
        Some(FaultKind::CutAfter) => {
            // The sender never learns the answer; the ledger keeps it.
            let _ = carry_out(shared, rule, params, true, false).await;
            return broken::before();
        }
        Some(FaultKind::Updates(_)) | None => {}
    }
    respond(&carry_out(shared, rule, params, faulty, true).await)
}

/// Runs the method and writes it down, in one step that no other call can come between.
async fn carry_out(
    shared: &Arc<Shared>,
    rule: &'static MethodRule,
    mut params: Params,
    faulty: bool,
    answered: bool,
) -> Answer {
    if rule.name == "getUpdates" {
        let answer = methods::get_updates(shared, &params).await;
        let is_empty = matches!(&answer, Ok(Value::Array(updates)) if updates.is_empty());
        if !is_empty {
            shared.quietly(|world| record(world, rule, &params, &answer, faulty, answered));
        }
        return answer;
    }
    let shared = shared.clone();
    let run = move || {
        if methods::takes_photos(&rule.name) {
            params.render_photos();
        }
        shared.update(|world| {
            let answer = methods::run(world, &rule.name, &params);
            record(world, rule, &params, &answer, faulty, answered);
            answer
        })
    };
    // Scaling a photo would hold the runtime's thread; and once begun, a call is carried out
    // even if its sender goes away, as on the real server.
    let done = tokio::task::spawn_blocking(run).await;
    done.unwrap_or_else(|_| Err(ApiError::new(500, "Internal Server Error")))
}

fn record(
    world: &mut super::world::World,
    rule: &MethodRule,
    params: &Params,
    answer: &Answer,
    faulty: bool,
    answered: bool,
) {
    let (status, body) = status_and_body(answer);
    let call = Call {
        seq: 0,
        at: world.now(),
        method: rule.name.clone(),
        chat: params.chat(),
        parameters: params.summary(),
        status: answered.then_some(status),
        answer: body,
        took_effect: answer.is_ok(),
        faulty,
        broke_rules: answer.as_ref().is_err_and(|error| error.by_rules),
    };
    world.ledger.add(call);
}

fn respond(answer: &Answer) -> Response {
    let (status, body) = status_and_body(answer);
    response(status, &body)
}

async fn download(
    State(shared): State<Arc<Shared>>,
    Path((bot, path)): Path<(String, String)>,
) -> Response {
    if !is_authorized(&shared, &bot) {
        return refuse(&ApiError::new(401, "Unauthorized"));
    }
    match shared.quietly(|world| world.faults.take_call("download", None)) {
        Some(FaultKind::Refuse {
            code,
            description,
            retry_after,
        }) => {
            return refuse(&faults::refusal(code, description, retry_after));
        }
        Some(FaultKind::CutBefore | FaultKind::CutAfter) => return broken::before(),
        Some(FaultKind::Hang) => {
            shared.pause(LONGEST_WAIT).await;
        }
        Some(FaultKind::Delay { millis }) => {
            shared
                .pause(Duration::from_millis(millis).min(LONGEST_WAIT))
                .await;
        }
        Some(FaultKind::Updates(_)) | None => {}
    }
    let found = shared.update(|world| {
        let now = world.now();
        let bytes = world.files.by_link(&path, now)?.bytes.clone()?;
        world.ledger.add_download(Download {
            at: now,
            path,
            size_bytes: bytes.len(),
        });
        Some(bytes)
    });
    found.map_or_else(
        || refuse(&ApiError::new(404, "Not Found")),
        |bytes| ([(CONTENT_TYPE, "application/octet-stream")], bytes).into_response(),
    )
}
