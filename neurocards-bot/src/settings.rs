//! The bot's settings, read from the environment.

use std::net::SocketAddr;
use std::time::Duration;

use neurocards_adapters::settings::{Settings, SettingsError};
use neurocards_adapters::telegram::client::RoubleProvider;
use neurocards_core::ids::ChatId;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::ReferralRules;
use neurocards_core::money::payment::{Currency, Packs, RefundPolicy};

use crate::conversation::Links;
use crate::options::BotOptions;

impl BotOptions {
    /// Reads the options of a process with this name.
    pub fn read(settings: &Settings, name: String) -> Result<Self, SettingsError> {
        let links = links(settings)?;
        let welcome = settings.number("WELCOME_CREDITS", 0, 1_000)?;
        let version = settings.number("TERMS_VERSION", 1, u32::MAX.into())?;
        let lease_for = settings.secs("UPDATE_LEASE_SECS")?;
        let roubles = rouble_provider(settings)?;
        Ok(Self {
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
            drain_for: settings.secs("DRAIN_SECS")?,
            ..Self::named(name, links).leased_for(lease_for)
        })
    }
}

fn links(settings: &Settings) -> Result<Links, SettingsError> {
    Ok(Links {
        terms: settings.http_url("TERMS_URL")?,
        offer: settings.http_url("OFFER_URL")?,
        privacy: settings.http_url("PRIVACY_URL")?,
        support: settings.http_url("SUPPORT_URL")?,
    })
}

/// Reads what bringing a friend is worth: the operators' commands need it as well as the bot.
pub fn referral(settings: &Settings) -> Result<ReferralRules, SettingsError> {
    let credits = settings.number("REFERRAL_CREDITS", 0, 1_000)?;
    let friends = settings.number("REFERRAL_FRIENDS_MAX", 1, 1_000_000)?;
    Ok(ReferralRules {
        credits: Credits::small(u16::try_from(credits).unwrap_or_default()),
        friends_max: u32::try_from(friends).unwrap_or_default(),
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

#[cfg(test)]
mod tests {
    use neurocards_adapters::settings::variables;
    use neurocards_core::money::payment::Pack;

    use super::*;

    fn settings(pairs: &[(&str, &str)]) -> Settings {
        let find = |name: &str| {
            let pair = pairs.iter().find(|(key, _)| *key == name);
            pair.map(|(_, value)| (*value).to_owned())
        };
        Settings::read(variables::all(), None, find).unwrap()
    }

    fn read(pairs: &[(&str, &str)]) -> Result<BotOptions, SettingsError> {
        BotOptions::read(&settings(pairs), "test".to_owned())
    }

    #[test]
    fn the_defaults_of_the_table_are_the_defaults_of_the_code() {
        let links = links(&settings(&[])).unwrap();
        let usual = BotOptions::named("test", links);
        // A secret has no equality; what `Debug` shows is every field.
        assert_eq!(format!("{:#?}", read(&[]).unwrap()), format!("{usual:#?}"));
    }

    #[test]
    fn what_must_fit_into_a_lease_is_shortened_with_it() {
        let options = read(&[("UPDATE_LEASE_SECS", "10")]).unwrap();
        let (photo, replies) = (options.photo_within, options.reply_patience);
        assert_eq!((photo.as_secs(), replies.as_secs()), (6, 3));
        let options = read(&[("UPDATE_LEASE_SECS", "600")]).unwrap();
        let (photo, replies) = (options.photo_within, options.reply_patience);
        assert_eq!((photo.as_secs(), replies.as_secs()), (60, 60));
    }

    #[test]
    fn a_list_of_packs_that_cannot_be_sold_is_refused_by_its_own_name() {
        let stars = read(&[("PACKS_STARS", "5=0")]).unwrap_err().to_string();
        assert!(stars.starts_with("PACKS_STARS does not fit"), "{stars}");
        let roubles = [("PROVIDER_TOKEN", "1:TEST:1"), ("PACKS_ROUBLES", "5=0")];
        let roubles = read(&roubles).unwrap_err().to_string();
        assert!(
            roubles.starts_with("PACKS_ROUBLES does not fit"),
            "{roubles}"
        );
    }

    #[test]
    fn roubles_are_taken_only_with_a_provider() {
        assert!(read(&[]).unwrap().roubles.is_none());
        let with = read(&[("PROVIDER_TOKEN", "1:TEST:canary")]).unwrap();
        let for_roubles = |pack: &Pack| pack.price(Currency::Roubles).is_some();
        assert_eq!(with.packs.all().len(), 4);
        assert!(with.packs.all().iter().all(for_roubles));
        assert!(!format!("{with:?}").contains("canary"));
    }
}
