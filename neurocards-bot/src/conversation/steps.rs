//! The steps from a photo to an order, one file each; and what each
//! of them shows and answers.

pub(crate) mod confirm;
pub(crate) mod count;
pub(crate) mod description;
pub(crate) mod format;
pub(crate) mod own_prompt;
pub(crate) mod photo;
pub(crate) mod template;
pub(crate) mod wishes;

use neurocards_core::chat::button::Button;
use neurocards_core::money::credits::Credits;
use neurocards_core::work::catalogue::Catalogue;
use neurocards_core::work::format::Format;

use super::answer::Answer;
use super::context::Context;
use super::reply::Remark;
use super::screen::Screen;
use super::state::State;

impl State {
    /// The screen that shows it.
    pub(crate) fn screen(&self, context: &Context<'_>) -> Screen {
        match self {
            Self::Menu | Self::Lost => Screen::Menu {
                balance: context.balance.available,
            },
            Self::Photo => Screen::Photo {
                balance: context.balance.available,
                price: lowest_price(&context.offer.catalogue),
            },
            Self::Description(_) => Screen::Description,
            Self::Template(at) => at.screen(),
            Self::Wishes(at) => at.screen(),
            Self::OwnPrompt(at) => at.screen(),
            Self::Format(at) => at.screen(),
            Self::Count(at) => at.screen(context),
            Self::Confirm(at) => at.screen(context),
        }
    }

    /// The answer to a text.
    pub(crate) fn hear(&self, text: &str, format: &Format, context: &Context<'_>) -> Answer {
        match self {
            Self::Menu
            | Self::Template(_)
            | Self::Format(_)
            | Self::Count(_)
            | Self::Confirm(_) => Answer::again(Remark::PressAButton),
            Self::Lost => Answer::to(Self::Menu).saying(Remark::Lost),
            Self::Photo => Answer::again(Remark::PhotoPlease),
            Self::Description(at) => at.hear(text, context),
            Self::Wishes(at) => at.hear(text, format),
            Self::OwnPrompt(at) => at.hear(text),
        }
    }

    /// The answer to content that is neither text nor an image.
    pub(crate) fn refuse(&self) -> Answer {
        match self {
            Self::Lost => Answer::to(Self::Menu).saying(Remark::Lost),
            Self::Photo => Answer::again(Remark::PhotoPlease),
            Self::Description(_) | Self::Wishes(_) | Self::OwnPrompt(_) => {
                Answer::again(Remark::TextPlease)
            }
            _ => Answer::again(Remark::PressAButton),
        }
    }

    /// The answer to one of this state's own buttons; `None` for a button of another state.
    pub(crate) fn press(
        &self,
        button: Button,
        format: &Format,
        context: &Context<'_>,
    ) -> Option<Answer> {
        match self {
            Self::Menu | Self::Photo | Self::Description(_) => None,
            Self::Lost => Some(Answer::to(Self::Menu).saying(Remark::Lost)),
            Self::Template(at) => at.press(button),
            Self::Wishes(at) => at.press(button, format),
            Self::OwnPrompt(at) => at.press(button, format),
            Self::Format(at) => at.press(button, context),
            Self::Count(at) => at.press(button, context),
            Self::Confirm(at) => at.press(button),
        }
    }
}

fn lowest_price(catalogue: &Catalogue) -> Credits {
    let prices = catalogue.models().iter().map(|model| model.price);
    prices.min().unwrap_or_default()
}
