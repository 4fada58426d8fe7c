//! Starts and stops the fake, alone or inside somebody else's router.

use std::io;
use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::handle::{OpenAiHandle, Shared};
use super::models::DEFAULT_MODELS;
use super::{control, http};

/// How long a stop waits for requests in progress.
const STOP_WITHIN: Duration = Duration::from_secs(5);

/// How the fake is set up; everything has a default.
#[derive(Clone)]
pub struct Builder {
    listen: SocketAddr,
    key: String,
    models: Vec<String>,
}

impl std::fmt::Debug for Builder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Without the key.
        f.debug_struct("Builder")
            .field("listen", &self.listen)
            .field("models", &self.models)
            .finish_non_exhaustive()
    }
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            key: "sk-test".to_owned(),
            models: DEFAULT_MODELS.map(str::to_owned).to_vec(),
        }
    }
}

impl Builder {
    /// Where to listen; 127.0.0.1 with a free port by default.
    #[must_use]
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// The only key that is accepted; `sk-test` by default.
    #[must_use]
    pub fn key(mut self, key: &str) -> Self {
        key.clone_into(&mut self.key);
        self
    }

    /// The only models that are known; [`DEFAULT_MODELS`] by default.
    #[must_use]
    pub fn models<M: Into<String>>(mut self, models: impl IntoIterator<Item = M>) -> Self {
        self.models = models.into_iter().map(Into::into).collect();
        self
    }

    /// Everything but the listening: the routes to mount elsewhere, and the handle.
    pub fn build(self) -> (Router, OpenAiHandle) {
        let shared = Arc::new(Shared::new(self.key, self.models));
        let handle = OpenAiHandle {
            shared: shared.clone(),
        };
        let router = http::router(shared).merge(control::router(handle.clone()));
        (router, handle)
    }

    /// Listens and serves until stopped or dropped.
    pub async fn start(self) -> io::Result<FakeOpenAi> {
        let listener = TcpListener::bind(self.listen).await?;
        let address = listener.local_addr()?;
        let key = self.key.clone();
        let (router, handle) = self.build();
        let stop = handle.shared.stop.clone();
        let served = tokio::spawn(async move {
            axum::serve(listener, router)
                .with_graceful_shutdown(stop.cancelled_owned())
                .await
        });
        Ok(FakeOpenAi {
            handle,
            address,
            key,
            served: Some(served),
        })
    }
}

impl OpenAiHandle {
    /// Ends delayed calls and the server. The ledger can still be looked at.
    pub fn shut_down(&self) {
        self.shared.stop.cancel();
    }
}

/// A running fake; dropping it stops it.
pub struct FakeOpenAi {
    handle: OpenAiHandle,
    address: SocketAddr,
    key: String,
    served: Option<JoinHandle<io::Result<()>>>,
}

impl std::fmt::Debug for FakeOpenAi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FakeOpenAi")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl FakeOpenAi {
    /// A fake on a free port of 127.0.0.1.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// A fake with settings of its own.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The base address for a client: it ends in `/v1`.
    pub fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Where it listens; `/_control` is there too.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The key that it accepts.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// A handle that can be cloned and outlives the server.
    pub fn handle(&self) -> OpenAiHandle {
        self.handle.clone()
    }

    /// Stops, and waits up to 5 s for requests in progress.
    pub async fn stop(mut self) {
        self.handle.shut_down();
        if let Some(mut served) = self.served.take()
            && tokio::time::timeout(STOP_WITHIN, &mut served)
                .await
                .is_err()
        {
            served.abort();
        }
    }
}

impl Deref for FakeOpenAi {
    type Target = OpenAiHandle;

    fn deref(&self) -> &OpenAiHandle {
        &self.handle
    }
}

impl Drop for FakeOpenAi {
    fn drop(&mut self) {
        self.handle.shut_down();
    }
}
