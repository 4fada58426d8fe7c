//! Serving the chat page until a signal.

use std::io;
use std::time::Duration;

use neurocards_adapters::shutdown::Shutdown;
use neurocards_fakes::telegram::User;
use thiserror::Error;
use tokio::net::TcpListener;

use crate::args::ServeArgs;
use crate::page::{self, PageState};
use crate::sandbox::{Sandbox, SandboxError, SandboxOptions};

/// How long open connections may last after the signal.
const CLOSE_WITHIN: Duration = Duration::from_secs(2);

/// Why the page is not served.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The address cannot be listened at.
    #[error("cannot listen at {address}: {source}; choose another with --listen ADDRESS")]
    Listen {
        /// The address that was asked for.
        address: std::net::SocketAddr,
        /// Why the system refuses it.
        source: io::Error,
    },
    /// The sandbox could not be opened.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// The server broke.
    #[error("the page broke off: {0}")]
    Broken(#[from] io::Error),
}

impl ServeError {
    /// Whether other options would help.
    pub fn is_about_input(&self) -> bool {
        match self {
            Self::Listen { .. } => true,
            Self::Sandbox(error) => error.is_about_input(),
            Self::Broken(_) => false,
        }
    }
}

/// Serves the page until SIGINT or SIGTERM.
pub async fn serve(args: &ServeArgs) -> Result<(), ServeError> {
    let address = args.listen;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|source| ServeError::Listen { address, source })?;
    let address = listener.local_addr()?;
    let shutdown = Shutdown::on_signals()?;
    let sandbox = SandboxOptions {
        data: args.data.clone(),
        page: Some(address),
    }
    .open()
    .await?;
    sandbox.telegram.add_user(User::new(1_001, "Анна", "ru"));
    sandbox.telegram.add_user(User::new(1_002, "Emma", "en"));
    let state = page_state(&sandbox, &shutdown);
    let stages = shutdown.clone();
    let page = axum::serve(listener, page::router(state, sandbox.telegram_routes()))
        .with_graceful_shutdown(async move { stages.stopping().await });
    println!("Open http://{address}/ in a browser. Ctrl-C stops.");
    let ended = tokio::select! {
        ended = page => ended,
        () = too_long(&shutdown) => Ok(()),
    };
    sandbox.close().await;
    Ok(ended?)
}

fn page_state(sandbox: &Sandbox, shutdown: &Shutdown) -> PageState {
    PageState {
        session: sandbox.session.clone(),
        telegram: sandbox.telegram.clone(),
        stores: sandbox.stores.clone(),
        world: sandbox.world.clone(),
        faults: sandbox.faults.clone(),
        stop: shutdown.clone(),
    }
}

async fn too_long(shutdown: &Shutdown) {
    shutdown.stopping().await;
    tokio::time::sleep(CLOSE_WITHIN).await;
}
