//! What is told to Telegram once: who we are, commands, how updates come.

use neurocards_core::user::Language;
use serde::Deserialize;
use serde::de::IgnoredAny;
use teloxide::payloads::{
    DeleteWebhook, DeleteWebhookSetters, GetMe, SetMyCommands, SetMyCommandsSetters,
};
use teloxide::types::BotCommand;

use super::TelegramClient;
use crate::telegram::errors::CallError;

/// The bot the token belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct BotIdentity {
    /// Its user id.
    pub id: i64,
    /// Its name without `@`, for links to it.
    pub username: String,
}

impl TelegramClient {
    /// Who this bot is; also the cheapest proof that token and server work.
    pub async fn get_me(&self) -> Result<BotIdentity, CallError> {
        self.wire.send(&GetMe::new()).await
    }

    /// Sets the menu of commands, as (command, description), for one language or for all others.
    pub async fn set_my_commands(
        &self,
        commands: &[(&str, String)],
        language: Option<Language>,
    ) -> Result<(), CallError> {
        let commands = commands
            .iter()
            .map(|(name, about)| BotCommand::new(*name, about));
        let mut menu = SetMyCommands::new(commands);
        if let Some(language) = language {
            menu = menu.language_code(language.code());
        }
        self.wire.send::<_, IgnoredAny>(&menu).await.map(drop)
    }

    /// Makes updates wait for long polling instead; those that wait already are kept unless
    /// `drop_pending`.
    pub async fn delete_webhook(&self, drop_pending: bool) -> Result<(), CallError> {
        let webhook = DeleteWebhook::new().drop_pending_updates(drop_pending);
        self.wire.send::<_, IgnoredAny>(&webhook).await.map(drop)
    }
}
