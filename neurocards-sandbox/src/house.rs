//! Puts the whole product together, in one process.

mod error;
mod folder;
mod parts;

pub use error::HouseError;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use neurocards_adapters::kie::{self, Kie};
use neurocards_adapters::openai::OpenAi;
use neurocards_adapters::sqlite::SqliteStore;
use neurocards_adapters::system::{SystemClock, SystemIds};
use neurocards_adapters::telegram::messenger::TelegramMessenger;
use neurocards_bot::BotDeps;
use neurocards_core::ports::{IdSource, Stores};
use neurocards_fakes::kie::FakeKie;
use neurocards_fakes::openai::FakeOpenAi;
use neurocards_fakes::telegram::{FakeTelegram, TelegramHandle};
use neurocards_worker::WorkerDeps;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use self::folder::data_folder;
use crate::effects::World;
use crate::faults::FaultPlayer;
use crate::loopback::Loopback;
use crate::pace;
use crate::worker::RunningWorker;

/// The stand-in for Telegram accepts this token and no other; it opens nothing else.
const TOKEN: &str = "42:SANDBOX";

/// How a house is opened.
#[derive(Clone, Debug, Default)]
pub struct OpenHouse {
    /// Where database and media are kept, empty or missing; a temporary folder otherwise.
    pub data: Option<PathBuf>,
    /// Where the page is served, for the links the bot shows.
    pub page: Option<SocketAddr>,
}

/// The real bot, the real worker and SQLite, and the stand-ins they talk to.
pub struct House {
    /// Tells one run from the next.
    pub session: String,
    /// The chats, and the people in them.
    pub telegram: TelegramHandle,
    /// Credits, jobs, people.
    pub stores: Stores,
    /// What reached the stand-ins.
    pub world: World,
    /// The faults that can be played.
    pub faults: FaultPlayer,
    telegram_routes: Router,
    database: Arc<SqliteStore>,
    worker: RunningWorker,
    bot: JoinHandle<Result<(), neurocards_bot::BotError>>,
    stop_bot: CancellationToken,
    servers: [Loopback; 2],
    kie: FakeKie,
    openai: FakeOpenAi,
    /// Removed when the house is dropped.
    _folder: Option<TempDir>,
}

impl OpenHouse {
    /// Starts everything, each server on a free port of 127.0.0.1.
    pub async fn open(self) -> Result<House, HouseError> {
        let (folder, data) = data_folder(self.data)?;

        let (telegram_routes, telegram) = FakeTelegram::builder()
            .token(TOKEN)
            .bot_username("neurocards_bot")
            .provider_token(pace::PROVIDER_TOKEN)
            .build();
        let telegram_server = Loopback::serve(telegram_routes.clone()).await?;
        let kie = FakeKie::builder().plan(pace::render()).start().await?;
        let openai = FakeOpenAi::start().await?;
        let world = World {
            telegram: telegram.clone(),
            kie: kie.handle(),
            openai: openai.handle(),
        };

        let database = Arc::new(parts::open_database(&data).await?);
        let stores = Stores::of(database.clone());
        let media = parts::open_media(&data)?;
        let ids: Arc<dyn IdSource> = Arc::new(SystemIds);
        let client = parts::open_client(&telegram_server).await?;
        let ingress = Loopback::serve(neurocards_bot::routes(stores.clone())).await?;

        let bot = BotDeps {
            stores: stores.clone(),
            media: media.clone(),
            client: client.clone(),
            ids: ids.clone(),
            clock: Arc::new(SystemClock),
            catalogue: kie::catalogue(),
            options: pace::bot(parts::links(self.page)?, parts::packs()?),
        };
        let worker = WorkerDeps {
            stores: stores.clone(),
            videos: Arc::new(Kie::new(parts::kie_options(&kie, ingress.url()?)?)?),
            prompts: Arc::new(OpenAi::new(parts::openai_options(&openai)?)?),
            media,
            messenger: Arc::new(TelegramMessenger::new(client)),
            ids: ids.clone(),
        };
        let stop_bot = CancellationToken::new();
        let bot = tokio::spawn(neurocards_bot::run(bot, stop_bot.clone()));
        let worker = RunningWorker::start(worker);

        Ok(House {
            session: ids.uuid().to_string(),
            faults: FaultPlayer::new(world.clone(), stores.clone(), worker.killer()),
            telegram,
            stores,
            world,
            telegram_routes,
            database,
            worker,
            bot,
            stop_bot,
            servers: [ingress, telegram_server],
            kie,
            openai,
            _folder: folder,
        })
    }
}

impl House {
    /// The stand-in for Telegram, to be mounted beside a page.
    pub fn telegram_routes(&self) -> Router {
        self.telegram_routes.clone()
    }

    /// Stops everything in the order in which work flows, so that nothing is cut off.
    pub async fn close(self) {
        self.stop_bot.cancel();
        match self.bot.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "the bot stopped by itself"),
            Err(error) => tracing::error!(%error, "the bot broke"),
        }
        tracing::debug!("the bot is gone");
        self.worker.stop().await;
        tracing::debug!("the worker is gone");
        self.faults.take_back();
        self.telegram.shut_down();
        for server in self.servers {
            server.stop().await;
        }
        tracing::debug!("the loopback servers are gone");
        self.kie.stop().await;
        self.openai.stop().await;
        tracing::debug!("the stand-ins are gone");
        self.database.close().await;
    }
}
