use std::ops::ControlFlow::{Break, Continue};

use neurocards_core::ids::TaskId;
use neurocards_core::ports::{RenderRequest, SubmitError};
use neurocards_core::work::failure::{Cause, ErrorClass, Failure};
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::client::Kie;
use super::envelope::Envelope;
use super::exchange::{Answer, exchange};
use super::input::input;
use super::keys::{KeyNo, no_key};
use crate::http::HttpFault;

impl Kie {
    /// Asks for a video. A second request is sent only when KIE's own envelope refused the first
    /// for its key, so that certainly no task exists.
    pub(super) async fn create_task(&self, request: &RenderRequest) -> Result<TaskId, SubmitError> {
        let body = &self.body(request).map_err(SubmitError::Rejected)?;
        let keys = self.keys.in_order();
        let submitted = self.keys.with_each(keys, |key| async move {
            let outcome = self.post(key, body).await;
            match &outcome {
                Ok(task) => self.keys.remember(task, key),
                Err(SubmitError::Rejected(failure)) if self.keys.note_refusal(key, failure) => {
                    return Continue(outcome);
                }
                Err(_) => {}
            }
            Break(outcome)
        });
        submitted
            .await
            .unwrap_or_else(|| Err(SubmitError::Rejected(no_key())))
    }

    fn body(&self, request: &RenderRequest) -> Result<Value, Failure> {
        let mut body = json!({
            "model": request.format.model.0,
            "input": input(request)?,
        });
        if let Some(callbacks) = &self.options.callbacks {
            body["callBackUrl"] = callbacks.url(&request.nonce).into();
        }
        Ok(body)
    }

    async fn post(&self, key: KeyNo, body: &Value) -> Result<TaskId, SubmitError> {
        let request = self
            .submitter
            .post(self.api_url("api/v1/jobs/createTask"))
            .json(body);
        match exchange(request, self.keys.secret(key)).await {
            Ok(answer) => outcome(&answer),
            Err(fault) => Err(unanswered(&fault)),
        }
    }
}

/// What the answer to createTask proves. Only an envelope proves anything: a gateway that answers
/// 5xx may have passed the request on.
fn outcome(answer: &Answer) -> Result<TaskId, SubmitError> {
    let unknown = || SubmitError::Unknown(format!("HTTP {}: {}", answer.status, answer.text()));
    if answer.status.is_server_error() {
        return Err(unknown());
    }
    let Some(envelope) = Envelope::read(&answer.body) else {
        return Err(if is_refused_unread(answer) {
            SubmitError::Rejected(answer.without_envelope())
        } else {
            unknown()
        });
    };
    let task = task_id(&envelope);
    match (envelope.code, task) {
        (200, Some(task)) if answer.status.is_success() => Ok(task),
        (200, _) | (_, Some(_)) => Err(unknown()),
        _ => Err(SubmitError::Rejected(
            envelope.failure().wait(answer.retry_after()),
        )),
    }
}

/// Refusals that no task can stand behind although KIE's envelope is missing: too many requests,
/// and a path that nobody serves, which KIE's framework reports in JSON of its own.
fn is_refused_unread(answer: &Answer) -> bool {
    let framework = || {
        serde_json::from_slice::<Value>(&answer.body)
            .is_ok_and(|body| body.get("status") == Some(&Value::from(404)))
    };
    match answer.status {
        StatusCode::TOO_MANY_REQUESTS => true,
        StatusCode::NOT_FOUND => framework(),
        _ => false,
    }
}

fn task_id(envelope: &Envelope) -> Option<TaskId> {
    let id = envelope.data.get("taskId")?.as_str()?;
    TaskId::parse(id).ok()
}

fn unanswered(fault: &HttpFault) -> SubmitError {
    match fault {
        HttpFault::NotSent(_) => SubmitError::Rejected(Failure::new(
            ErrorClass::Temporary,
            Cause::ProviderFault,
            fault.to_string(),
        )),
        _ => SubmitError::Unknown(fault.to_string()),
    }
}
