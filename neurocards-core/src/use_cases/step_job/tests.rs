//! The decisions as tables, and the steps with mocks where the interaction is the point.

mod decisions;
mod interactions;
mod late;
mod spending;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::ids::{JobId, Nonce, OrderId, TaskId, UserId};
use crate::money::credits::Credits;
use crate::user::Language;
use crate::work::brief::{Brief, Scenario};
use crate::work::catalogue::Catalogue;
use crate::work::failure::{Cause, ErrorClass, Failure};
use crate::work::job::{Attempt, AttemptEnd, Job, JobStatus, RemotePhoto};
use crate::work::media::{MediaKey, MediaKind};
use crate::work::product::Description;
use crate::work::prompt::{Prompt, PromptSource};

fn at(secs: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000 + secs, 0).unwrap()
}

fn task() -> TaskId {
    TaskId::parse("task-1").unwrap()
}

fn failure(class: ErrorClass) -> Failure {
    Failure::new(class, Cause::Unclear, "said so")
}

fn prompt() -> Prompt {
    Prompt {
        text: "a mug on a table".to_owned(),
        voice_over: String::new(),
        hero: String::new(),
        scene: String::new(),
        source: PromptSource::Model,
    }
}

/// A job placed at 0 s with a deadline of one hour, claimed for the first time.
fn job() -> Job {
    Job {
        id: JobId(Uuid::from_u128(1)),
        order: OrderId(Uuid::from_u128(2)),
        user: UserId(3),
        variant: 0,
        status: JobStatus::Running,
        price: Credits::small(1),
        brief: Brief {
            scenario: Scenario::Ad { wishes: None },
            format: Catalogue::sample().default_format(),
        },
        description: Description::parse("Кружка").unwrap(),
        photo: MediaKey::of(b"photo", MediaKind::Jpeg),
        language: Language::Ru,
        prompt: None,
        remote_photo: None,
        attempts: Vec::new(),
        faults: 0,
        crashes: 0,
        video: None,
        failure: None,
        created_at: at(0),
        deadline_at: at(0) + TimeDelta::hours(1),
    }
}

/// The same job with everything a submit needs.
fn prepared() -> Job {
    let photo = RemotePhoto {
        url: "https://up/1.jpg".to_owned(),
        uploaded_at: at(0),
    };
    Job {
        prompt: Some(prompt()),
        remote_photo: Some(photo),
        ..job()
    }
}

fn attempt(no: u16, end: Option<AttemptEnd>) -> Attempt {
    let nonce = Nonce::from_bits(u128::from(no));
    Attempt {
        no,
        nonce,
        begun_at: at(10),
        task: None,
        reported: None,
        spent: None,
        end,
    }
}

/// A prepared job whose attempts ended so; `None` is the open one.
fn tried(ends: &[Option<AttemptEnd>]) -> Job {
    let attempts = (1..).zip(ends).map(|(no, end)| attempt(no, *end)).collect();
    Job {
        attempts,
        ..prepared()
    }
}

/// A prepared job whose first attempt has this task.
fn submitted() -> Job {
    let mut job = tried(&[None]);
    job.attempts[0].task = Some(task());
    job
}

const MINUTE: Duration = Duration::from_mins(1);
