//! How a bot behaves, and the numbers it runs by.

use std::net::SocketAddr;
use std::time::Duration;

use neurocards_adapters::pump::PumpOptions;
use neurocards_adapters::settings::variables;
use neurocards_adapters::telegram::client::RoubleProvider;
use neurocards_core::ids::{ChatId, WorkerId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::ReferralRules;
use neurocards_core::money::payment::{Currency, Packs, RefundPolicy};

use crate::conversation::Links;
use crate::money::checkout;

/// How a bot behaves and runs. [`BotOptions::named`] is for production; tests shorten the spans.
#[derive(Debug, Clone)]
pub struct BotOptions {
    /// This process, as the one that leases updates.
    pub worker: WorkerId,
    /// Free credits for a new person; may be zero.
    pub welcome_credits: Credits,
    /// The version of the terms that must be accepted.
    pub consent_version: u32,
    /// Pages for people.
    pub links: Links,
    /// How long a job may take before it fails with a refund.
    pub job_deadline: Duration,
    /// The packs on offer.
    pub packs: Packs,
    /// Who takes roubles; without one no invoice in roubles can be sent.
    pub roubles: Option<RoubleProvider>,
    /// When people may take their Stars back by themselves.
    pub self_refund: RefundPolicy,
    /// What bringing a friend is worth.
    pub referral: ReferralRules,
    /// Who is told of alarms.
    pub admins: Vec<ChatId>,
    /// How often payments are compared with Telegram's list.
    pub reconcile_every: Duration,
    /// Where the HTTP side listens; `None` has none.
    pub listen: Option<SocketAddr>,
    /// How long a question before a payment may take, from the moment it is read; Telegram waits
    /// for 10 seconds.
    pub checkout_within: Duration,
    /// Updates handled at once.
    pub in_hand: usize,
    /// How often the inbox is asked when no hint comes.
    pub poll_every: Duration,
    /// How long one update is leased: longer than a photo and all waits for replies together.
    pub lease_for: Duration,
    /// Processes that may die of one update before it is closed with an apology.
    pub crashes_max: u16,
    /// How long a photo may take, from the chat into the media store.
    pub photo_within: Duration,
    /// How long all replies of one update may wait for a chat that takes nothing just now.
    pub reply_patience: Duration,
    /// How long one `getUpdates` waits; Telegram caps it at 50 s.
    pub long_poll: Duration,
    /// The longest pause after a failed `getUpdates`; the first is a sixteenth of it.
    pub poll_backoff: Duration,
    /// How long updates in hand may go on after the signal to stop.
    pub drain_for: Duration,
}

impl BotOptions {
    /// The defaults of production for a process with this name.
    pub fn named(worker: impl Into<String>, links: Links) -> Self {
        let secs = Duration::from_secs;
        let options = Self {
            worker: WorkerId(worker.into()),
            welcome_credits: Credits::small(2),
            consent_version: 1,
            links,
            job_deadline: Duration::from_hours(1),
            packs: usual_packs(),
            roubles: None,
            self_refund: RefundPolicy {
                within: Duration::from_hours(14 * 24),
            },
            referral: ReferralRules {
                credits: Credits::small(2),
                friends_max: 50,
            },
            admins: Vec::new(),
            reconcile_every: Duration::from_hours(24),
            listen: None,
            checkout_within: checkout::ANSWER_WITHIN,
            in_hand: 64,
            poll_every: secs(1),
            lease_for: Duration::ZERO,
            crashes_max: 3,
            photo_within: Duration::ZERO,
            reply_patience: Duration::ZERO,
            long_poll: secs(45),
            poll_backoff: secs(30),
            drain_for: secs(30),
        };
        options.leased_for(secs(30))
    }

    /// The same with another lease of an update, and with the spans that must fit into it: a photo
    /// may take 60 % of it and the waits for replies 30 %, a minute each at most.
    #[must_use]
    pub fn leased_for(self, lease_for: Duration) -> Self {
        let most = Duration::from_mins(1);
        Self {
            lease_for,
            photo_within: lease_for.mul_f64(0.6).min(most),
            reply_patience: lease_for.mul_f64(0.3).min(most),
            ..self
        }
    }

    pub(crate) fn pump(&self) -> PumpOptions {
        PumpOptions {
            in_hand: self.in_hand,
            poll_every: self.poll_every,
            drain_for: self.drain_for,
        }
    }
}

/// The packs that are sold for Stars where nothing else is said.
fn usual_packs() -> Packs {
    let list = variables::PACKS_STARS.default.unwrap_or_default();
    Packs::parse(&[(Currency::Stars, list)]).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_is_sold_where_nothing_is_said() {
        assert_eq!(usual_packs().all().len(), 4);
    }
}
