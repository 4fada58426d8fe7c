//! The one place that makes HTTP clients, so that every one of them has deadlines, one ordinary
//! `User-Agent`, one TLS provider and no redirects, and so that no error names a URL.

mod body;
mod fault;

pub use body::read_bounded;
pub use fault::HttpFault;

use std::sync::Once;
use std::time::Duration;

use reqwest::{Client, ClientBuilder, redirect};

/// The `User-Agent` of every request. KIE's edge refuses absent and odd ones.
pub const USER_AGENT: &str = concat!("neurocards/", env!("CARGO_PKG_VERSION"));

/// How long a client waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// For a connection, TLS included.
    pub connect: Duration,
    /// For the next piece of an answer.
    pub read: Duration,
    /// For the whole exchange, body included.
    pub total: Duration,
}

impl Deadlines {
    /// Deadlines for an exchange that may take `total` in all: at most 10 s of it to connect, at
    /// most 60 s between two pieces.
    pub fn within(total: Duration) -> Self {
        Self {
            connect: total.min(Duration::from_secs(10)),
            read: total.min(Duration::from_mins(1)),
            total,
        }
    }
}

/// A client with these deadlines that follows no redirects.
pub fn client(deadlines: Deadlines) -> Result<Client, HttpFault> {
    builder(deadlines).build().map_err(HttpFault::of)
}

/// The same, for callers that must set more.
pub fn builder(deadlines: Deadlines) -> ClientBuilder {
    install_tls_provider();
    Client::builder()
        .user_agent(USER_AGENT)
        .redirect(redirect::Policy::none())
        .referer(false)
        .connect_timeout(deadlines.connect)
        .read_timeout(deadlines.read)
        .timeout(deadlines.total)
        .pool_idle_timeout(Duration::from_mins(1))
}

/// Makes `ring` the TLS provider of this process, once. Clients of other crates need it as well.
pub fn install_tls_provider() {
    static INSTALL: Once = Once::new();
    INSTALL.call_once(|| {
        // An error means that the embedding program has chosen a provider: that one serves.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}
