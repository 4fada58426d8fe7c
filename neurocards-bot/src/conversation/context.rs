//! What a turn may know besides the state and the input.

use std::time::Duration;

use chrono::{DateTime, Utc};
use neurocards_core::chat::card::Card;
use neurocards_core::ids::ModelId;
use neurocards_core::ids::{InvoiceId, JobId, OrderId, ProductId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::{Friends, Promo, ReferralRules};
use neurocards_core::money::ledger::{Balance, Entry};
use neurocards_core::money::payment::{Invoice, Packs, Payment, RefundPolicy};
use neurocards_core::user::User;
use neurocards_core::work::catalogue::Catalogue;
use neurocards_core::work::job::Job;
use neurocards_core::work::order::{NewOrder, Order, VideoTitle};
use neurocards_core::work::product::Product;
use url::Url;

use super::input::PhotoVerdict;

/// Everything a turn knows besides the state and the input.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The person who speaks.
    pub user: &'a User,
    /// What they have.
    pub balance: Balance,
    /// What is on offer, and by which rules.
    pub offer: &'a Offer,
    /// Ids for what this turn may create.
    pub ids: FreshIds,
    /// The time of the turn.
    pub now: DateTime<Utc>,
    /// The answers to [`super::questions`].
    pub found: Found,
}

/// What the bot offers, and its rules: the same for everybody.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The models on offer.
    pub catalogue: Catalogue,
    /// Free credits for a person who accepts the terms for the first time; may be zero.
    pub welcome_credits: Credits,
    /// The version of the terms that must be accepted.
    pub consent_version: u32,
    /// Pages for people.
    pub links: Links,
    /// How long a job may take before it fails with a refund.
    pub job_deadline: Duration,
    /// The packs on offer.
    pub packs: Packs,
    /// When people may take their money back by themselves.
    pub self_refund: RefundPolicy,
    /// What bringing a friend is worth.
    pub referral: ReferralRules,
}

/// Pages for people.
#[derive(Debug, Clone)]
pub struct Links {
    /// The user agreement.
    pub terms: Url,
    /// The public offer.
    pub offer: Url,
    /// The privacy policy.
    pub privacy: Url,
    /// Where people help.
    pub support: Url,
}

/// Ids nobody has used yet; a turn takes what it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FreshIds {
    /// For a new product.
    pub product: ProductId,
    /// For a new order.
    pub order: OrderId,
    /// For its jobs.
    pub jobs: [JobId; NewOrder::MAX_JOBS],
    /// For a new invoice.
    pub invoice: InvoiceId,
}

/// What the store answered. Everything in it belongs to the person who asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The answer to [`super::Question::Product`].
    pub product: Option<Product>,
    /// The answer to [`super::Question::Order`], and the order of [`super::Question::Variant`].
    pub order: Option<Order>,
    /// The answer to [`super::Question::Photo`].
    pub photo: PhotoVerdict,
    /// The answer to [`super::Question::Card`].
    pub card: Option<Card>,
    /// The answer to [`super::Question::Job`].
    pub job: Option<Job>,
    /// The answer to [`super::Question::Statement`]: one row more than a page if there is a next page.
    pub entries: Vec<Entry>,
    /// What the jobs of these entries are videos of.
    pub titles: Vec<VideoTitle>,
    /// The payments of these entries.
    pub charges: Vec<Payment>,
    /// The answer to [`super::Question::Products`]: likewise.
    pub products: Vec<Product>,
    /// The answer to [`super::Question::Videos`]: likewise.
    pub videos: Vec<Job>,
    /// The answer to [`super::Question::Payments`]: likewise.
    pub payments: Vec<Payment>,
    /// The answer to [`super::Question::Wait`]: own medians, by model.
    pub waits: Vec<(ModelId, Duration)>,
    /// The answer to [`super::Question::Welcomed`].
    pub welcomed: bool,
    /// The answer to [`super::Question::Payment`] and [`super::Question::Charge`].
    pub payment: Option<Payment>,
    /// The answer to [`super::Question::Charge`], whoever paid: the store compares.
    pub invoice: Option<Invoice>,
    /// The answer to [`super::Question::Promo`].
    pub promo: Option<Promo>,
    /// The answer to [`super::Question::Friends`].
    pub friends: Friends,
    /// The bot's name, to the same question; `None` while nobody tells it.
    pub bot: Option<String>,
}

impl Context<'_> {
    /// The same, with more to spend.
    #[must_use]
    pub(crate) fn richer(&self, by: Credits) -> Self {
        let mut richer = self.clone();
        let available = self.balance.available;
        richer.balance.available = available.checked_add(by).unwrap_or(Credits::MAX);
        richer
    }

    /// How long a video of this model takes: own median, else what the catalogue says.
    pub fn wait(&self, model: &ModelId) -> Duration {
        let median = self.found.waits.iter().find(|(of, _)| of == model);
        let usual = || {
            self.offer
                .catalogue
                .model(model)
                .map(|model| model.usual_render)
        };
        median
            .map(|(_, wait)| *wait)
            .or_else(usual)
            .unwrap_or(self.offer.job_deadline)
    }

    /// Whether the terms in force are accepted.
    pub fn has_consent(&self) -> bool {
        let accepted = self.user.consent.as_ref();
        accepted.is_some_and(|consent| consent.version == self.offer.consent_version)
    }
}
