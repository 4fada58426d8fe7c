//! The API host: its routes, and how each request is answered.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Query, Request, State};
use axum::http::header::USER_AGENT;
use axum::http::{HeaderMap, Uri};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{get, post};

use super::answer::Answer;
use super::faults::Call;
use super::handle::KieHandle;
use super::ledger::Poll;
use super::record::Record;
use super::shared::Shared;
use super::{catalogue, control, create, download_url};
use crate::control::index;

/// Bytes of one request, at most.
const MAX_BODY: usize = 4 << 20;

type Params = Query<HashMap<String, String>>;

/// The routes of the API, and those for scripts.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/api/v1/jobs/createTask", post(create_task))
        .route("/api/v1/jobs/recordInfo", get(record_info))
        .route("/api/v1/chat/credit", get(credit))
        .route("/api/v1/common/download-url", post(download_url))
        .route("/api/v1/models", get(models))
        .fallback(no_such_path)
        .method_not_allowed_fallback(no_such_path)
        .layer(from_fn(edge))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(shared.clone())
        .merge(control::control().into_router(KieHandle::new(shared)))
        .merge(index(&control::control_table()))
}

/// The edge lets nobody in who does not say what he is.
pub(crate) async fn edge(request: Request, next: Next) -> Response {
    let is_named = request
        .headers()
        .get(USER_AGENT)
        .is_some_and(|name| !name.is_empty());
    if is_named {
        next.run(request).await
    } else {
        Answer::banned_by_edge().into()
    }
}

async fn create_task(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let answer = create::create_task(shared.clone(), headers, body).await;
    shared.withhold_if_told(&answer).await;
    answer.into()
}

async fn record_info(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    Query(params): Params,
) -> Response {
    let key = shared.key(&headers);
    let id = params.get("taskId").cloned().unwrap_or_default();
    let answer = shared
        .play(Call::Poll, async { look_up(&shared, key, &id) })
        .await;
    shared.update(|world| {
        let shown = answer.body().pointer("/data/state").cloned();
        world.ledger.add_poll(Poll {
            at_ms: world.clock.now_ms(),
            key,
            task: id,
            state: shown.and_then(|state| Some(state.as_str()?.to_owned())),
            status: answer.status(),
            code: answer.code(),
        });
    });
    shared.withhold_if_told(&answer).await;
    answer.into()
}

fn look_up(shared: &Shared, key: Option<usize>, id: &str) -> Answer {
    let Some(key) = key else {
        return Answer::no_access();
    };
    if id.is_empty() {
        return Answer::refused(400, "taskId parameter is required");
    }
    shared.update(|world| match world.task_mut(id) {
        Some(task) if task.key == key && task.polls >= task.plan.hidden_polls => {
            Answer::success(Record::of(task))
        }
        Some(task) if task.key == key => {
            task.polls += 1;
            Answer::refused(422, "recordInfo is null")
        }
        _ => Answer::refused(422, "recordInfo is null"),
    })
}

async fn credit(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let key = shared.key(&headers);
    other(&shared, || match key {
        Some(key) => Answer::success(shared.read(|world| world.accounts.balance(key))),
        None => Answer::no_access(),
    })
    .await
}

async fn download_url(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let key = shared.key(&headers);
    other(&shared, || match key {
        Some(_) => download_url::answer(&shared, &body),
        None => Answer::no_access(),
    })
    .await
}

async fn models(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    Query(params): Params,
) -> Response {
    let key = shared.key(&headers);
    other(&shared, || match key {
        Some(_) => catalogue::answer(&params),
        None => Answer::no_access(),
    })
    .await
}

async fn other(shared: &Shared, answer: impl FnOnce() -> Answer) -> Response {
    let answer = shared.play(Call::Other, async { answer() }).await;
    shared.withhold_if_told(&answer).await;
    answer.into()
}

async fn no_such_path(State(shared): State<Arc<Shared>>, uri: Uri) -> Response {
    let now_ms = shared.read(|world| world.clock.now_ms());
    Answer::no_such_path(uri.path(), now_ms).into()
}
