//! Puts the whole product together, in one process.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use neurocards_adapters::media::{self, MediaOptions, OpenMediaError};
use neurocards_adapters::sqlite::{MigrationError, SqliteOptions, SqliteStore};
use neurocards_adapters::system::SystemIds;
use neurocards_adapters::telegram::client::{SetupError, TelegramClient, TelegramOptions};
use neurocards_adapters::telegram::messenger::TelegramMessenger;
use neurocards_bot::BotDeps;
use neurocards_bot::conversation::Links;
use neurocards_core::catalogue::Catalogue;
use neurocards_core::ports::{IdSource, MediaStore, Stores, Unavailable};
use neurocards_testkit::fake_telegram::{FakeTelegram, TelegramHandle};
use neurocards_worker::WorkerDeps;
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
use crate::studio::Studio;

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
    Client(#[from] SetupError),
    /// An address of this machine is none: never seen.
    #[error(transparent)]
    Address(#[from] url::ParseError),
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
    servers: Vec<Loopback>,
    /// Removed when the house is dropped.
    _folder: Option<TempDir>,
}

impl OpenHouse {
    /// Starts everything, each server on a free port of 127.0.0.1.
    pub async fn open(self) -> Result<House, HouseError> {
        let (folder, data) = data_folder(self.data)?;

        let (telegram_routes, telegram) =
            FakeTelegram::builder().token(TOKEN).bot_username("neurocards_bot").build();
        let telegram_server = Loopback::serve(telegram_routes.clone()).await?;

        let database = Arc::new(open_database(&data).await?);
        let stores = Stores::of(database.clone());
        let media = open_media(&data)?;
        let ids: Arc<dyn IdSource> = Arc::new(SystemIds);
        let client = TelegramClient::new(&TelegramOptions {
            token: TOKEN.into(),
            api_url: telegram_server.url()?,
            deadlines: pace::telegram(),
        })?;
        let ingress = Loopback::serve(neurocards_bot::routes(stores.clone())).await?;

        let stop_bot = CancellationToken::new();
        let bot = tokio::spawn(neurocards_bot::run(
            BotDeps {
                stores: stores.clone(),
                media: media.clone(),
                client: client.clone(),
                ids: ids.clone(),
                catalogue: Catalogue::kie(),
                options: pace::bot(links(self.page)?),
            },
            stop_bot.clone(),
        ));
        let studio = Arc::new(Studio::default());
        let crew = Crew::start(WorkerDeps {
            stores: stores.clone(),
            videos: studio.clone(),
            prompts: studio,
            media,
            messenger: Arc::new(TelegramMessenger::new(client)),
            ids: ids.clone(),
        });

        Ok(House {
            session: ids.uuid().to_string(),
            world: World { telegram: telegram.clone() },
            faults: FaultDesk::default(),
            telegram,
            stores,
            telegram_routes,
            database,
            crew,
            bot,
            stop_bot,
            servers: vec![ingress, telegram_server],
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
        self.crew.stop().await;
        self.telegram.shut_down();
        for server in self.servers {
            server.stop().await;
        }
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
    let database =
        SqliteStore::open(&data.join("neurocards.db"), SqliteOptions::default()).await?;
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
