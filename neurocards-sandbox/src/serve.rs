//! Serving the chat page until a signal.

use std::io;
use std::time::Duration;

use neurocards_adapters::shutdown::Shutdown;
use neurocards_fakes::telegram::User;
use thiserror::Error;
use tokio::net::TcpListener;

use crate::args::ServeArgs;
use crate::house::{House, HouseError, OpenHouse};
use crate::page::{self, PageState};

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
    /// The house could not be opened.
    #[error(transparent)]
    House(#[from] HouseError),
    /// The server broke.
    #[error("the page broke off: {0}")]
    Broken(#[from] io::Error),
}

impl ServeError {
    /// Whether other options would help.
    pub fn is_about_input(&self) -> bool {
        match self {
            Self::Listen { .. } => true,
            Self::House(error) => error.is_about_input(),
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
    let house = OpenHouse {
        data: args.data.clone(),
        page: Some(address),
    }
    .open()
    .await?;
    house.telegram.add_user(User::new(1_001, "Анна", "ru"));
    house.telegram.add_user(User::new(1_002, "Emma", "en"));
    let state = page_state(&house, &shutdown);
    let page = axum::serve(listener, page::router(state, house.telegram_routes()))
        .with_graceful_shutdown(shutdown.token().cancelled_owned());
    println!("Open http://{address}/ in a browser. Ctrl-C stops.");
    let ended = tokio::select! {
        ended = page => ended,
        () = too_long(&shutdown) => Ok(()),
    };
    house.close().await;
    Ok(ended?)
}

fn page_state(house: &House, shutdown: &Shutdown) -> PageState {
    PageState {
        session: house.session.clone(),
        telegram: house.telegram.clone(),
        stores: house.stores.clone(),
        world: house.world.clone(),
        faults: house.faults.clone(),
        stop: shutdown.token(),
    }
}

async fn too_long(shutdown: &Shutdown) {
    shutdown.stopping().await;
    tokio::time::sleep(CLOSE_WITHIN).await;
}
