//! Puts the whole product together, in one process.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use neurocards_adapters::http::HttpFault;
use neurocards_adapters::kie::{Kie, KieOptions};
use neurocards_adapters::media::{self, MediaOptions, OpenMediaError};
use neurocards_adapters::openai::{OpenAi, OpenAiError, OpenAiOptions};
use neurocards_adapters::sqlite::{MigrationError, SqliteOptions, SqliteStore};
use neurocards_adapters::system::SystemIds;
use neurocards_adapters::telegram::client::{SetupError, TelegramClient, TelegramOptions};
use neurocards_adapters::telegram::messenger::TelegramMessenger;
use neurocards_bot::BotDeps;
use neurocards_bot::conversation::Links;
use neurocards_core::catalogue::Catalogue;
use neurocards_core::ports::{IdSource, MediaStore, Stores, Unavailable};
use neurocards_testkit::fake_kie::FakeKie;
use neurocards_testkit::fake_openai::{self, FakeOpenAi};
use neurocards_testkit::fake_telegram::{FakeTelegram, TelegramHandle};
use neurocards_worker::WorkerDeps;
use serde_json::json;
use tempfile::TempDir;
use thiserror::Error;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::crew::Crew;
use crate::effects::World;
use crate::faults::FaultDesk;
use crate::loopback::Loopback;
use crate::pace;

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

