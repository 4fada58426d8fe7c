//! `POST /api/v1/jobs/createTask`: checks a request, takes its credits, and begins the task.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};

use super::answer::Answer;
use super::faults::Call;
use super::ledger::{Create, Reply};
use super::life;
use super::model::Model;
use super::models;
use super::order::{Order, admit};
use super::plan::TaskIdStyle;
use super::refusal::Refusal;
use super::shape::Input;
use super::shared::Shared;
use super::task::Task;

/// How long an answer is held back for its callback, at most.
const CALLBACK_FIRST: Duration = Duration::from_secs(30);

/// Creates a task, whether or not the caller stays for the answer: a request that was received
/// cannot be taken back.
pub(crate) async fn create_task(shared: Arc<Shared>, headers: HeaderMap, body: Bytes) -> Answer {
    let key = shared.key(&headers).filter(|_| is_json(&headers));
    let number = note(&shared, key, &headers, &body);
    let work = tokio::spawn(async move {
        let answer = match key {
            Some(key) => {
                let carried_out = carry_out(&shared, key, number, &body);
                shared.play(Call::Create, carried_out).await
            }
            None => Answer::no_access(),
        };
        shared.update(|world| {
            if let Some(create) = world.ledger.creates.get_mut(number) {
                create.reply = Some(Reply::of(&answer));
            }
        });
        answer
    });
    work.await.unwrap_or(Answer::Cut)
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("application/json"))
}

/// Writes the request down before anything is decided; returns its number.
fn note(shared: &Shared, key: Option<usize>, headers: &HeaderMap, body: &[u8]) -> usize {
    let body: Value = serde_json::from_slice(body)
        .unwrap_or_else(|_| String::from_utf8_lossy(body).into_owned().into());
    let call_back_url = body.get("callBackUrl").and_then(Value::as_str);
    shared.update(|world| {
        world.ledger.add_create(Create {
            at_ms: world.clock.now_ms(),
            key,
            headers: without_key(headers),
            call_back_url: call_back_url.map(str::to_owned),
            body: body.clone(),
            task: None,
            credits: 0.0,
            reply: None,
        })
    })
}

fn without_key(headers: &HeaderMap) -> BTreeMap<String, String> {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    headers
        .iter()
        .filter(|(name, _)| *name != AUTHORIZATION)
        .map(|(name, value)| (name.to_string(), text(value.as_bytes())))
        .collect()
}

async fn carry_out(shared: &Arc<Shared>, key: usize, number: usize, body: &[u8]) -> Answer {
    let order = match read(key, body) {
        Ok(order) => order,
        Err(refusal) => return refusal.into(),
    };
    let admitted = shared.update(|world| {
        let task = admit(world, &shared.fixed.settings, order)?;
        if let Some(create) = world.ledger.creates.get_mut(number) {
            create.task = Some(task.id.clone());
            create.credits = task.credits;
        }
        Ok::<_, Answer>(task)
    });
    match admitted {
        Ok(task) => {
            let life = tokio::spawn(life::live(shared.clone(), task.id.clone()));
            if task.plan.callbacks.before_reply {
                // Slower tasks are answered before their callback after all.
                let _ = tokio::time::timeout(CALLBACK_FIRST, life).await;
            }
            created(&task)
        }
        Err(answer) => answer,
    }
}

fn read(key: usize, body: &[u8]) -> Result<Order, Refusal> {
    let body: Value = serde_json::from_slice(body)
        .map_err(|_| Refusal::new(422, "The request body is not valid JSON"))?;
    let model = body
        .get("model")
        .and_then(Value::as_str)
        .and_then(models::find)
        .ok_or_else(Refusal::unknown_model)?;
    let input = body.get("input").and_then(Value::as_object).cloned();
    let call_back_url = body.get("callBackUrl").and_then(Value::as_str);
    let (input, is_right) = check(model, input)?;
    Ok(Order {
        key,
        model,
        input,
        is_right,
        call_back_url: call_back_url.map(str::to_owned),
    })
}

/// The input and whether it is right; a wrong one is refused, unless the model takes anything.
fn check(model: &Model, input: Option<Input>) -> Result<(Input, bool), Refusal> {
    let Some(input) = input else {
        return if model.checks_first {
            Err(Refusal::new(500, "This field is required"))
        } else {
            Ok((Input::new(), false))
        };
    };
    match model.check(&input) {
        Err(refusal) if model.checks_first => Err(refusal),
        checked => Ok((input, checked.is_ok())),
    }
}

fn created(task: &Task) -> Answer {
    match task.plan.task_id {
        TaskIdStyle::Hex => Answer::success(json!({"taskId": task.id, "recordId": task.id})),
        TaskIdStyle::HexAlone | TaskIdStyle::Dated => Answer::success(json!({"taskId": task.id})),
    }
}
