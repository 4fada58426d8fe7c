//! What all parts of a running fake share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use tokio::sync::{Semaphore, watch};
use tokio_util::sync::CancellationToken;

use super::answer::Answer;
use super::faults::{Call, Fault, MAX_HANG};
use super::limiter::Rate;
use super::renderer::Renderer;
use super::world::World;

/// What does not change while the fake runs.
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
    /// How long the receiver of a callback may take.
    pub(crate) callback_deadline: Duration,
    pub(crate) results_live: Duration,
    pub(crate) uploads_live: Duration,
}

/// The world, and the means to act in it.
pub(crate) struct Shared {
    world: Mutex<World>,
    /// Counts changes, for those who wait for one.
    changes: watch::Sender<u64>,
    pub(crate) settings: Settings,
    /// For callbacks and for uploads by URL.
    pub(crate) client: reqwest::Client,
    /// Renderings at the same time.
    pub(crate) renders: Semaphore,
    /// Cancelled when the servers stop.
    pub(crate) stop: CancellationToken,
}

impl Shared {
    pub(crate) fn new(
        world: World,
        settings: Settings,
        client: reqwest::Client,
        renders_at_once: usize,
    ) -> Self {
        Self {
            world: Mutex::new(world),
            changes: watch::Sender::new(0),
            settings,
            client,
            renders: Semaphore::new(renders_at_once),
            stop: CancellationToken::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, World> {
        // After a panic of another caller the world is still worth looking at in a failed test.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks without waking anybody.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.lock())
    }

    /// Changes the world and wakes everybody who waits for a change.
    pub(crate) fn update<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let result = change(&mut self.lock());
        self.changes
            .send_modify(|count| *count = count.wrapping_add(1));
        result
    }

    /// Waits until the world is so, or the fake stops: then false.
    pub(crate) async fn until(&self, mut is_so: impl FnMut(&World) -> bool) -> bool {
        let mut changes = self.changes.subscribe();
        loop {
            changes.borrow_and_update();
            if self.read(&mut is_so) {
                return true;
            }
            tokio::select! {
                () = self.stop.cancelled() => return false,
                next = changes.changed() => if next.is_err() {
                    return false;
                }
            }
        }
    }

    /// Waits this long, or until the fake stops: then false.
    pub(crate) async fn pause(&self, span: Duration) -> bool {
        tokio::select! {
            () = self.stop.cancelled() => false,
            () = tokio::time::sleep(span) => true,
        }
    }

    /// The number of the key that a request carries.
    pub(crate) fn key(&self, headers: &HeaderMap) -> Option<usize> {
        let authorization = headers.get(AUTHORIZATION)?.to_str().ok()?;
        self.read(|world| world.accounts.find(authorization))
    }

    /// Carries a request out, or what its fault makes of it.
    pub(crate) async fn play(&self, call: Call, carry_out: impl Future<Output = Answer>) -> Answer {
        match self.update(|world| world.faults.take(call)) {
            None => carry_out.await,
            Some(Fault::Refuse { code, msg }) if call == Call::Upload => {
                Answer::upload_refused(200, code, &msg)
            }
            Some(Fault::Refuse { code, msg }) => Answer::refused(code, &msg),
            Some(Fault::Http(status)) => Answer::edge(status),
            Some(Fault::Cut) => Answer::Cut,
            Some(Fault::Hang) => Answer::Hang,
            Some(Fault::Delay(millis)) => {
                self.pause(Duration::from_millis(millis).min(MAX_HANG))
                    .await;
                carry_out.await
            }
            Some(accepted) => {
                carry_out.await;
                after_accepting(&accepted)
            }
        }
    }

    /// Waits as long as an answer hangs; the others are sent at once.
    pub(crate) async fn hang_if_told(&self, answer: &Answer) {
        if *answer == Answer::Hang {
            self.pause(MAX_HANG).await;
        }
    }
}

/// What is answered although the request was carried out.
fn after_accepting(fault: &Fault) -> Answer {
    match fault {
        Fault::AcceptThenHttp(status) => Answer::edge(*status),
        Fault::AcceptThenHang => Answer::Hang,
        Fault::AcceptThenNoData => Answer::success(serde_json::json!({})),
        Fault::AcceptThenGarbage => Answer::garbage(),
        _ => Answer::Cut,
    }
}
