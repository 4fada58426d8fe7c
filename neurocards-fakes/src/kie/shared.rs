//! What all parts of a running fake share.

use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use tokio::sync::Semaphore;

use super::answer::Answer;
use super::faults::{Call, FaultKind, LONGEST_WAIT};
use super::limiter::Rate;
use super::renderer::Renderer;
use super::world::World;
use crate::shared;

/// How the fake behaves.
pub(crate) struct Settings {
    pub(crate) files_url: String,
    pub(crate) renderer: Arc<dyn Renderer>,
    pub(crate) rate: Rate,
    /// The rate limit is told by the real status 429.
    pub(crate) rate_by_status: bool,
    /// Credits of failed tasks come back.
    pub(crate) returns_credits: bool,
    /// A balance that is too small is told by code 500 instead of 402.
    pub(crate) short_balance_as_500: bool,
    pub(crate) webhook_key: Option<String>,
    /// Pause before a failed callback is tried again.
    pub(crate) callback_retry: Duration,
}

/// What does not change while the fake runs, and the means to act.
pub(crate) struct Fixed {
    pub(crate) settings: Settings,
    /// For callbacks and for uploads by URL.
    pub(crate) client: reqwest::Client,
    /// Renderings at the same time.
    pub(crate) renders: Semaphore,
}

pub(crate) type Shared = shared::Shared<World, Fixed>;

impl Shared {
    /// The number of the key that a request carries.
    pub(crate) fn key(&self, headers: &HeaderMap) -> Option<usize> {
        let authorization = headers.get(AUTHORIZATION)?.to_str().ok()?;
        self.read(|world| world.accounts.find(authorization))
    }

    /// Carries a request out, or what its fault makes of it.
    pub(crate) async fn play(&self, call: Call, carry_out: impl Future<Output = Answer>) -> Answer {
        match self.update(|world| world.faults.take(call)) {
            None => carry_out.await,
            Some(FaultKind::Refuse { code, msg }) if call == Call::Upload => {
                Answer::upload_refused(200, code, &msg)
            }
            Some(FaultKind::Refuse { code, msg }) => Answer::refused(code, &msg),
            Some(FaultKind::Http(status)) => Answer::edge(status),
            Some(FaultKind::Cut) => Answer::Cut,
            Some(FaultKind::Hang) => Answer::Hang,
            Some(FaultKind::Delay(millis)) => {
                self.pause(Duration::from_millis(millis).min(LONGEST_WAIT))
                    .await;
                carry_out.await
            }
            Some(accepted) => {
                carry_out.await;
                after_accepting(&accepted)
            }
        }
    }

    /// Waits for ten minutes where no answer is to be sent; every other answer is sent at once.
    pub(crate) async fn withhold_if_told(&self, answer: &Answer) {
        if *answer == Answer::Hang {
            self.pause(LONGEST_WAIT).await;
        }
    }
}

/// What is answered although the request was carried out.
fn after_accepting(fault: &FaultKind) -> Answer {
    match fault {
        FaultKind::AcceptThenHttp(status) => Answer::edge(*status),
        FaultKind::AcceptThenHang => Answer::Hang,
        FaultKind::AcceptThenNoData => Answer::success(serde_json::json!({})),
        FaultKind::AcceptThenGarbage => Answer::garbage(),
        _ => Answer::Cut,
    }
}
