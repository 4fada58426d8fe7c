use std::io;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool};
use sqlx::{ConnectOptions, Connection, Error};
use thiserror::Error;
use tokio::time::timeout;

/// How long a server is asked why the pool has no connection to lend.
const ASKED_WITHIN: Duration = Duration::from_secs(1);

/// Why there is no connection to a server. Says where it was looked for, and no password.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no connection to {place}: {why}")]
pub(super) struct NoConnection {
    /// Host and port, or the path of a socket.
    place: String,
    why: String,
}

impl NoConnection {
    /// What the pool says, or what stands behind "timed out".
    pub(super) async fn of(pool: &PgPool, error: Error) -> Self {
        let server = pool.connect_options();
        let why = match error {
            Error::PoolTimedOut => ask(&server).await,
            error => reason(&error),
        };
        let place = place(&server);
        Self { place, why }
    }
}

impl From<NoConnection> for Error {
    fn from(error: NoConnection) -> Self {
        Self::Io(io::Error::other(error))
    }
}

/// Tries once more, for the sake of the error.
async fn ask(server: &PgConnectOptions) -> String {
    match timeout(ASKED_WITHIN, server.connect()).await {
        Ok(Ok(connection)) => {
            let _ = connection.close().await;
            "all of our connections are in use".to_owned()
        }
        Ok(Err(error)) => reason(&error),
        Err(_) => "no answer".to_owned(),
    }
}

fn reason(error: &Error) -> String {
    match error {
        Error::Io(error) => error.to_string(),
        Error::Database(refused) if refused.message().contains("startup parameter") => {
            let said = refused.message();
            format!("{said} (behind a pooler, set DATABASE_POOLER=transaction)")
        }
        Error::Database(refused) => refused.message().to_owned(),
        error => error.to_string(),
    }
}

fn place(server: &PgConnectOptions) -> String {
    match server.get_socket() {
        Some(path) => path.display().to_string(),
        None => format!("{}:{}", server.get_host(), server.get_port()),
    }
}
