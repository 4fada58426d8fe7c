//! The bot's own name, for links to it.

use std::time::Duration;

use neurocards_adapters::telegram::client::TelegramClient;
use neurocards_adapters::telegram::errors::CallError;
use tokio::sync::OnceCell;
use tokio::time::timeout;

/// How long a turn waits for the name.
const WITHIN: Duration = Duration::from_secs(3);

/// The bot's own name: asked of Telegram when it is needed first, and known from then on.
pub(crate) struct BotName {
    client: TelegramClient,
    known: OnceCell<String>,
}

impl BotName {
    pub(crate) fn of(client: TelegramClient) -> Self {
        Self {
            client,
            known: OnceCell::new(),
        }
    }

    /// The name without `@`; `None` while Telegram does not tell it.
    pub(crate) async fn get(&self) -> Option<String> {
        match timeout(WITHIN, self.known.get_or_try_init(|| self.ask())).await {
            Ok(Ok(name)) => Some(name.clone()),
            Ok(Err(error)) => {
                tracing::warn!(%error, "the bot's name is not known yet");
                None
            }
            Err(_) => None,
        }
    }

    async fn ask(&self) -> Result<String, CallError> {
        Ok(self.client.get_me().await?.username)
    }
}
