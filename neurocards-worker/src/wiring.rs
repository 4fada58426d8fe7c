//! The worker's parts, put together as the settings say.

use std::sync::Arc;
use std::time::Duration;

use neurocards_adapters::database::Database;
use neurocards_adapters::kie::{Kie, KieDeadlines, KieOptions};
use neurocards_adapters::media;
use neurocards_adapters::openai::{OpenAi, OpenAiOptions};
use neurocards_adapters::program::ProgramError;
use neurocards_adapters::settings::Settings;
use neurocards_adapters::system::SystemIds;
use neurocards_adapters::telegram::client::{Deadlines, TelegramClient, TelegramOptions};
use neurocards_adapters::telegram::messenger::TelegramMessenger;
use neurocards_core::ports::IdSource;
use neurocards_worker::{WorkerDeps, WorkerOptions};
use secrecy::SecretString;

/// An open worker that does not work yet.
pub(crate) struct House {
    pub(crate) database: Database,
    pub(crate) deps: WorkerDeps,
    pub(crate) options: WorkerOptions,
}

/// Opens everything the worker needs; nothing is sent to anybody.
pub(crate) async fn open(settings: &Settings) -> Result<House, ProgramError> {
    let name = format!("worker-{}", SystemIds.uuid());
    let options = WorkerOptions::read(settings, name)?;
    let videos = Kie::new(kie(settings)?).map_err(ProgramError::broken("the client of KIE"))?;
    let prompts =
        OpenAi::new(openai(settings)?).map_err(ProgramError::broken("the client of OpenAI"))?;
    let client = TelegramClient::new(&telegram(settings)?)
        .map_err(ProgramError::broken("the client of Telegram"))?;
    let media = media::read(settings)?;
    let database = Database::read(settings).await?;
    let deps = WorkerDeps {
        stores: database.stores(),
        videos: Arc::new(videos),
        prompts: Arc::new(prompts),
        media: Arc::new(media),
        messenger: Arc::new(TelegramMessenger::new(client)),
        ids: Arc::new(SystemIds),
    };
    Ok(House {
        database,
        deps,
        options,
    })
}

fn kie(settings: &Settings) -> Result<KieOptions, ProgramError> {
    let keys: Vec<String> = settings.list("KIE_API_KEYS")?;
    if keys.is_empty() {
        return Err(settings.missing("KIE_API_KEYS").into());
    }
    let keys = keys.into_iter().map(SecretString::from).collect();
    let answer_within = settings.secs("KIE_TIMEOUT_SECS")?;
    let mut options = KieOptions::new(
        keys,
        settings.http_url("KIE_BASE_URL")?,
        settings.http_url("KIE_UPLOAD_URL")?,
    );
    options.callback_base = settings.http_url_optional("PUBLIC_URL")?;
    options.deadlines = KieDeadlines {
        submit: answer_within,
        check: answer_within,
        ..KieDeadlines::default()
    };
    Ok(options)
}

fn openai(settings: &Settings) -> Result<OpenAiOptions, ProgramError> {
    let mut options = OpenAiOptions::new(
        settings.secret("OPENAI_API_KEY")?,
        settings.http_url("OPENAI_BASE_URL")?,
        settings.text("OPENAI_MODEL")?,
    );
    options.deadline = settings.secs("OPENAI_TIMEOUT_SECS")?;
    Ok(options)
}

fn telegram(settings: &Settings) -> Result<TelegramOptions, ProgramError> {
    Ok(TelegramOptions {
        token: settings.secret("BOT_TOKEN")?,
        api_url: settings.http_url("TELEGRAM_API_URL")?,
        deadlines: Deadlines {
            transfer: settings
                .secs("SEND_TIMEOUT_SECS")?
                .max(Duration::from_secs(1)),
            ..Deadlines::default()
        },
    })
}
