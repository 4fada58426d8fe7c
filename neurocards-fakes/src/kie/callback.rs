//! Telling a client that its task has ended.

use std::time::Duration;

use serde_json::Value;

use super::ledger::Callback;
use super::record::Record;
use super::shared::Shared;
use super::signature::{SIGNATURE, TIMESTAMP, sign};
use super::task::Task;

/// How long the receiver of a callback may take, as at KIE.
const CALLBACK_DEADLINE: Duration = Duration::from_secs(15);

/// Tries of one delivery, in all.
const TRIES: u32 = 3;

/// One thing to deliver.
struct Delivery {
    task: Option<String>,
    url: String,
    headers: Vec<(String, String)>,
    body: Value,
}

/// Delivers the end of a task as often as its plan says.
pub(crate) async fn announce(shared: &Shared, id: &str) {
    let Some(callbacks) = shared.read(|world| Some(world.task(id)?.plan.callbacks)) else {
        return;
    };
    if !shared
        .pause(Duration::from_millis(callbacks.delay_millis))
        .await
    {
        return;
    }
    for _ in 0..callbacks.times {
        let prepared = shared.read(|world| {
            let task = world.task(id)?;
            delivery(shared, task, world.now_ms() / 1000)
        });
        let Some(delivery) = prepared else {
            return;
        };
        deliver(shared, &delivery).await;
    }
}

fn delivery(shared: &Shared, task: &Task, unix_secs: u64) -> Option<Delivery> {
    let key = shared.fixed.settings.webhook_key.as_deref();
    let signed = key.map(|key| {
        let key = if task.plan.callbacks.wrong_signature {
            "another key"
        } else {
            key
        };
        signature_headers(key, &task.id, unix_secs)
    });
    Some(Delivery {
        task: Some(task.id.clone()),
        url: task.call_back_url.clone()?,
        headers: signed.unwrap_or_default(),
        body: Record::callback_body(task),
    })
}

fn signature_headers(key: &str, task: &str, unix_secs: u64) -> Vec<(String, String)> {
    vec![
        (TIMESTAMP.to_owned(), unix_secs.to_string()),
        (SIGNATURE.to_owned(), sign(key, task, unix_secs)),
    ]
}

/// Up to three tries, until the receiver answers 2xx.
async fn deliver(shared: &Shared, delivery: &Delivery) {
    for attempt in 1..=TRIES {
        let status = post(shared, delivery, attempt).await;
        let is_done = status.is_some_and(|status| (200..300).contains(&status));
        if is_done || attempt == TRIES || !shared.pause(shared.fixed.settings.callback_retry).await
        {
            return;
        }
    }
}

/// Posts a callback that no task stands behind; returns the receiver's status.
pub(crate) async fn forge(
    shared: &Shared,
    url: &str,
    headers: &[(String, String)],
    body: &Value,
) -> Option<u16> {
    let delivery = Delivery {
        task: None,
        url: url.to_owned(),
        headers: headers.to_vec(),
        body: body.clone(),
    };
    post(shared, &delivery, 1).await
}

async fn post(shared: &Shared, delivery: &Delivery, attempt: u32) -> Option<u16> {
    let mut request = shared
        .fixed
        .client
        .post(&delivery.url)
        .timeout(CALLBACK_DEADLINE)
        .json(&delivery.body);
    for (name, value) in &delivery.headers {
        request = request.header(name, value);
    }
    let answered = tokio::select! {
        () = shared.stop.cancelled() => return None,
        answered = request.send() => answered,
    };
    let status = answered.ok().map(|answer| answer.status().as_u16());
    shared.update(|world| {
        world.ledger.add_callback(Callback {
            at_ms: world.clock.now_ms(),
            task: delivery.task.clone(),
            url: delivery.url.clone(),
            attempt,
            headers: delivery.headers.clone(),
            body: delivery.body.clone(),
            status,
        });
    });
    status
}
