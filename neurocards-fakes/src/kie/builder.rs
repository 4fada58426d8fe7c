//! How a fake is set up.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use super::FakeKie;
use super::limiter::Rate;
use super::plan::Plan;
use super::plans::Plans;
use super::renderer::{self, Renderer};
use super::shared::Settings;

/// Settings of a fake; everything has a default.
pub struct Builder {
    setup: Setup,
}

/// What is settled when the fake starts.
pub(crate) struct Setup {
    /// The addresses of the API, of the upload host and of the file host.
    pub(crate) listen: [SocketAddr; 3],
    pub(crate) keys: Vec<String>,
    /// Credits of each key at the beginning.
    pub(crate) balance: f64,
    pub(crate) plans: Plans,
    pub(crate) settings: Settings,
    pub(crate) renders_at_once: usize,
}

impl std::fmt::Debug for Builder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Without the keys.
        f.debug_struct("Builder")
            .field("listen", &self.setup.listen)
            .finish_non_exhaustive()
    }
}

impl Default for Builder {
    fn default() -> Self {
        let settings = Settings {
            files_url: String::new(),
            renderer: renderer::usual(),
            rate: Rate::default(),
            rate_by_status: false,
            returns_credits: true,
            short_balance_as_500: false,
            webhook_key: None,
            callback_retry: Duration::from_millis(500),
        };
        let setup = Setup {
            listen: [SocketAddr::from(([127, 0, 0, 1], 0)); 3],
            keys: vec!["kie-test-key".to_owned()],
            balance: 100_000.0,
            plans: Plans::default(),
            settings,
            renders_at_once: std::thread::available_parallelism().map_or(1, usize::from),
        };
        Self { setup }
    }
}

impl Builder {
    /// Where the API listens; a free port of 127.0.0.1 by default.
    #[must_use]
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.setup.listen[0] = address;
        self
    }

    /// Where the upload host listens.
    #[must_use]
    pub fn upload_listen(mut self, address: SocketAddr) -> Self {
        self.setup.listen[1] = address;
        self
    }

    /// Where the file host listens.
    #[must_use]
    pub fn files_listen(mut self, address: SocketAddr) -> Self {
        self.setup.listen[2] = address;
        self
    }

    /// The keys that are accepted, each with an account of its own; `kie-test-key` by default.
    #[must_use]
    pub fn keys<K: Into<String>>(mut self, keys: impl IntoIterator<Item = K>) -> Self {
        self.setup.keys = keys.into_iter().map(Into::into).collect();
        self
    }

    /// Credits of each account at the beginning; 100,000 by default.
    #[must_use]
    pub fn balance(mut self, credits: f64) -> Self {
        self.setup.balance = credits;
        self
    }

    /// Where the videos come from; [`PhotoClip`](super::PhotoClip) by default.
    #[must_use]
    pub fn renderer(mut self, renderer: impl Renderer + 'static) -> Self {
        self.setup.settings.renderer = Arc::new(renderer);
        self
    }

    /// The plan for all tasks that have none of their own.
    #[must_use]
    pub fn plan(mut self, plan: Plan) -> Self {
        self.setup.plans.all(plan);
        self
    }

    /// How long tasks take, besides the rendering; 300 ms by default.
    #[must_use]
    pub fn render_time(self, span: Duration) -> Self {
        self.plan(Plan::lasting(span))
    }

    /// New tasks of an account in a while; 20 in 10 s by default, as at KIE.
    #[must_use]
    pub fn rate(mut self, count: usize, within: Duration) -> Self {
        self.setup.settings.rate = Rate { count, within };
        self
    }

    /// Tells the rate limit by the real status 429, as documented, not inside HTTP 200.
    #[must_use]
    pub fn rate_by_status(mut self) -> Self {
        self.setup.settings.rate_by_status = true;
        self
    }

    /// Keeps the credits of failed tasks, as has been reported.
    #[must_use]
    pub fn keeps_credits_of_failed_tasks(mut self) -> Self {
        self.setup.settings.returns_credits = false;
        self
    }

    /// Tells a balance that is too small by code 500 instead of 402.
    #[must_use]
    pub fn short_balance_as_500(mut self) -> Self {
        self.setup.settings.short_balance_as_500 = true;
        self
    }

    /// Signs callbacks with this key.
    #[must_use]
    pub fn webhook_key(mut self, key: &str) -> Self {
        self.setup.settings.webhook_key = Some(key.to_owned());
        self
    }

    /// Pause before a callback is tried again; 500 ms by default.
    #[must_use]
    pub fn callback_retry(mut self, pause: Duration) -> Self {
        self.setup.settings.callback_retry = pause;
        self
    }

    /// Listens and serves until stopped or dropped.
    ///
    /// # Errors
    /// If it cannot listen.
    pub async fn start(self) -> io::Result<FakeKie> {
        FakeKie::serve(self.setup).await
    }
}
