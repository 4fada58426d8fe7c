//! Texts of one language, and the counted words they are put together from.

use std::time::Duration;

use neurocards_adapters::telegram::html::Html;
use neurocards_adapters::telegram::texts::{Arg, Args, Texts};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::payment::Price;
use neurocards_core::user::Language;
use neurocards_core::work::brief::Template;
use neurocards_core::work::format::Format;

use crate::conversation::Offer;

/// The texts of one language, for one offer.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    pub(crate) language: Language,
    pub(crate) offer: &'a Offer,
}

impl Words<'_> {
    /// A text with its look.
    pub(crate) fn html(&self, key: &str, args: Args<'_>) -> Html {
        Texts::get().html(self.language, key, args)
    }

    /// A text without a look.
    pub(crate) fn text(&self, key: &str, args: Args<'_>) -> String {
        Texts::get().text(self.language, key, args)
    }

    /// A number of credits, as in "3 credits".
    pub(super) fn credits(&self, credits: Credits) -> String {
        Texts::get().credits(self.language, credits)
    }

    /// Of which there are too few, as in "3 credits short".
    pub(super) fn lacking(&self, credits: Credits) -> String {
        self.text("credits-from", &[("credits", Arg::from(credits))])
    }

    /// A price with its sign, as in "200 ⭐" or "390 ₽".
    pub(super) fn price(&self, price: Price) -> String {
        Texts::get().price(self.language, price)
    }

    /// A number of videos, as in "5 videos".
    pub(super) fn videos(&self, count: u8) -> String {
        self.text("videos", &[("videos", Arg::from(count))])
    }

    /// "2 minutes" after "about", rounded up, at least one.
    pub(super) fn about_minutes(&self, wait: Duration) -> String {
        let minutes = u32::try_from(wait.as_secs().div_ceil(60)).unwrap_or(u32::MAX);
        self.text("minutes-about", &[("minutes", Arg::from(minutes.max(1)))])
    }

    /// The name of a template.
    pub(super) fn template(&self, template: Template) -> String {
        self.text("template", &[("template", Arg::from(template.as_str()))])
    }

    /// "On your balance: …".
    pub(super) fn balance(&self, balance: Credits) -> Html {
        self.html("balance-line", &[("credits", Arg::from(balance))])
    }

    /// The name of a format's model; its id for one that is not on offer any more.
    pub(super) fn model(&self, format: &Format) -> String {
        let model = self.offer.catalogue.model(&format.model);
        model.map_or_else(|| format.model.to_string(), |model| model.title.clone())
    }
}
