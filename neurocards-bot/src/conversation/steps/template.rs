//! The third step: one of the three ways to a scenario.

use neurocards_core::chat::button::Button;
use neurocards_core::work::brief::Template;

use crate::conversation::answer::Answer;
use crate::conversation::draft::{AskPrompt, AskTemplate, AskWishes, Style};
use crate::conversation::screen::Screen;
use crate::conversation::state::State;

/// Characters of a product's headline on a screen.
pub(crate) const HEADLINE_MAX: usize = 60;

impl AskTemplate {
    pub(crate) fn screen(&self) -> Screen {
        Screen::Template {
            headline: self.product.description.headline(HEADLINE_MAX),
        }
    }

    pub(crate) fn press(&self, button: Button) -> Option<Answer> {
        let Button::Template(template) = button else {
            return None;
        };
        let product = self.product.clone();
        let wishes = |style| {
            State::Wishes(AskWishes {
                product: self.product.clone(),
                style,
            })
        };
        Some(Answer::to(match template {
            Template::Ugc => wishes(Style::Ugc),
            Template::Ad => wishes(Style::Ad),
            Template::Own => State::OwnPrompt(AskPrompt {
                product,
                prompt: None,
            }),
        }))
    }
}
