//! What a message shows, as data.

mod history;

use std::time::Duration;

use neurocards_core::ids::{JobId, OrderId, ProductId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::payment::{Currency, Payment, RefundRefusal};
use neurocards_core::work::brief::{OwnPrompt, Template, VideoCount, Wishes};
use neurocards_core::work::format::Format;
use serde::{Deserialize, Serialize};

use super::draft::Style;

pub use history::{About, By, HistoryLine};

/// What a message shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "screen", rename_all = "snake_case")]
pub enum Screen {
    /// The terms, to be accepted.
    Consent {
        /// The version that is to be accepted.
        version: u32,
    },
    /// What the bot does.
    Welcome {
        /// Credits given just now; may be zero.
        credits: Credits,
    },
    /// The menu, from which everything is reached.
    Menu {
        /// Credits to spend.
        balance: Credits,
    },
    /// Asks for a photo.
    Photo {
        /// Credits to spend.
        balance: Credits,
        /// The lowest price of one video.
        price: Credits,
    },
    /// Asks for a description.
    Description,
    /// Asks for a template.
    Template {
        /// First words of the product.
        headline: String,
    },
    /// Asks for wishes.
    Wishes {
        /// For which template.
        style: Style,
    },
    /// Asks for an own prompt.
    PromptWanted,
    /// Echoes the own prompt.
    PromptShown {
        /// The prompt as it was written.
        prompt: OwnPrompt,
    },
    /// Asks for model and length.
    Format {
        /// What is chosen so far.
        format: Format,
    },
    /// Asks how many videos.
    Count {
        /// Credits to spend.
        balance: Credits,
        /// Price of one video.
        price: Credits,
        /// The last choice was too dear.
        shortage: Option<Shortage>,
    },
    /// The order before it is placed.
    Confirm {
        /// The id it will have.
        order: OrderId,
        /// First words of the product.
        headline: String,
        /// The template of the scenario.
        template: Template,
        /// The wishes that were added to it, if any.
        wishes: Option<Wishes>,
        /// Model and length.
        format: Format,
        /// How many videos.
        count: VideoCount,
        /// What all of them cost.
        cost: Credits,
        /// What is left then.
        left: Credits,
        /// How long one of them usually takes.
        wait: Duration,
    },
    /// Balance and what leads on from there.
    Cabinet {
        /// Credits to spend.
        balance: Credits,
        /// Credits of videos in work.
        held: Credits,
    },
    /// One page of the statement.
    History {
        /// Which page, from 0.
        page: u16,
        /// Credits of videos in work.
        held: Credits,
        /// Its lines, newest first.
        lines: Vec<HistoryLine>,
        /// Whether there is another page.
        more: bool,
    },
    /// One page of the products.
    Products {
        /// Which page, from 0.
        page: u16,
        /// Its rows, one button each.
        rows: Vec<Listed<ProductId>>,
        /// Whether there is another page.
        more: bool,
    },
    /// One product, with a button to order videos of it.
    Product {
        /// The id that its button names.
        product: ProductId,
        /// What its owner wrote about it.
        description: String,
    },
    /// The finished videos.
    Videos {
        /// Which page, from 0.
        page: u16,
        /// Its rows, one button each.
        rows: Vec<Listed<JobId>>,
        /// Whether there is another page.
        more: bool,
    },
    /// The packs on offer.
    TopUp {
        /// Credits to spend.
        balance: Credits,
        /// The currency of the prices.
        currency: Currency,
    },
    /// One page of the payments.
    Receipts {
        /// Which page, from 0.
        page: u16,
        /// Its rows, newest first.
        rows: Vec<Payment>,
        /// Whether there is another page.
        more: bool,
    },
    /// One payment, with the way to its money.
    Receipt {
        /// The payment that is shown.
        payment: Payment,
        /// Why its money cannot be had back with a button; `None` shows the button.
        refusal: Option<RefundRefusal>,
    },
    /// A refund before it is begun.
    RefundConfirm {
        /// Of which payment.
        payment: Payment,
    },
    /// How promo codes work.
    Promo,
    /// The person's own link, and what came of it.
    Referral {
        /// The link, unless the bot's name is not known just now.
        link: Option<String>,
        /// Friends who came.
        came: u32,
        /// Friends for whom there was a reward.
        rewarded: u32,
    },
    /// The languages on offer.
    Languages,
    /// How it works.
    Help,
    /// Help by people.
    Support,
    /// Help by people with payments.
    PaySupport,
    /// The agreement and the offer.
    Terms,
    /// The privacy policy.
    Privacy,
    /// How one's data are erased.
    DeleteMe,
}

/// How much is missing for the last choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortage {
    /// What the choice costs.
    pub needed: Credits,
    /// How many credits are missing for it.
    pub missing: Credits,
}

/// One row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed<Id> {
    /// What a press names.
    pub id: Id,
    /// What people read.
    pub headline: String,
}
