//! The HTTP side of a program: short requests, bounded in number, size and time, whoever sends them.
//!
//! A connection that brings no request gives way to a newer one, so that thousands of them keep
//! nobody out and take no file descriptors from the rest of the process.

mod connections;

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;

use crate::settings::SettingsError;
use crate::shutdown::Shutdown;
use connections::Connections;

/// The pause after the system gave no connection, for want of descriptors or memory.
const PAUSE: Duration = Duration::from_millis(100);

/// Listens at `address`, which is the value of the variable `name`.
pub async fn bind(name: &'static str, address: SocketAddr) -> Result<TcpListener, SettingsError> {
    let bound = TcpListener::bind(address).await;
    let listener = bound.map_err(|error| SettingsError::Refused {
        name,
        why: format!("cannot listen at {address}: {error}"),
    })?;
    tracing::info!(%address, "listening");
    Ok(listener)
}

/// Serves until `shutdown`, and requests in hand for at most `drain_for` after it.
pub async fn serve(
    listener: TcpListener,
    routes: Router,
    shutdown: &Shutdown,
    drain_for: Duration,
) {
    let mut connections = Connections::of(routes, shutdown.clone());
    let accepting = async {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => connections.take(stream),
                Err(error) if is_of_one_connection(&error) => {}
                Err(error) => {
                    tracing::warn!(%error, "no connection can be taken just now");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    };
    shutdown.unless_stopping(accepting).await;
    drop(listener);
    tokio::select! {
        () = connections.finish() => {}
        () = tokio::time::sleep(drain_for) => {}
        () = shutdown.aborting() => {}
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}
