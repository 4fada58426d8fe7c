//! Starts and stops the three hosts.

use std::io;
use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use super::accounts::Accounts;
use super::builder::Setup;
use super::handle::KieHandle;
use super::shared::{Fixed, Settings, Shared};
use super::world::World;
use super::{Builder, api, file_host, upload_host};
use crate::serving::{Servers, client, url};

/// A running fake on three addresses; dropping it stops it.
pub struct FakeKie {
    handle: KieHandle,
    api: SocketAddr,
    upload: SocketAddr,
    files: SocketAddr,
    keys: Vec<String>,
    servers: Servers,
}

impl std::fmt::Debug for FakeKie {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Without the keys.
        f.debug_struct("FakeKie")
            .field("api", &self.api)
            .field("upload", &self.upload)
            .field("files", &self.files)
            .finish_non_exhaustive()
    }
}

impl FakeKie {
    /// A fake with all defaults, on free ports of 127.0.0.1.
    ///
    /// # Errors
    /// If it cannot listen.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// A fake with settings of its own.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) async fn serve(setup: Setup) -> io::Result<Self> {
        let [api, upload, files] = setup.listen;
        let api = TcpListener::bind(api).await?;
        let upload = TcpListener::bind(upload).await?;
        let files = TcpListener::bind(files).await?;
        let files_at = files.local_addr()?;
        let mut accounts = Accounts::default();
        for key in &setup.keys {
            accounts.add(key, setup.balance);
        }
        let fixed = Fixed {
            settings: Settings {
                files_url: url(files_at),
                ..setup.settings
            },
            client: client().map_err(io::Error::other)?,
            renders: Semaphore::new(setup.renders_at_once),
        };
        let shared = Arc::new(Shared::new(World::new(accounts, setup.plans), fixed));
        let (api_at, upload_at) = (api.local_addr()?, upload.local_addr()?);
        let mut servers = Servers::new(shared.stop.clone());
        servers.add(api, api::router(shared.clone()));
        servers.add(upload, upload_host::router(shared.clone()));
        servers.add(files, file_host::router(shared.clone()));
        Ok(Self {
            handle: KieHandle::new(shared),
            api: api_at,
            upload: upload_at,
            files: files_at,
            keys: setup.keys,
            servers,
        })
    }

    /// Base of the API, as `https://api.kie.ai` is, without a slash at the end.
    pub fn api_url(&self) -> String {
        url(self.api)
    }

    /// Base of the upload host, as `https://kieai.redpandaai.co` is.
    pub fn upload_url(&self) -> String {
        url(self.upload)
    }

    /// Base of the host that uploads and results are read from.
    pub fn files_url(&self) -> String {
        url(self.files)
    }

    /// The first key that is accepted.
    pub fn key(&self) -> &str {
        self.keys.first().map_or("", String::as_str)
    }

    /// All keys that are accepted.
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    /// A handle that can be cloned and outlives the servers.
    pub fn handle(&self) -> KieHandle {
        self.handle.clone()
    }

    /// Stops, and waits up to 5 s for requests in progress.
    pub async fn stop(self) {
        self.servers.stop().await;
    }
}

impl Deref for FakeKie {
    type Target = KieHandle;

    fn deref(&self) -> &KieHandle {
        &self.handle
    }
}
