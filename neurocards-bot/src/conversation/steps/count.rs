//! The sixth step: how many videos, and whether the credits suffice.

use neurocards_core::chat::button::Button;
use neurocards_core::money::credits::Credits;
use neurocards_core::work::brief::{Brief, VideoCount};

use crate::conversation::answer::Answer;
use crate::conversation::context::Context;
use crate::conversation::draft::{AskConfirm, AskCount, AskFormat};
use crate::conversation::reply::Remark;
use crate::conversation::screen::{Screen, Shortage};
use crate::conversation::state::State;

impl AskCount {
    pub(crate) fn screen(&self, context: &Context<'_>) -> Screen {
        let balance = context.balance.available;
        let price = price(&self.brief, context).unwrap_or_default();
        Screen::Count {
            balance,
            price,
            shortage: self
                .wanted
                .and_then(|count| shortage(count, price, balance)),
        }
    }

    pub(crate) fn press(&self, button: Button, context: &Context<'_>) -> Option<Answer> {
        let Button::Count(count) = button else {
            return None;
        };
        Some(self.clone().choose(count, context))
    }

    /// Goes on to the confirm screen with a fresh order id, if format and credits allow.
    pub(crate) fn choose(self, count: VideoCount, context: &Context<'_>) -> Answer {
        let Some(price) = price(&self.brief, context) else {
            return self.format_gone(context);
        };
        if shortage(count, price, context.balance.available).is_some() {
            return Answer::to(State::Count(Self {
                wanted: Some(count),
                ..self
            }));
        }
        Answer::to(State::Confirm(AskConfirm {
            order: context.ids.order,
            product: self.product,
            brief: self.brief,
            count,
        }))
    }

    fn format_gone(self, context: &Context<'_>) -> Answer {
        Answer::to(State::Format(AskFormat {
            product: self.product,
            scenario: self.brief.scenario,
            format: context.offer.catalogue.default_format(),
        }))
        .saying(Remark::FormatGone)
    }
}

/// The price of one video; `None` if its format is not on offer.
pub(crate) fn price(brief: &Brief, context: &Context<'_>) -> Option<Credits> {
    let model = context.offer.catalogue.check(&brief.format).ok()?;
    Some(model.price)
}

/// What is missing for `count` videos; `None` if the balance suffices.
fn shortage(count: VideoCount, price: Credits, balance: Credits) -> Option<Shortage> {
    let needed = price.checked_mul(count.get()).unwrap_or(Credits::MAX);
    let missing = needed
        .checked_sub(balance)
        .filter(|missing| !missing.is_zero())?;
    Some(Shortage { needed, missing })
}
