//! How every fake serves: listeners with their routes, until the one signal to stop.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// How long a stop waits for requests in progress.
const STOP_WITHIN: Duration = Duration::from_secs(5);

/// The servers of one fake; dropping them stops them.
#[derive(Debug)]
pub(crate) struct Servers {
    stop: CancellationToken,
    serving: JoinSet<io::Result<()>>,
}

impl Servers {
    pub(crate) fn new(stop: CancellationToken) -> Self {
        Self {
            stop,
            serving: JoinSet::new(),
        }
    }

    /// Serves `router` at a listener from now on.
    pub(crate) fn add(&mut self, listener: TcpListener, router: Router) {
        let stop = self.stop.clone().cancelled_owned();
        let serve = axum::serve(listener, router).with_graceful_shutdown(stop);
        self.serving.spawn(serve.into_future());
    }

    /// Stops, and waits up to 5 s for requests in progress.
    pub(crate) async fn stop(mut self) {
        self.stop.cancel();
        let all = async { while self.serving.join_next().await.is_some() {} };
        // What is still in progress after that is cut off by the drop.
        let _ = tokio::time::timeout(STOP_WITHIN, all).await;
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// The base address of a server, without a slash at the end.
pub(crate) fn url(address: SocketAddr) -> String {
    format!("http://{address}")
}

/// A client for what a fake itself sends over `http://`: callbacks, and pushes to a webhook.
pub(crate) fn client() -> reqwest::Result<reqwest::Client> {
    // The client wants a TLS provider although none is used; somebody may have set one before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        // Reading the machine's certificates takes longer than all the rest of the start.
        .tls_certs_only([])
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
}

/// Waits until the process is told to stop, by SIGINT or SIGTERM.
///
/// # Errors
/// If the process cannot listen to signals.
pub async fn stop_signal() -> io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}
