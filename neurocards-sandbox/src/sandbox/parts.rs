//! The parts of a sandbox that take more than a line to open.

use std::io;
use std::net::SocketAddr;
use std::path::Path;

use neurocards_adapters::kie::KieOptions;
use neurocards_adapters::kie::callback::{CallbackKey, Callbacks};
use neurocards_adapters::media::MediaOptions;
use neurocards_adapters::openai::OpenAiOptions;
use neurocards_adapters::settings::{self, variables};
use neurocards_adapters::sqlite::{SqliteOptions, SqliteStore};
use neurocards_adapters::telegram::client::{TelegramClient, TelegramOptions};
use neurocards_bot::conversation::Links;
use neurocards_core::money::payment::{Currency, Packs};
use neurocards_fakes::kie::FakeKie;
use neurocards_fakes::openai::{self, FakeOpenAi};
use serde_json::json;
use url::Url;

use super::{SandboxError, TOKEN};
use crate::loopback::Loopback;
use crate::pace;

pub(super) async fn open_database(data: &Path) -> Result<SqliteStore, SandboxError> {
    let database = SqliteStore::open(&data.join("neurocards.db"), SqliteOptions::default()).await?;
    database.migrate().await?;
    Ok(database)
}

/// The packs of production, for Stars and for roubles.
pub(super) fn packs() -> Result<Packs, SandboxError> {
    let usual = |variable: &settings::Variable| variable.default.unwrap_or_default();
    Ok(Packs::parse(&[
        (Currency::Stars, usual(&variables::PACKS_STARS)),
        (Currency::Roubles, usual(&variables::PACKS_ROUBLES)),
    ])?)
}

pub(super) fn media(data: &Path) -> Result<MediaOptions, SandboxError> {
    let path = data.join("media");
    let no_url = |()| SandboxError::Data {
        path: path.clone(),
        source: io::Error::from(io::ErrorKind::InvalidFilename),
    };
    Ok(MediaOptions::at(
        Url::from_directory_path(&path).map_err(no_url)?,
    ))
}

pub(super) fn telegram(server: &Loopback) -> Result<TelegramOptions, url::ParseError> {
    Ok(TelegramOptions {
        token: TOKEN.into(),
        api_url: server.url()?,
        deadlines: pace::telegram(),
    })
}

/// Gives the bot the name that people see.
pub(super) async fn name(client: &TelegramClient) {
    let named: Result<bool, _> = client
        .call("setMyName", &json!({"name": "neurocards"}))
        .await;
    if let Err(error) = named {
        tracing::warn!(%error, "the bot has no name");
    }
}

/// With the bot's own ingress as the place for callbacks: a task whose answer was lost reports
/// itself there.
pub(super) fn kie(kie: &FakeKie, ingress: Url) -> Result<KieOptions, url::ParseError> {
    let (api, upload) = (kie.api_url().parse()?, kie.upload_url().parse()?);
    Ok(KieOptions {
        callbacks: Some(Callbacks {
            base: ingress,
            key: callback_key(),
        }),
        ..KieOptions::new(vec![kie.key().into()], api, upload)
    })
}

/// The bot's ingress knows callbacks by the same key.
pub(super) fn callback_key() -> CallbackKey {
    CallbackKey::of(&TOKEN.into())
}

pub(super) fn openai(fake: &FakeOpenAi) -> Result<OpenAiOptions, url::ParseError> {
    let [model, ..] = openai::DEFAULT_MODELS;
    Ok(OpenAiOptions {
        deadline: pace::PROMPT_WITHIN,
        ..OpenAiOptions::new(fake.key().into(), fake.url().parse()?, model)
    })
}

/// The papers are served beside the page; a demo has none to open.
pub(super) fn links(page: Option<SocketAddr>) -> Result<Links, url::ParseError> {
    let page = page.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 80)));
    let base = Url::parse(&format!("http://{page}/papers/"))?;
    Ok(Links {
        terms: base.join("terms")?,
        offer: base.join("offer")?,
        privacy: base.join("privacy")?,
        support: base.join("support")?,
    })
}
