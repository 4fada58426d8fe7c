//! The services that the program's worker calls, opened as the settings name them.

use std::sync::Arc;
use std::time::Duration;

use neurocards_adapters::database::Database;
use neurocards_adapters::kie::{self, Kie, KieOptions};
use neurocards_adapters::media::{self, MediaOptions};
use neurocards_adapters::openai::{OpenAi, OpenAiOptions};
use neurocards_adapters::program::{Opened, ProgramError};
use neurocards_adapters::settings::{Settings, SettingsError, variables};
use neurocards_adapters::system::{SystemClock, SystemIds};
use neurocards_adapters::telegram::client::{TelegramClient, TelegramOptions};
use neurocards_adapters::telegram::messenger::TelegramMessenger;
use neurocards_core::ports::{IdSource, Stores};

use crate::deps::WorkerDeps;
use crate::options::WorkerOptions;

/// How long a start waits for Telegram.
const TOKEN_WITHIN: Duration = Duration::from_secs(5);

/// Where the services of a worker are, and the keys to them. `Debug` shows no key.
#[derive(Debug, Clone)]
pub struct WorkerServices {
    /// The video provider KIE.
    pub kie: KieOptions,
    /// The text model of OpenAI.
    pub openai: OpenAiOptions,
    /// The Bot API of Telegram.
    pub telegram: TelegramOptions,
    /// The place of photos and videos.
    pub media: MediaOptions,
}

impl WorkerServices {
    /// Reads where the services are; calls none of them.
    pub fn read(settings: &Settings) -> Result<Self, SettingsError> {
        let kie = KieOptions::read(settings)?;
        let openai = OpenAiOptions::read(settings)?;
        let mut telegram = TelegramOptions::read(settings)?;
        let send_within = settings.secs("SEND_TIMEOUT_SECS")?;
        telegram.deadlines.transfer = send_within.max(Duration::from_secs(1));
        Ok(Self {
            kie,
            openai,
            telegram,
            media: MediaOptions::read(settings)?,
        })
    }
}

impl WorkerDeps {
    /// A worker over an open store that calls these services; none of them is called yet.
    pub fn over(
        stores: Stores,
        services: WorkerServices,
        options: WorkerOptions,
    ) -> Result<Self, ProgramError> {
        let videos = Kie::new(services.kie).map_err(ProgramError::broken("the client of KIE"))?;
        let prompts =
            OpenAi::new(services.openai).map_err(ProgramError::broken("the client of OpenAI"))?;
        let client = TelegramClient::new(&services.telegram)
            .map_err(ProgramError::broken("the client of Telegram"))?;
        let media =
            media::open(&services.media).map_err(ProgramError::broken("the media store"))?;
        Ok(Self {
            stores,
            videos: Arc::new(videos),
            prompts: Arc::new(prompts),
            media: Arc::new(media),
            messenger: Arc::new(TelegramMessenger::new(client)),
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            catalogue: kie::catalogue(),
            options,
        })
    }
}

/// Opens everything the settings name for a worker of a new name; nothing is sent to anybody.
pub async fn open(settings: &Settings) -> Result<Opened<WorkerDeps>, ProgramError> {
    let variables = variables::worker();
    settings.verify(&variables, &variables)?;
    let options = WorkerOptions::read(settings, format!("worker-{}", SystemIds.uuid()))?;
    let services = WorkerServices::read(settings)?;
    let database = Database::read(settings).await?;
    let deps = WorkerDeps::over(database.stores(), services, options)?;
    Ok(Opened { database, deps })
}

/// Asks Telegram whose token `BOT_TOKEN` is. One that it refuses is an error; a Telegram that does not
/// answer is none.
pub async fn require_token(settings: &Settings) -> Result<(), ProgramError> {
    let client = TelegramClient::new(&TelegramOptions::read(settings)?)
        .map_err(ProgramError::broken("the client of Telegram"))?;
    match tokio::time::timeout(TOKEN_WITHIN, client.get_me()).await {
        Ok(Err(error)) if error.is_token_refused() => Err(SettingsError::Refused {
            name: "BOT_TOKEN",
            why: error.to_string(),
        }
        .into()),
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => {
            tracing::warn!(%error, "it is not known yet whether Telegram takes the token");
            Ok(())
        }
        Err(_) => {
            tracing::warn!("Telegram does not answer yet");
            Ok(())
        }
    }
}
