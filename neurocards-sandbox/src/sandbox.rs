//! Puts the whole product together, in one process.

mod error;
mod folder;
mod parts;

pub use error::SandboxError;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use neurocards_adapters::shutdown::Shutdown;
use neurocards_adapters::sqlite::SqliteStore;
use neurocards_adapters::system::SystemIds;
use neurocards_bot::{BotDeps, BotServices};
use neurocards_core::ports::{IdSource, Stores};
use neurocards_fakes::kie::FakeKie;
use neurocards_fakes::openai::FakeOpenAi;
use neurocards_fakes::telegram::{FakeTelegram, TelegramHandle};
use neurocards_worker::{WorkerDeps, WorkerServices};
use tempfile::TempDir;
use tokio::task::JoinHandle;

use self::folder::data_folder;
use crate::effects::World;
use crate::faults::FaultPlayer;
use crate::loopback::Loopback;
use crate::pace;
use crate::worker::RunningWorker;

/// The stand-in for Telegram accepts this token and no other; it opens nothing else.
const TOKEN: &str = "42:SANDBOX";

/// Where a sandbox keeps its data and shows its page.
#[derive(Clone, Debug, Default)]
pub struct SandboxOptions {
    /// Where database and media are kept, empty or missing; a temporary folder otherwise.
    pub data: Option<PathBuf>,
    /// Where the page is served, for the links the bot shows.
    pub page: Option<SocketAddr>,
}

/// The real bot, the real worker and SQLite, and the stand-ins they talk to.
pub struct Sandbox {
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
    stop_bot: Shutdown,
    servers: [Loopback; 2],
    kie: FakeKie,
    openai: FakeOpenAi,
    /// Removed when the sandbox is dropped.
    _folder: Option<TempDir>,
}

impl SandboxOptions {
    /// Starts everything, each server on a free port of 127.0.0.1.
    pub async fn open(self) -> Result<Sandbox, SandboxError> {
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
        let callbacks = neurocards_bot::callbacks(stores.jobs.clone(), parts::callback_key());
        let ingress = Loopback::serve(callbacks).await?;
        let services = WorkerServices {
            kie: parts::kie(&kie, ingress.url()?)?,
            openai: parts::openai(&openai)?,
            telegram: parts::telegram(&telegram_server)?,
            media: parts::media(&data)?,
        };
        let bot = BotDeps::over(
            stores.clone(),
            &BotServices {
                telegram: services.telegram.clone(),
                media: services.media.clone(),
            },
            pace::bot(parts::links(self.page)?, parts::packs()?),
        )?;
        parts::name(&bot.client).await;
        let worker = WorkerDeps::over(stores.clone(), services, pace::worker(1))?;
        let stop_bot = Shutdown::new();
        let bot = tokio::spawn(neurocards_bot::run(bot, stop_bot.clone()));
        let worker = RunningWorker::start(worker);

        Ok(Sandbox {
            session: SystemIds.uuid().to_string(),
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

impl Sandbox {
    /// The stand-in for Telegram, to be mounted beside a page.
    pub fn telegram_routes(&self) -> Router {
        self.telegram_routes.clone()
    }

    /// Stops everything in the order in which work flows, so that nothing is cut off.
    pub async fn close(self) {
        self.stop_bot.stop();
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
