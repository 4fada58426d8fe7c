//! From a request that reads well to a task that is paid for.

use axum::body::Bytes;
use serde_json::{Value, json};

use super::answer::Answer;
use super::faults::FaultKind;
use super::model::Model;
use super::plan::{Ending, Plan, TaskIdStyle};
use super::renderer::Shot;
use super::shape::Input;
use super::shared::Settings;
use super::task::Task;
use super::world::World;

/// A request to create a task, read and checked.
pub(crate) struct Order {
    /// Number of the key.
    pub(crate) key: usize,
    pub(crate) model: &'static Model,
    pub(crate) input: Input,
    /// Whether the input can make a video; some models charge all the same.
    pub(crate) is_right: bool,
    pub(crate) call_back_url: Option<String>,
}

/// What became of the photos that an input names.
enum Photos {
    /// The first one; `None` if the input names none.
    Found(Option<Bytes>),
    /// At least one is not on the file host, or not any more.
    Gone,
}

/// Takes the credits and adds the task; the error is the answer to give.
pub(crate) fn admit(world: &mut World, settings: &Settings, order: Order) -> Result<Task, Answer> {
    let now_ms = world.now_ms();
    if !world.accounts.admit(order.key, settings.rate, now_ms) {
        return Err(too_many(settings));
    }
    if world.is_full() {
        return Err(refuse(FaultKind::server_exception()));
    }
    let credits = order.model.credits(&order.input);
    if !world.accounts.take(order.key, credits) {
        return Err(refuse(if settings.short_balance_as_500 {
            FaultKind::no_credits_as_500()
        } else {
            FaultKind::no_credits()
        }));
    }
    world.ledger.credits_taken = world.accounts.taken;
    let task = task(world, settings, order, credits);
    world.add_task(task.clone());
    Ok(task)
}

fn too_many(settings: &Settings) -> Answer {
    if settings.rate_by_status {
        Answer::edge(429)
    } else {
        refuse(FaultKind::rate_limit())
    }
}

fn refuse(fault: FaultKind) -> Answer {
    match fault {
        FaultKind::Refuse { code, msg } => Answer::refused(code, &msg),
        _ => Answer::Cut,
    }
}

fn task(world: &mut World, settings: &Settings, order: Order, credits: f64) -> Task {
    let now_ms = world.now_ms();
    let photos = photos(world, settings, &order);
    let plan = plan(world.plans.take(), &order, &photos);
    let text = |field| {
        order
            .input
            .get(field)
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    let prompt = text("prompt").unwrap_or_default();
    Task {
        id: id(world, plan.task_id, order.model.id),
        model: order.model.id,
        param: param(order.model.id, &order),
        call_back_url: order.call_back_url,
        key: order.key,
        credits,
        credits_returned: false,
        shot: Shot {
            photo: match photos {
                Photos::Found(photo) => photo,
                Photos::Gone => None,
            },
            prompt: prompt.clone(),
            seconds: order.model.seconds(&order.input),
            aspect: text("aspect_ratio"),
            seed: world.tasks().len() as u64,
        },
        prompt,
        state: plan
            .stages
            .first()
            .map_or("waiting", |stage| &stage.state)
            .to_owned(),
        progress_percent: 0,
        held: plan.held || world.holding,
        polls: 0,
        created_at_ms: now_ms,
        completed_at_ms: None,
        outcome: None,
        result_urls: Vec::new(),
        plan,
    }
}

fn photos(world: &World, settings: &Settings, order: &Order) -> Photos {
    let now_ms = world.now_ms();
    let urls = order.model.photos(&order.input);
    let found: Option<Vec<Bytes>> = urls
        .iter()
        .map(|url| {
            let path = url.strip_prefix(&settings.files_url)?;
            let path = path.split('?').next().unwrap_or(path);
            world.store.get(path, now_ms).map(|file| file.bytes.clone())
        })
        .collect();
    found.map_or(Photos::Gone, |found| {
        Photos::Found(found.into_iter().next())
    })
}

/// What is wrong with the request outweighs what was planned.
fn plan(plan: Plan, order: &Order, photos: &Photos) -> Plan {
    let fail = |code: &str, message: &str| Ending::Fail {
        code: Some(code.to_owned()),
        message: Some(message.to_owned()),
    };
    if !order.is_right {
        let ending = fail("500", "generate playground failed, task id is blank");
        return Plan {
            ending,
            stages: Vec::new(),
            ..plan
        };
    }
    match photos {
        Photos::Found(_) => plan,
        Photos::Gone => {
            let ending = fail("500", "Upload failed: Server internal error.");
            Plan { ending, ..plan }
        }
    }
}

fn id(world: &mut World, style: TaskIdStyle, model: &str) -> String {
    let hex = world.ids.next();
    match style {
        TaskIdStyle::Hex | TaskIdStyle::HexAlone => hex,
        TaskIdStyle::Dated => {
            let name = model.split('/').next().unwrap_or(model);
            format!("task_{name}_{}{}", world.now_ms(), &hex[..4])
        }
    }
}

/// JSON in a text, and the input in it again JSON in a text.
fn param(model: &str, order: &Order) -> String {
    let input = json!(order.input).to_string();
    match &order.call_back_url {
        Some(url) => json!({"callBackUrl": url, "input": input, "model": model}).to_string(),
        None => json!({"input": input, "model": model}).to_string(),
    }
}
