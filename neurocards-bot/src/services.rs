//! The services that the program's bot calls, opened as the settings name them.

use std::sync::Arc;

use neurocards_adapters::database::Database;
use neurocards_adapters::kie::{self, callback::CallbackKey};
use neurocards_adapters::media::{self, MediaOptions};
use neurocards_adapters::program::{Opened, ProgramError};
use neurocards_adapters::settings::{Settings, SettingsError, variables};
use neurocards_adapters::system::{SystemClock, SystemIds};
use neurocards_adapters::telegram::client::{TelegramClient, TelegramOptions};
use neurocards_core::ports::{IdSource, Stores};

use crate::deps::BotDeps;
use crate::options::BotOptions;

/// Where the services of a bot are, and the keys to them. `Debug` shows no key.
#[derive(Debug, Clone)]
pub struct BotServices {
    /// The Bot API of Telegram.
    pub telegram: TelegramOptions,
    /// The place of photos and videos.
    pub media: MediaOptions,
}

impl BotServices {
    /// Reads where the services are; calls none of them.
    pub fn read(settings: &Settings) -> Result<Self, SettingsError> {
        Ok(Self {
            telegram: TelegramOptions::read(settings)?,
            media: MediaOptions::read(settings)?,
        })
    }
}

impl BotDeps {
    /// A bot over an open store that calls these services; none of them is called yet.
    pub fn over(
        stores: Stores,
        services: &BotServices,
        options: BotOptions,
    ) -> Result<Self, ProgramError> {
        let client = TelegramClient::new(&services.telegram)
            .map_err(ProgramError::broken("the client of Telegram"))?;
        let media =
            media::open(&services.media).map_err(ProgramError::broken("the media store"))?;
        Ok(Self {
            stores,
            media: Arc::new(media),
            client,
            ids: Arc::new(SystemIds),
            clock: Arc::new(SystemClock),
            callback_key: CallbackKey::of(&services.telegram.token),
            catalogue: kie::catalogue(),
            options,
        })
    }
}

/// Opens everything the settings name for a bot of a new name; nothing is sent to anybody.
pub async fn open(settings: &Settings) -> Result<Opened<BotDeps>, ProgramError> {
    let variables = variables::bot();
    settings.verify(&variables, &variables)?;
    let options = BotOptions::read(settings, format!("bot-{}", SystemIds.uuid()))?;
    let services = BotServices::read(settings)?;
    let database = Database::read(settings).await?;
    let deps = BotDeps::over(database.stores(), &services, options)?;
    Ok(Opened { database, deps })
}
