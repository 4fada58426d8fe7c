//! Starts and stops the fake, alone or inside somebody else's router.

use std::io;
use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;

use super::clock::Clock;
use super::handle::TelegramHandle;
use super::payments::Provider;
use super::profile::Profile;
use super::shared::{Fixed, Pace, Shared};
use super::world::World;
use super::{background, bot_api, human};
use crate::control::index;
use crate::serving::{self, Servers};

/// How the fake is set up; everything has a default.
#[derive(Clone)]
pub struct Builder {
    listen: SocketAddr,
    token: String,
    username: String,
    clock: Clock,
    pace: Pace,
    provider: Provider,
}

impl std::fmt::Debug for Builder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Without the tokens.
        f.debug_struct("Builder")
            .field("listen", &self.listen)
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            token: "42:TEST".to_owned(),
            username: "neurocards_test_bot".to_owned(),
            clock: Clock::default(),
            provider: Provider::default(),
            pace: Pace {
                pre_checkout: Duration::from_secs(10),
                webhook_retry: Duration::from_secs(2),
            },
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

    /// The only bot token that is accepted; `42:TEST` by default. The digits are the bot's id.
    #[must_use]
    pub fn token(mut self, token: &str) -> Self {
        token.clone_into(&mut self.token);
        self
    }

    /// The bot's username without `@`.
    #[must_use]
    pub fn bot_username(mut self, username: &str) -> Self {
        username.clone_into(&mut self.username);
        self
    }

    /// The token of the payment provider that the bot is connected to; none by default, so that
    /// roubles are refused as `PAYMENT_PROVIDER_INVALID`.
    #[must_use]
    pub fn provider_token(mut self, token: &str) -> Self {
        self.provider = Provider(Some(token.to_owned()));
        self
    }

    /// A calendar that stands at `unix_secs` until it is moved; the machine's by default.
    #[must_use]
    pub fn clock_at(mut self, unix_secs: i64) -> Self {
        self.clock = Clock::fixed(unix_secs);
        self
    }

    /// How long a payment waits for the bot's word; 10 s by default, as in Telegram.
    #[must_use]
    pub fn pre_checkout_within(mut self, span: Duration) -> Self {
        self.pace.pre_checkout = span;
        self
    }

    /// First pause before a failed webhook push is repeated; 2 s by default, as in Telegram.
    #[must_use]
    pub fn webhook_retry(mut self, pause: Duration) -> Self {
        self.pace.webhook_retry = pause;
        self
    }

    /// Everything but the listening: the routes to mount elsewhere, and the handle.
    ///
    /// Must be called inside a tokio runtime: its tasks start here. They end with
    /// [`TelegramHandle::shut_down`].
    pub fn build(self) -> (Router, TelegramHandle) {
        let bot_id = self
            .token
            .split(':')
            .next()
            .and_then(|id| id.parse().ok())
            .unwrap_or(42);
        let mut world = World::new(Profile::new(bot_id, self.username), self.clock);
        world.payments.provider = self.provider;
        let fixed = Fixed {
            token: self.token,
            pace: self.pace,
        };
        let shared = Arc::new(Shared::new(world, fixed));
        let handle = TelegramHandle {
            shared: shared.clone(),
        };
        tokio::spawn(background::release_late_updates(shared.clone()));
        if let Ok(client) = serving::client() {
            tokio::spawn(background::push_updates(shared.clone(), client));
        }
        let router = bot_api::router(shared).merge(human::http::router(handle.clone()));
        (router, handle)
    }

    /// Listens and serves until stopped or dropped.
    pub async fn start(self) -> io::Result<FakeTelegram> {
        let listener = TcpListener::bind(self.listen).await?;
        let address = listener.local_addr()?;
        let token = self.token.clone();
        let (router, handle) = self.build();
        let mut servers = Servers::new(handle.shared.stop.clone());
        servers.add(listener, router.merge(index(&human::http::control_table())));
        Ok(FakeTelegram {
            handle,
            address,
            token,
            servers,
        })
    }
}

/// A running fake; dropping it stops it.
pub struct FakeTelegram {
    handle: TelegramHandle,
    address: SocketAddr,
    token: String,
    servers: Servers,
}

impl std::fmt::Debug for FakeTelegram {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FakeTelegram")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl FakeTelegram {
    /// A fake on a free port of 127.0.0.1.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// A fake with settings of its own.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The base address for the bot's client, without a slash at the end.
    pub fn url(&self) -> String {
        serving::url(self.address)
    }

    /// The address that it listens on; the control interface is there too.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The token that it accepts.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// A handle that can be cloned and outlives the server.
    pub fn handle(&self) -> TelegramHandle {
        self.handle.clone()
    }

    /// Stops, and waits up to 5 s for requests in progress.
    pub async fn stop(self) {
        self.servers.stop().await;
    }
}

impl Deref for FakeTelegram {
    type Target = TelegramHandle;

    fn deref(&self) -> &TelegramHandle {
        &self.handle
    }
}
