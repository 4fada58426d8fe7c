//! Requests that nobody answers. Once one has arrived, the time to wait for its answer is over, so
//! that no deadline has to be short.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time;
use wiremock::{Request, Respond, ResponseTemplate};

/// Longer than any client waits.
const TOO_LONG: Duration = Duration::from_hours(1);

/// A server that never answers: it moves the clock of the test past every deadline.
#[derive(Clone)]
pub(crate) struct Silence {
    asked: Arc<Notify>,
}

impl Silence {
    /// Moves the time of this test on whenever a server has been asked.
    pub(crate) fn begin() -> Self {
        let asked = Arc::<Notify>::default();
        let silence = Self {
            asked: asked.clone(),
        };
        tokio::spawn(async move {
            loop {
                asked.notified().await;
                time::pause();
                time::advance(TOO_LONG).await;
                time::resume();
            }
        });
        silence
    }

    /// The request has arrived.
    pub(crate) fn asked(&self) {
        self.asked.notify_one();
    }
}

impl Respond for Silence {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        self.asked();
        ResponseTemplate::new(200).set_delay(TOO_LONG)
    }
}
