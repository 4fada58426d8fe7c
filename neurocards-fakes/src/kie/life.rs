//! The life of one task, from its first state to its callback.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::callback;
use super::clock::millis;
use super::plan::Ending;
use super::shared::Shared;
use super::stored::StoredFile;
use super::task::{Outcome, Task};
use super::world::World;

/// How long results can be read.
const RESULTS_LIVE: Duration = Duration::from_hours(14 * 24);

const INTERNAL_ERROR: &str = "internal error, please try again later";

/// Lives the whole life of a task; ends early when the fake stops.
pub(crate) async fn live(shared: Arc<Shared>, id: String) {
    if pass_stages(&shared, &id).await && is_released(&shared, &id).await {
        finish(&shared, &id).await;
    }
}

async fn pass_stages(shared: &Shared, id: &str) -> bool {
    let stages = shared.read(|world| world.task(id).map(|task| task.plan.stages.clone()));
    let stages = stages.unwrap_or_default();
    for (number, stage) in stages.iter().enumerate() {
        let percent = u8::try_from(number * 90 / stages.len()).unwrap_or(90);
        shared.update(|world| {
            if let Some(task) = world.task_mut(id) {
                task.state.clone_from(&stage.state);
                task.progress_percent = percent;
            }
        });
        if !shared.pause(Duration::from_millis(stage.millis)).await {
            return false;
        }
    }
    true
}

async fn is_released(shared: &Shared, id: &str) -> bool {
    let is_free = |world: &World| world.task(id).is_none_or(|task| !task.held);
    shared
        .find(|| shared.read(is_free).then_some(()))
        .await
        .is_some()
}

/// Ends the task as planned; whoever released it may have changed the plan.
async fn finish(shared: &Shared, id: &str) {
    let Some(ending) = shared.read(|world| Some(world.task(id)?.plan.ending.clone())) else {
        return;
    };
    match ending {
        Ending::Fail { code, message } => fail(shared, id, code, message, true),
        Ending::FailThenSuccess {
            code,
            message,
            after_millis,
        } => {
            fail(shared, id, Some(code), Some(message), false);
            callback::announce(shared, id).await;
            if !shared.pause(Duration::from_millis(after_millis)).await {
                return;
            }
            film(shared, id, 1).await;
        }
        Ending::Success { urls } => film(shared, id, urls).await,
        Ending::BrokenResult => succeed(shared, id, |_, _| {
            "{\"resultUrls\":[\"https://tempfile.aiqui".to_owned()
        }),
        Ending::NoUrls => succeed(shared, id, |_, _| json!({"resultUrls": []}).to_string()),
    }
    callback::announce(shared, id).await;
}

/// Renders the video and ends the task with it, or with what the renderer found wrong.
async fn film(shared: &Shared, id: &str, urls: u8) {
    match render(shared, id).await {
        Ok(video) => succeed(shared, id, |world, now_ms| {
            let urls = keep(world, shared, id, &video.into(), urls, now_ms);
            json!({"resultUrls": urls}).to_string()
        }),
        Err(message) => fail(shared, id, Some("500".to_owned()), Some(message), true),
    }
}

/// A few at a time, and outside the async runtime.
async fn render(shared: &Shared, id: &str) -> Result<Vec<u8>, String> {
    let internal = || INTERNAL_ERROR.to_owned();
    let shot = shared.read(|world| world.task(id).map(|task| task.shot.clone()));
    let shot = shot.ok_or_else(internal)?;
    let _permit = shared
        .fixed
        .renders
        .acquire()
        .await
        .map_err(|_| internal())?;
    let renderer = shared.fixed.settings.renderer.clone();
    tokio::task::spawn_blocking(move || renderer.render(&shot))
        .await
        .unwrap_or_else(|_| Err(internal()))
}

/// Keeps a video at so many addresses and returns them.
fn keep(
    world: &mut World,
    shared: &Shared,
    id: &str,
    video: &axum::body::Bytes,
    urls: u8,
    now_ms: u64,
) -> Vec<String> {
    let file = StoredFile {
        bytes: video.clone(),
        content_type: "video/mp4",
        expires_at_ms: now_ms.saturating_add(millis(RESULTS_LIVE)),
        fault: world.task(id).and_then(|task| task.plan.file.clone()),
    };
    let mut kept = Vec::new();
    for _ in 0..urls {
        let path = format!("/r/{}.mp4", world.ids.next());
        kept.push(format!("{}{path}", shared.fixed.settings.files_url));
        // Without room the address leads nowhere, as it does after the file has expired.
        let _ = world.store.put(path, file.clone());
    }
    if let Some(task) = world.task_mut(id) {
        task.result_urls.clone_from(&kept);
    }
    kept
}

fn succeed(shared: &Shared, id: &str, result: impl FnOnce(&mut World, u64) -> String) {
    shared.update(|world| {
        let now_ms = world.now_ms();
        let result_json = result(world, now_ms);
        if let Some(task) = world.task_mut(id) {
            end(task, "success", Outcome::Success { result_json }, now_ms);
        }
    });
}

fn fail(shared: &Shared, id: &str, code: Option<String>, message: Option<String>, is_final: bool) {
    shared.update(|world| {
        let now_ms = world.now_ms();
        let Some(task) = world.task_mut(id) else {
            return;
        };
        end(task, "fail", Outcome::Fail { code, message }, now_ms);
        let (key, credits) = (task.key, task.credits);
        if is_final && shared.fixed.settings.returns_credits {
            task.credits_returned = true;
            world.accounts.give_back(key, credits);
            world.ledger.credits_returned = world.accounts.returned;
        }
    });
}

fn end(task: &mut Task, state: &str, outcome: Outcome, now_ms: u64) {
    state.clone_into(&mut task.state);
    task.progress_percent = 100;
    task.outcome = Some(outcome);
    task.completed_at_ms = Some(now_ms);
}
