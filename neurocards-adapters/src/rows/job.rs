use chrono::DateTime;
use neurocards_core::ids::{JobId, Nonce, OrderId, TaskId, UserId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::provider_credits::ProviderCredits;
use neurocards_core::work::brief::Brief;
use neurocards_core::work::failure::Failure;
use neurocards_core::work::job::{
    Attempt, AttemptEnd, Claimed, Job, JobStatus, Lease, RemotePhoto,
};
use neurocards_core::work::media::{MediaKey, StoredVideo};
use neurocards_core::work::product::Description;
use neurocards_core::work::prompt::Prompt;
use serde::Deserialize;
use sqlx::types::Json;
use uuid::Uuid;

use super::user::language;
use super::{Moment, unreadable};

/// A row of the view `job_facts`.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct JobRow {
    pub(crate) id: Uuid,
    order_id: Uuid,
    user_id: i64,
    variant: i32,
    status: String,
    #[sqlx(try_from = "i64")]
    price: Credits,
    brief: Json<Brief>,
    language: String,
    #[sqlx(try_from = "String")]
    description: Description,
    #[sqlx(try_from = "String")]
    photo: MediaKey,
    prompt: Option<Json<Prompt>>,
    photo_url: Option<String>,
    photo_uploaded_at: Option<Moment>,
    attempts: Json<Vec<AttemptFacts>>,
    faults: i32,
    crashes: i32,
    video: Option<Json<StoredVideo>>,
    failure: Option<Json<Failure>>,
    created_at: Moment,
    deadline_at: Moment,
    lease_token: i64,
}

/// One element of the view's column `attempts`.
#[derive(Debug, Deserialize)]
struct AttemptFacts {
    no: u16,
    nonce: Nonce,
    begun_at: i64,
    task: Option<TaskId>,
    reported: Option<TaskId>,
    spent: Option<ProviderCredits>,
    end: Option<AttemptEnd>,
}

impl TryFrom<AttemptFacts> for Attempt {
    type Error = sqlx::Error;

    fn try_from(facts: AttemptFacts) -> Result<Self, sqlx::Error> {
        let begun_at = DateTime::from_timestamp_micros(facts.begun_at)
            .ok_or_else(|| unreadable("an attempt began at no instant"))?;
        Ok(Self {
            no: facts.no,
            nonce: facts.nonce,
            begun_at,
            task: facts.task,
            reported: facts.reported,
            spent: facts.spent,
            end: facts.end,
        })
    }
}

/// The status a row names.
pub(super) fn status(word: &str) -> Result<JobStatus, sqlx::Error> {
    JobStatus::parse(word).ok_or_else(|| unreadable(format!("{word} is no status of a job")))
}

impl JobRow {
    /// The job of a claim that was just made, at the time `now`.
    pub(crate) fn claimed(self, now: Moment) -> Result<Claimed, sqlx::Error> {
        let lease = Lease::granted(JobId(self.id), self.lease_token);
        Ok(Claimed {
            job: self.try_into()?,
            lease,
            now: now.0,
        })
    }
}

impl TryFrom<JobRow> for Job {
    type Error = sqlx::Error;

    fn try_from(row: JobRow) -> Result<Self, sqlx::Error> {
        let remote_photo = row
            .photo_url
            .zip(row.photo_uploaded_at)
            .map(|(url, at)| RemotePhoto {
                url,
                uploaded_at: at.0,
            });
        let attempts = row.attempts.0.into_iter().map(Attempt::try_from);
        Ok(Self {
            id: JobId(row.id),
            order: OrderId(row.order_id),
            user: UserId(row.user_id),
            variant: u8::try_from(row.variant).map_err(unreadable)?,
            status: status(&row.status)?,
            price: row.price,
            brief: row.brief.0,
            description: row.description,
            photo: row.photo,
            language: language(&row.language)?,
            prompt: row.prompt.map(|prompt| prompt.0),
            remote_photo,
            attempts: attempts.collect::<Result<_, _>>()?,
            faults: u16::try_from(row.faults).unwrap_or(u16::MAX),
            crashes: u16::try_from(row.crashes).unwrap_or(u16::MAX),
            video: row.video.map(|video| video.0),
            failure: row.failure.map(|failure| failure.0),
            created_at: row.created_at.0,
            deadline_at: row.deadline_at.0,
        })
    }
}
