//! What the person in the chat does not see: credits, jobs, ledger, effects, faults.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use neurocards_core::ids::UserId;
use neurocards_core::money::ledger::Entry;
use neurocards_core::page::Page;
use neurocards_core::ports::Unavailable;
use neurocards_core::work::job::Job;
use serde_json::{Value, json};

use super::PageState;
use crate::faults::FaultName;

/// Entries shown, at most.
const ENTRIES: Page = Page {
    offset: 0,
    limit: 30,
};
/// Orders shown, at most.
const ORDERS: Page = Page {
    offset: 0,
    limit: 8,
};

/// The store did not answer.
pub(super) struct NotNow(Unavailable);

impl From<Unavailable> for NotNow {
    fn from(error: Unavailable) -> Self {
        Self(error)
    }
}

impl IntoResponse for NotNow {
    fn into_response(self) -> Response {
        let body = Json(json!({"error": self.0.to_string()}));
        (StatusCode::SERVICE_UNAVAILABLE, body).into_response()
    }
}

pub(super) async fn backstage(
    State(page): State<Arc<PageState>>,
    Path(user): Path<i64>,
) -> Result<Json<Value>, NotNow> {
    let ledger = &page.stores.ledger;
    let user = UserId(user);
    let balance = ledger.balance(user).await?;
    let entries = ledger.statement(user, ENTRIES).await?;
    let violations = ledger.audit(100).await?;
    let violations: Vec<&str> = violations.iter().map(|one| one.what.as_str()).collect();
    Ok(Json(json!({
        "balance": balance,
        "entries": entries.iter().map(entry).collect::<Vec<_>>(),
        "jobs": jobs(&page, user).await?,
        "violations": violations,
        "effects": page.world.count(),
        "fault": page.faults.playing().map(FaultName::as_str),
    })))
}

fn entry(entry: &Entry) -> Value {
    json!({
        "kind": entry.kind.as_str(), "sign": entry.kind.sign(), "amount": entry.amount,
        "balance_after": entry.balance_after, "reason": entry.reason,
    })
}

async fn jobs(page: &PageState, user: UserId) -> Result<Vec<Value>, Unavailable> {
    let queue = &page.stores.jobs;
    let mut found = Vec::new();
    for order in queue.orders(user, ORDERS).await? {
        for id in order.jobs {
            let job = queue.job(user, id).await?;
            found.extend(job.as_ref().map(about));
        }
    }
    Ok(found)
}

fn about(job: &Job) -> Value {
    json!({
        "headline": job.description.headline(28), "variant": job.variant,
        "status": job.status.as_str(), "attempts": job.attempts.len(),
        "model": job.brief.format.model,
        "cause": job.failure.as_ref().map(|failure| failure.cause.as_str()),
    })
}

pub(super) async fn play(State(page): State<Arc<PageState>>, Path(name): Path<String>) -> Response {
    let Some(fault) = FaultName::parse(&name) else {
        let body = Json(json!({"error": format!("there is no fault {name}")}));
        return (StatusCode::NOT_FOUND, body).into_response();
    };
    page.faults.play(fault);
    StatusCode::NO_CONTENT.into_response()
}

pub(super) async fn take_back(State(page): State<Arc<PageState>>) -> StatusCode {
    page.faults.take_back();
    StatusCode::NO_CONTENT
}
