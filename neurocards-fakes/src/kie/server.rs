//! Starts and stops the three hosts.

use std::io;
use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::accounts::Accounts;
use super::builder::Setup;
use super::handle::KieHandle;
use super::shared::{Settings, Shared};
use super::world::World;
use super::{Builder, api, file_host, upload_host};

/// How long a stop waits for requests in progress.
const STOP_WITHIN: Duration = Duration::from_secs(5);

/// A running fake on three addresses; dropping it stops it.
pub struct FakeKie {
    handle: KieHandle,
    api: SocketAddr,
    upload: SocketAddr,
    files: SocketAddr,
    keys: Vec<String>,
    serving: JoinSet<io::Result<()>>,
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
        let shared = Arc::new(Shared::new(
            World::new(accounts, setup.plans),
            Settings {
                files_url: url(files_at),
                ..setup.settings
            },
            client().map_err(io::Error::other)?,
            setup.renders_at_once,
        ));
        let mut fake = Self {
            handle: KieHandle::new(shared.clone()),
            api: api.local_addr()?,
            upload: upload.local_addr()?,
            files: files_at,
            keys: setup.keys,
            serving: JoinSet::new(),
        };
        fake.add(api, api::router(shared.clone()), &shared);
        fake.add(upload, upload_host::router(shared.clone()), &shared);
        fake.add(files, file_host::router(shared.clone()), &shared);
        Ok(fake)
    }

    fn add(&mut self, listener: TcpListener, router: Router, shared: &Shared) {
        let stop = shared.stop.clone().cancelled_owned();
        let serve = axum::serve(listener, router).with_graceful_shutdown(stop);
        self.serving.spawn(serve.into_future());
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
    pub async fn stop(mut self) {
        self.handle.shut_down();
        let all = async { while self.serving.join_next().await.is_some() {} };
        // What is still in progress after that is cut off by the drop.
        let _ = tokio::time::timeout(STOP_WITHIN, all).await;
    }
}

impl Deref for FakeKie {
    type Target = KieHandle;

    fn deref(&self) -> &KieHandle {
        &self.handle
    }
}

impl Drop for FakeKie {
    fn drop(&mut self) {
        self.handle.shut_down();
    }
}

fn url(address: SocketAddr) -> String {
    format!("http://{address}")
}

/// For callbacks and for uploads by URL, over http:// on this machine.
fn client() -> Result<reqwest::Client, reqwest::Error> {
    // The client wants a TLS provider although none is used; somebody may have set one before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        // Reading the machine's certificates takes longer than all the rest of the start.
        .tls_certs_only([])
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
}
