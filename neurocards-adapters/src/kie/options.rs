use std::time::Duration;

use secrecy::SecretString;
use url::Url;

use super::callback::{CallbackKey, Callbacks};
use crate::settings::{Settings, SettingsError};

/// How to reach KIE.
#[derive(Debug, Clone)]
pub struct KieOptions {
    /// API keys, the first healthy one is used. Not empty.
    pub keys: Vec<SecretString>,
    /// Base of the API, `https://api.kie.ai`.
    pub api_url: Url,
    /// Base of the upload host, `https://kieai.redpandaai.co`.
    pub upload_url: Url,
    /// Where KIE calls back; without it tasks are only polled, and a task whose submit answer was lost
    /// stays lost.
    pub callbacks: Option<Callbacks>,
    /// Where finished videos may be read from.
    pub result_hosts: ResultHosts,
    /// How long each call may take.
    pub deadlines: KieDeadlines,
    /// The most bytes of one video.
    pub max_video_bytes: u64,
    /// How long a key that KIE refuses is tried last.
    pub key_rest: Duration,
}

impl KieOptions {
    /// The public service with these keys, and defaults for everything else.
    pub fn new(keys: Vec<SecretString>, api_url: Url, upload_url: Url) -> Self {
        Self {
            keys,
            api_url,
            upload_url,
            callbacks: None,
            result_hosts: ResultHosts::default(),
            deadlines: KieDeadlines::default(),
            max_video_bytes: 100 * 1024 * 1024,
            key_rest: Duration::from_mins(10),
        }
    }

    /// Reads the `KIE_…` variables, `PUBLIC_URL` as the place for callbacks, and `BOT_TOKEN`, which
    /// their key is made of.
    pub fn read(settings: &Settings) -> Result<Self, SettingsError> {
        let keys: Vec<String> = settings.list("KIE_API_KEYS")?;
        if keys.is_empty() {
            return Err(settings.missing("KIE_API_KEYS"));
        }
        let answer_within = settings.secs("KIE_TIMEOUT_SECS")?;
        let keys = keys.into_iter().map(SecretString::from).collect();
        let api_url = settings.http_url("KIE_BASE_URL")?;
        let upload_url = settings.http_url("KIE_UPLOAD_URL")?;
        Ok(Self {
            callbacks: callbacks(settings)?,
            deadlines: KieDeadlines {
                submit: settings.secs("KIE_SUBMIT_TIMEOUT_SECS")?,
                check: answer_within,
                ..KieDeadlines::default()
            },
            ..Self::new(keys, api_url, upload_url)
        })
    }

    /// Whether the API is a stand-in on this machine: only then may results be as well.
    pub(super) fn is_local(&self) -> bool {
        self.api_url.scheme() == "http"
            && match self.api_url.host() {
                Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
                Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
                Some(url::Host::Domain(name)) => name == "localhost",
                None => false,
            }
    }
}

fn callbacks(settings: &Settings) -> Result<Option<Callbacks>, SettingsError> {
    let Some(base) = settings.http_url_optional("PUBLIC_URL")? else {
        return Ok(None);
    };
    let key = CallbackKey::of(&settings.secret("BOT_TOKEN")?);
    Ok(Some(Callbacks { base, key }))
}

/// Where finished videos may be read from. KIE changes its file hosts, so by default any public
/// host will do over https.
#[derive(Debug, Clone, Default)]
pub struct ResultHosts {
    /// If not empty, the only hosts allowed.
    pub only: Vec<String>,
    /// Hosts that may have a private address or speak plain http, such as a mirror of our own.
    pub trusted: Vec<String>,
}

/// How long each call may take in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KieDeadlines {
    /// Handing over a photo.
    pub upload: Duration,
    /// Asking for a video. Short is dangerous: a late answer is a lost one.
    pub submit: Duration,
    /// Looking a task or the balance up.
    pub check: Duration,
    /// Reading a finished video.
    pub fetch: Duration,
}

impl Default for KieDeadlines {
    fn default() -> Self {
        Self {
            upload: Duration::from_mins(1),
            submit: Duration::from_mins(3),
            check: Duration::from_secs(15),
            fetch: Duration::from_mins(3),
        }
    }
}