/// Why a house could not be opened.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum HouseError {
    /// The folder cannot be used.
    #[error("cannot keep data in {}: {source}", path.display())]
    Data {
        /// Which.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// No port of this machine can be listened at.
    #[error("cannot listen on this machine: {0}")]
    Loopback(#[from] io::Error),
    /// The database does not open.
    #[error(transparent)]
    Store(#[from] Unavailable),
    /// The database cannot be set up.
    #[error(transparent)]
    Schema(#[from] MigrationError),
    /// The media store does not open.
    #[error(transparent)]
    Media(#[from] OpenMediaError),
    /// The client of the Bot API cannot be made.
    #[error(transparent)]
    Telegram(#[from] SetupError),
    /// The client of the video model cannot be made.
    #[error(transparent)]
    Kie(#[from] HttpFault),
    /// The client of the text model cannot be made.
    #[error(transparent)]
    OpenAi(#[from] OpenAiError),
    /// An address of this machine is none: never seen.
    #[error(transparent)]
    Address(#[from] url::ParseError),
}

impl HouseError {
    /// Whether other options would help.
    pub fn is_about_input(&self) -> bool {
        matches!(self, Self::Data { .. })
    }
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
    pub faults: FaultDesk,
    telegram_routes: Router,
    database: Arc<SqliteStore>,
    crew: Crew,
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
            .build();
        let telegram_server = Loopback::serve(telegram_routes.clone()).await?;
        let kie = FakeKie::builder().plan(pace::render()).start().await?;
        let openai = FakeOpenAi::start().await?;
        let world = World {
            telegram: telegram.clone(),
            kie: kie.handle(),
            openai: openai.handle(),
        };

        let database = Arc::new(open_database(&data).await?);
        let stores = Stores::of(database.clone());
        let media = open_media(&data)?;
        let ids: Arc<dyn IdSource> = Arc::new(SystemIds);
        let client = open_client(&telegram_server).await?;
        let ingress = Loopback::serve(neurocards_bot::routes(stores.clone())).await?;

        let bot = BotDeps {
            stores: stores.clone(),
            media: media.clone(),
            client: client.clone(),
            ids: ids.clone(),
            catalogue: Catalogue::kie(),
            options: pace::bot(links(self.page)?),
        };
        let worker = WorkerDeps {
            stores: stores.clone(),
            videos: Arc::new(Kie::new(kie_options(&kie, ingress.url()?)?)?),
            prompts: Arc::new(OpenAi::new(openai_options(&openai)?)?),
            media,
            messenger: Arc::new(TelegramMessenger::new(client)),
            ids: ids.clone(),
        };
        let stop_bot = CancellationToken::new();
        let bot = tokio::spawn(neurocards_bot::run(bot, stop_bot.clone()));
        let crew = Crew::start(worker);

        Ok(House {
            session: ids.uuid().to_string(),
            faults: FaultDesk::new(world.clone(), stores.clone(), crew.killer()),
            telegram,
            stores,
            world,
            telegram_routes,
            database,
            crew,
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
        self.crew.stop().await;
        tracing::debug!("the crew is gone");
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

/// A folder of our own, unless one is given: that must hold nothing yet, because the chats of an
/// earlier run are gone.
fn data_folder(given: Option<PathBuf>) -> Result<(Option<TempDir>, PathBuf), HouseError> {
    let Some(path) = given else {
        let folder = TempDir::with_prefix("neurocards-")?;
        let path = folder.path().to_owned();
        return Ok((Some(folder), path));
    };
    match prepared(&path) {
        Ok(path) => Ok((None, path)),
        Err(source) => Err(HouseError::Data { path, source }),
    }
}

fn prepared(path: &Path) -> io::Result<PathBuf> {
    std::fs::create_dir_all(path)?;
    match std::fs::read_dir(path)?.next() {
        None => path.canonicalize(),
        Some(_) => Err(io::Error::new(
            io::ErrorKind::DirectoryNotEmpty,
            "the folder is not empty, and the chats of an earlier run are gone",
        )),
    }
}

async fn open_database(data: &Path) -> Result<SqliteStore, HouseError> {
    let database = SqliteStore::open(&data.join("neurocards.db"), SqliteOptions::default()).await?;
    database.migrate().await?;
    Ok(database)
}

fn open_media(data: &Path) -> Result<Arc<dyn MediaStore>, HouseError> {
    let path = data.join("media");
    let no_url = |()| HouseError::Data {
        path: path.clone(),
        source: io::Error::from(io::ErrorKind::InvalidFilename),
    };
    let url = Url::from_directory_path(&path).map_err(no_url)?;
    Ok(Arc::new(media::open(&MediaOptions::at(url))?))
}

async fn open_client(telegram: &Loopback) -> Result<TelegramClient, HouseError> {
    let client = TelegramClient::new(&TelegramOptions {
        token: TOKEN.into(),
        api_url: telegram.url()?,
        deadlines: pace::telegram(),
    })?;
    let named: Result<bool, _> = client
        .call("setMyName", &json!({"name": "neurocards"}))
        .await;
    if let Err(error) = named {
        tracing::warn!(%error, "the bot has no name");
    }
    Ok(client)
}

/// With the bot's own ingress as the place for callbacks: a task whose answer was lost reports
/// itself there.
fn kie_options(kie: &FakeKie, ingress: Url) -> Result<KieOptions, url::ParseError> {
    let (api, upload) = (kie.api_url().parse()?, kie.upload_url().parse()?);
    Ok(KieOptions {
        callback_base: Some(ingress),
        ..KieOptions::new(vec![kie.key().into()], api, upload)
    })
}

fn openai_options(openai: &FakeOpenAi) -> Result<OpenAiOptions, url::ParseError> {
    let [model, ..] = fake_openai::DEFAULT_MODELS;
    Ok(OpenAiOptions {
        deadline: pace::PROMPT_WITHIN,
        ..OpenAiOptions::new(openai.key().into(), openai.url().parse()?, model)
    })
}

/// The papers are served beside the page; a demo has none to open.
fn links(page: Option<SocketAddr>) -> Result<Links, url::ParseError> {
    let page = page.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 80)));
    let base = Url::parse(&format!("http://{page}/papers/"))?;
    Ok(Links {
        terms: base.join("terms")?,
        offer: base.join("offer")?,
        privacy: base.join("privacy")?,
        support: base.join("support")?,
    })
}
