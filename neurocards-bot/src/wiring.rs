//! The bot's parts, put together as the settings say.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use neurocards_adapters::database::Database;
use neurocards_adapters::kie;
use neurocards_adapters::media;
use neurocards_adapters::program::ProgramError;
use neurocards_adapters::settings::{Settings, SettingsError};
use neurocards_adapters::system::{SystemClock, SystemIds};
use neurocards_adapters::telegram::client::{
    Deadlines, RoubleProvider, TelegramClient, TelegramOptions,
};
use neurocards_bot::conversation::Links;
use neurocards_bot::{BotDeps, BotOptions};
use neurocards_core::ids::{ChatId, WorkerId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::ReferralRules;
use neurocards_core::money::payment::{Currency, Packs, RefundPolicy};
use neurocards_core::ports::IdSource;

/// An open bot that does not talk yet.
pub(crate) struct House {
    pub(crate) database: Database,
    pub(crate) deps: BotDeps,
}

/// Opens everything the bot needs; nothing is sent to anybody.
pub(crate) async fn open(settings: &Settings) -> Result<House, ProgramError> {
    let options = options(settings)?;
    let client = telegram(settings)?;
    let media = media::read(settings)?;
    let database = Database::read(settings).await?;
    let deps = BotDeps {
        stores: database.stores(),
        media: Arc::new(media),
        client,
        ids: Arc::new(SystemIds),
        clock: Arc::new(SystemClock),
        catalogue: kie::catalogue(),
        options,
    };
    Ok(House { database, deps })
}

/// The client of the bot that `BOT_TOKEN` names.
pub(crate) fn telegram(settings: &Settings) -> Result<TelegramClient, ProgramError> {
    let options = TelegramOptions {
        token: settings.secret("BOT_TOKEN")?,
        api_url: settings.http_url("TELEGRAM_API_URL")?,
        deadlines: Deadlines::default(),
    };
    TelegramClient::new(&options).map_err(ProgramError::broken("the client of Telegram"))
}

/// What bringing a friend is worth.
pub(crate) fn referral(settings: &Settings) -> Result<ReferralRules, SettingsError> {
    let credits = settings.number("REFERRAL_CREDITS", 0, 1_000)?;
    let friends = settings.number("REFERRAL_FRIENDS_MAX", 1, 1_000_000)?;
    Ok(ReferralRules {
        credits: Credits::small(u16::try_from(credits).unwrap_or_default()),
        friends_max: u32::try_from(friends).unwrap_or_default(),
    })
}

fn options(settings: &Settings) -> Result<BotOptions, SettingsError> {
    let links = Links {
        terms: settings.http_url("TERMS_URL")?,
        offer: settings.http_url("OFFER_URL")?,
        privacy: settings.http_url("PRIVACY_URL")?,
        support: settings.http_url("SUPPORT_URL")?,
    };
    let welcome = settings.number("WELCOME_CREDITS", 0, 1_000)?;
    let version = settings.number("TERMS_VERSION", 1, u32::MAX.into())?;
    let lease_for = settings.secs("UPDATE_LEASE_SECS")?;
    let minute = Duration::from_mins(1);
    let roubles = rouble_provider(settings)?;
    Ok(BotOptions {
        welcome_credits: Credits::small(u16::try_from(welcome).unwrap_or_default()),
        consent_version: u32::try_from(version).unwrap_or(1),
        job_deadline: settings.secs("JOB_DEADLINE_SECS")?,
        packs: packs(settings, roubles.is_some())?,
        roubles,
        self_refund: self_refund(settings)?,
        referral: referral(settings)?,
        admins: settings
            .list::<i64>("ADMIN_IDS")?
            .into_iter()
            .map(ChatId)
            .collect(),
        reconcile_every: settings.secs("RECONCILE_EVERY_SECS")?,
        listen: settings.parsed_optional::<SocketAddr>("HTTP_LISTEN")?,
        poll_every: settings.secs("POLL_SECS")?,
        lease_for,
        photo_within: lease_for.mul_f64(0.6).min(minute),
        reply_patience: lease_for.mul_f64(0.3).min(minute),
        drain_for: settings.secs("DRAIN_SECS")?,
        ..BotOptions::new(WorkerId(format!("bot-{}", SystemIds.uuid())), links)
    })
}

fn rouble_provider(settings: &Settings) -> Result<Option<RoubleProvider>, SettingsError> {
    let vat_code = settings.number("PROVIDER_VAT_CODE", 1, 12)?;
    if settings.optional("PROVIDER_TOKEN").is_none() {
        return Ok(None);
    }
    Ok(Some(RoubleProvider {
        token: settings.secret("PROVIDER_TOKEN")?,
        vat_code: u8::try_from(vat_code).unwrap_or(1),
    }))
}

/// Each list is read alone first, so that an error names its variable.
fn packs(settings: &Settings, for_roubles: bool) -> Result<Packs, SettingsError> {
    let stars = (Currency::Stars, settings.text("PACKS_STARS")?);
    let packs = read_packs("PACKS_STARS", &[stars])?;
    if !for_roubles {
        return Ok(packs);
    }
    let roubles = (Currency::Roubles, settings.text("PACKS_ROUBLES")?);
    read_packs("PACKS_ROUBLES", &[roubles])?;
    read_packs("PACKS_ROUBLES", &[stars, roubles])
}

fn read_packs(name: &'static str, lists: &[(Currency, &str)]) -> Result<Packs, SettingsError> {
    Packs::parse(lists).map_err(|error| SettingsError::Conflict {
        name,
        why: error.to_string(),
    })
}

fn self_refund(settings: &Settings) -> Result<RefundPolicy, SettingsError> {
    let days = settings.number("SELF_REFUND_DAYS", 0, 30)?;
    Ok(RefundPolicy {
        within: Duration::from_hours(24 * days),
    })
}
