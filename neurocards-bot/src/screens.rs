//! How a reply looks: text and buttons, in the person's language.

pub(crate) mod command_list;
mod history;
mod information;
mod lists;
mod order;
mod remarks;
mod shop;
mod steps;
mod words;

use neurocards_adapters::telegram::html::{Html, TEXT_MAX};
use neurocards_adapters::telegram::keyboard::{Key, Keyboard};
use neurocards_core::chat::button::Button;
use neurocards_core::user::Language;

use crate::conversation::{Offer, Remark, Screen};

pub use remarks::{apology, invoice, invoice_doubtful, invoice_failed, toast};
pub(crate) use words::Words;

/// A message as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The text above the buttons.
    pub text: Html,
    /// The buttons under the text.
    pub keyboard: Keyboard,
}

/// A screen with what is said above it; `resume` adds the way back to a draft.
pub fn render(
    screen: &Screen,
    remark: Option<Remark>,
    resume: bool,
    language: Language,
    offer: &Offer,
) -> Rendered {
    let words = Words { language, offer };
    let Rendered { text, keyboard } = words.screen(screen);
    let text = match remark {
        Some(remark) => words.remark(remark).paragraph(text),
        None => text,
    };
    Rendered {
        text: text.fit(TEXT_MAX),
        keyboard: words.with_way_out(screen, keyboard, resume),
    }
}

impl Words<'_> {
    fn screen(&self, screen: &Screen) -> Rendered {
        self.step(screen)
            .or_else(|| self.order(screen))
            .or_else(|| self.list(screen))
            .or_else(|| self.history(screen))
            .or_else(|| self.shop(screen))
            .unwrap_or_else(|| self.information(screen))
    }

    /// The last row: back to the draft, and the menu, wherever one is not there already.
    fn with_way_out(&self, screen: &Screen, keyboard: Keyboard, resume: bool) -> Keyboard {
        let resume = resume.then(|| self.key("button-resume", Button::Continue));
        let has_none = matches!(
            screen,
            Screen::Consent { .. } | Screen::Welcome { .. } | Screen::Menu { .. }
        );
        let menu = (!has_none).then(|| self.key("button-menu", Button::Menu));
        keyboard.row(resume).row(menu)
    }

    fn key(&self, label: &str, button: Button) -> Key {
        Key::button(self.text(label, &[]), button)
    }
}

#[cfg(test)]
mod tests;
