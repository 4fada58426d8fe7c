use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use neurocards_adapters::readiness::NotReady;
use neurocards_adapters::telegram::errors::CallError;
use tokio::time::Instant;

/// How long Telegram may be away before that is worth a word.
const AWAY_FOR: Duration = Duration::from_secs(5);
/// The longest that one question may take with all pauses around it.
const ASKED_WITHIN: Duration = Duration::from_mins(2);

/// Why no update can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The token is that of no bot, or no longer.
    TokenRefused,
    /// Another program asks for the updates of this bot, or has a webhook set.
    OtherPoller,
    /// No connection, no answer, or one that Telegram did not write.
    Away,
}

impl Trouble {
    pub(super) fn of(error: &CallError) -> Self {
        match error {
            refused if refused.is_token_refused() => Self::TokenRefused,
            CallError::Api { code: 409, .. } => Self::OtherPoller,
            _ => Self::Away,
        }
    }

    fn told(self) -> &'static str {
        match self {
            Self::TokenRefused => "cannot be asked for: Telegram refuses BOT_TOKEN",
            Self::OtherPoller => "are taken by another program with the same BOT_TOKEN",
            Self::Away => "cannot be asked for: Telegram does not answer",
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum State {
    NotAsked,
    Asked {
        at: Instant,
    },
    Troubled {
        trouble: Trouble,
        /// A short absence of Telegram, after updates were asked for, is no trouble until then.
        excused_until: Instant,
    },
}

/// How asking for updates goes: the poller writes it, readiness reads it.
pub(crate) struct Polling {
    state: Mutex<State>,
}

impl Polling {
    pub(crate) fn new() -> Self {
        Self {
            state: Mutex::new(State::NotAsked),
        }
    }

    /// What keeps updates from being asked for since the last time that worked.
    pub(super) fn trouble(&self) -> Option<Trouble> {
        match self.state() {
            State::Troubled { trouble, .. } => Some(trouble),
            State::NotAsked | State::Asked { .. } => None,
        }
    }

    /// Whether updates were asked for once at least.
    pub(super) fn has_begun(&self) -> bool {
        !matches!(self.state(), State::NotAsked)
    }

    /// Telegram answered with what it has.
    pub(super) fn asked(&self) {
        if self.trouble().is_some() {
            tracing::info!("updates are asked for again");
        }
        self.set(State::Asked { at: Instant::now() });
    }

    /// Telegram did not. Each trouble is logged once, however long it lasts.
    pub(super) fn failed(&self, error: &CallError) {
        let trouble = Trouble::of(error);
        let excused_until = match self.state() {
            State::NotAsked => Instant::now(),
            State::Asked { .. } => Instant::now() + AWAY_FOR,
            State::Troubled { excused_until, .. } => excused_until,
        };
        match trouble {
            _ if self.trouble() == Some(trouble) => {
                tracing::debug!(%error, "updates cannot be asked for yet");
            }
            Trouble::Away => tracing::warn!(%error, "updates {}", trouble.told()),
            _ => tracing::error!(%error, "updates {}", trouble.told()),
        }
        self.set(State::Troubled {
            trouble,
            excused_until,
        });
    }

    /// Whether updates were asked for lately.
    pub(crate) fn readiness(&self) -> Result<(), NotReady> {
        match self.state() {
            State::NotAsked => Err(NotReady::told("were not asked for yet")),
            State::Troubled {
                trouble: Trouble::Away,
                excused_until,
            } if Instant::now() < excused_until => Ok(()),
            State::Troubled { trouble, .. } => Err(NotReady::told(trouble.told())),
            State::Asked { at } if at.elapsed() > ASKED_WITHIN => {
                Err(NotReady::told("were not asked for lately"))
            }
            State::Asked { .. } => Ok(()),
        }
    }

    fn state(&self) -> State {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, state: State) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api(code: u16) -> CallError {
        CallError::Api {
            code,
            description: "no".to_owned(),
        }
    }

    fn ready(polling: &Polling) -> bool {
        polling.readiness().is_ok()
    }

    #[tokio::test(start_paused = true)]
    async fn a_refused_token_and_another_poller_are_told_at_once() {
        let polling = Polling::new();
        assert!(!ready(&polling), "nobody has asked yet");
        polling.failed(&api(502));
        assert!(!ready(&polling), "it was never there");
        for code in [401, 404, 409] {
            polling.asked();
            assert!(ready(&polling));
            polling.failed(&api(code));
            assert!(!ready(&polling), "{code}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_absence_of_telegram_is_told_once_it_lasts() {
        let polling = Polling::new();
        polling.asked();
        for _ in 0..3 {
            polling.failed(&api(502));
            tokio::time::advance(AWAY_FOR / 3).await;
            assert!(ready(&polling));
        }
        tokio::time::advance(Duration::from_secs(1)).await;
        polling.failed(&api(502));
        assert!(!ready(&polling));
        polling.asked();
        assert!(ready(&polling));
    }

    #[tokio::test(start_paused = true)]
    async fn a_poller_that_hangs_is_not_ready() {
        let polling = Polling::new();
        polling.asked();
        tokio::time::advance(ASKED_WITHIN + Duration::from_secs(1)).await;
        assert!(!ready(&polling));
    }
}
