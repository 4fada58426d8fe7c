//! Whether a program can do what it is there for, as its parts tell.
//!
//! Parts are looked at every few seconds, however often somebody asks: a question costs neither the
//! database nor the media store anything. What is told to whoever asks names a part and says in fixed
//! words what it lacks; the error behind it is in the log, once.

mod part;

pub use part::NotReady;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use neurocards_core::chat::alarm::{Severity, StoredAlarm};
use neurocards_core::page::Page;
use neurocards_core::ports::{Alarms, Users};

use crate::shutdown::Shutdown;
use part::Part;

/// How often the database is written to.
const DATABASE_EVERY: Duration = Duration::from_secs(3);
/// How often the media store keeps a file.
#[cfg(feature = "media")]
const MEDIA_EVERY: Duration = Duration::from_secs(10);

/// The parts of a program that must work. Clones share what is known of them.
#[derive(Clone, Default)]
pub struct Readiness {
    parts: Vec<Arc<Part>>,
}

impl Readiness {
    /// A program without parts, which is ready.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more part, that `probe` looks at every so often and within two seconds.
    #[must_use]
    pub fn part<F>(
        mut self,
        name: &'static str,
        every: Duration,
        probe: impl Fn() -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<(), NotReady>> + Send + 'static,
    {
        self.parts.push(Arc::new(Part::new(name, every, probe)));
        self
    }

    /// With the database: it must answer and take a write.
    #[must_use]
    pub fn database(self, users: Arc<dyn Users>) -> Self {
        self.part("database", DATABASE_EVERY, move || {
            let users = users.clone();
            async move {
                let written = users.ping().await;
                written.map_err(|error| NotReady::because("takes no writes", error))
            }
        })
    }

    /// With the media store: it must keep a file, give it back and remove it. `whose` is the unique
    /// name of the process: two of them must not remove each other's file.
    #[cfg(feature = "media")]
    #[must_use]
    pub fn media(
        self,
        media: Arc<dyn neurocards_core::ports::MediaStore>,
        whose: &neurocards_core::ids::WorkerId,
    ) -> Self {
        let whose = whose.clone();
        self.part("media store", MEDIA_EVERY, move || {
            let (media, whose) = (media.clone(), whose.clone());
            async move {
                let kept = crate::media::probe(&*media, &whose).await;
                kept.map_err(|error| NotReady::because("keeps nothing", error))
            }
        })
    }

    /// With the alarms: none of the gravest may stand.
    #[must_use]
    pub fn alarms(self, alarms: Arc<dyn Alarms>) -> Self {
        let gravest = Page {
            offset: 0,
            limit: 1,
        };
        self.part("alarms", DATABASE_EVERY, move || {
            let alarms = alarms.clone();
            async move {
                let standing = alarms.standing(gravest).await;
                let standing =
                    standing.map_err(|error| NotReady::because("cannot be asked for", error))?;
                let is_grave = |alarm: &StoredAlarm| alarm.severity == Severity::Critical;
                if standing.iter().any(is_grave) {
                    return Err(NotReady::told("say that nothing new can be made"));
                }
                Ok(())
            }
        })
    }

    /// Looks at every part again and again, until `shutdown`.
    pub async fn watch(&self, shutdown: &Shutdown) {
        let watched = self.parts.iter().map(|part| part.watch());
        shutdown
            .unless_stopping(futures::future::join_all(watched))
            .await;
    }

    /// What is not ready, a line each; empty when all is.
    pub fn lacks(&self) -> Vec<String> {
        self.parts.iter().filter_map(|part| part.lacks()).collect()
    }

    /// `GET /healthz`, which says that the program runs, and `GET /readyz`.
    pub fn routes(&self) -> Router {
        let readiness = self.clone();
        Router::new()
            .route("/healthz", get(async || "ok\n"))
            .route("/readyz", get(async move || readiness.answer()))
    }

    fn answer(&self) -> (StatusCode, String) {
        let lacks = self.lacks();
        if lacks.is_empty() {
            return (StatusCode::OK, "ready\n".to_owned());
        }
        let text = format!("not ready\n{}\n", lacks.join("\n"));
        (StatusCode::SERVICE_UNAVAILABLE, text)
    }
}
