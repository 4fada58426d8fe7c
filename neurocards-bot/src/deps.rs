//! What a bot is given: the ports it works with, its chat, and the numbers it runs by.

use std::sync::Arc;

use neurocards_adapters::kie::callback::CallbackKey;
use neurocards_adapters::telegram::client::TelegramClient;
use neurocards_core::ports::{Clock, IdSource, MediaStore, Stores};
use neurocards_core::work::catalogue::Catalogue;

use crate::conversation::Offer;
use crate::options::BotOptions;

/// Everything a bot needs from the world.
#[derive(Clone)]
pub struct BotDeps {
    /// The store of updates, people, orders and payments.
    pub stores: Stores,
    /// The store that photos go to.
    pub media: Arc<dyn MediaStore>,
    /// The chat that updates come from and replies go to.
    pub client: TelegramClient,
    /// Where the ids of products, orders, jobs and invoices come from.
    pub ids: Arc<dyn IdSource>,
    /// The time that people and operators are told.
    pub clock: Arc<dyn Clock>,
    /// What callbacks of the video provider are told from a stranger's request by.
    pub callback_key: CallbackKey,
    /// The video models on offer.
    pub catalogue: Catalogue,
    /// The numbers this process runs by.
    pub options: BotOptions,
}

impl BotDeps {
    pub(crate) fn offer(&self) -> Offer {
        Offer {
            catalogue: self.catalogue.clone(),
            welcome_credits: self.options.welcome_credits,
            consent_version: self.options.consent_version,
            links: self.options.links.clone(),
            job_deadline: self.options.job_deadline,
            packs: self.options.packs.clone(),
            self_refund: self.options.self_refund,
            referral: self.options.referral,
        }
    }
}
