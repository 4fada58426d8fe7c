//! A server on a free port of this machine.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use url::Url;

/// How long open connections may last after a stop.
const STOP_WITHIN: Duration = Duration::from_secs(1);

/// A running server; it ends with [`Loopback::stop`].
#[derive(Debug)]
pub(crate) struct Loopback {
    address: SocketAddr,
    stop: CancellationToken,
    served: JoinHandle<io::Result<()>>,
}

impl Loopback {
    /// Serves `routes` at 127.0.0.1.
    pub(crate) async fn serve(routes: Router) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        let served = tokio::spawn(async move {
            axum::serve(listener, routes)
                .with_graceful_shutdown(stopped)
                .await
        });
        Ok(Self {
            address,
            stop,
            served,
        })
    }

    /// Its address as the base of others.
    pub(crate) fn url(&self) -> Result<Url, url::ParseError> {
        Url::parse(&format!("http://{}/", self.address))
    }

    /// Takes no more connections, and cuts those that do not end.
    pub(crate) async fn stop(mut self) {
        self.stop.cancel();
        if tokio::time::timeout(STOP_WITHIN, &mut self.served)
            .await
            .is_err()
        {
            self.served.abort();
        }
    }
}
