//! Starts and stops the fake, alone or inside somebody else's router.

use std::io;
use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;

use super::handle::{Fixed, OpenAiHandle, Shared, World};
use super::models::DEFAULT_MODELS;
use super::{control, http};
use crate::control::index;
use crate::serving::{self, Servers};

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
        let fixed = Fixed {
            key: self.key,
            models: self.models,
        };
        let shared = Arc::new(Shared::new(World::default(), fixed));
        let handle = OpenAiHandle {
            shared: shared.clone(),
        };
        let router = http::router(shared).merge(control::control().into_router(handle.clone()));
        (router, handle)
    }

    /// Listens and serves until stopped or dropped.
    pub async fn start(self) -> io::Result<FakeOpenAi> {
        let listener = TcpListener::bind(self.listen).await?;
        let address = listener.local_addr()?;
        let key = self.key.clone();
        let (router, handle) = self.build();
        let mut servers = Servers::new(handle.shared.stop.clone());
        servers.add(listener, router.merge(index(&control::control_table())));
        Ok(FakeOpenAi {
            handle,
            address,
            key,
            servers,
        })
    }
}

/// A running fake; dropping it stops it.
pub struct FakeOpenAi {
    handle: OpenAiHandle,
    address: SocketAddr,
    key: String,
    servers: Servers,
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
        format!("{}/v1", serving::url(self.address))
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
    pub async fn stop(self) {
        self.servers.stop().await;
    }
}

impl Deref for FakeOpenAi {
    type Target = OpenAiHandle;

    fn deref(&self) -> &OpenAiHandle {
        &self.handle
    }
}
