//! Welcome, help, papers: the screens that mostly tell.

use neurocards_adapters::telegram::html::Html;
use neurocards_adapters::telegram::keyboard::{Key, Keyboard};
use neurocards_adapters::telegram::texts::Arg;
use neurocards_core::chat::button::Button;
use neurocards_core::money::credits::Credits;
use neurocards_core::user::Language;
use url::Url;

use super::{Rendered, Words};
use crate::conversation::Screen;

impl Words<'_> {
    /// Every other screen.
    pub(super) fn information(&self, screen: &Screen) -> Rendered {
        let links = &self.offer.links;
        let write_us = || self.open("button-write-us", &links.support);
        let (text, keyboard) = match screen {
            Screen::Consent { version } => self.consent(*version),
            Screen::Welcome { credits } => self.welcome(*credits),
            Screen::Languages => (self.html("languages", &[]), languages()),
            Screen::Support => (self.html("support", &[]), write_us()),
            Screen::PaySupport => {
                let receipts = self.key("button-receipts", Button::Receipts(0));
                (self.pay_support(), write_us().row([receipts]))
            }
            Screen::DeleteMe => (self.html("delete-me", &[]), write_us()),
            Screen::Terms => (self.html("terms", &[]), self.terms()),
            Screen::Privacy => (
                self.html("privacy", &[]),
                self.open("button-privacy", &links.privacy),
            ),
            _ => (self.html("help", &[]), self.begin()),
        };
        Rendered { text, keyboard }
    }

    fn consent(&self, version: u32) -> (Html, Keyboard) {
        let links = &self.offer.links;
        let text = self.html(
            "consent",
            &[
                ("terms", Arg::from(&links.terms)),
                ("offer", Arg::from(&links.offer)),
                ("privacy", Arg::from(&links.privacy)),
            ],
        );
        let keyboard = Keyboard::new()
            .row([self.key("button-accept", Button::AcceptTerms(version))])
            .row([self.key("button-language", Button::Languages)]);
        (text, keyboard)
    }

    fn welcome(&self, credits: Credits) -> (Html, Keyboard) {
        let mut text = self.html("welcome", &[]);
        if !credits.is_zero() {
            let gift = [("credits", Arg::from(credits))];
            text = text.paragraph(self.html("welcome-gift", &gift));
        }
        let go_on = self.key("button-continue", Button::Continue);
        (text, Keyboard::new().row([go_on]))
    }

    fn pay_support(&self) -> Html {
        let text = self.html("paysupport", &[]);
        if self.offer.self_refund.within.is_zero() {
            return text;
        }
        text.paragraph(self.html("paysupport-refund", &[]))
    }

    fn begin(&self) -> Keyboard {
        Keyboard::new().row([self.key("button-create", Button::Create)])
    }

    fn terms(&self) -> Keyboard {
        let links = &self.offer.links;
        Keyboard::new().row([
            Key::url(self.text("button-terms", &[]), links.terms.clone()),
            Key::url(self.text("button-offer", &[]), links.offer.clone()),
        ])
    }

    pub(super) fn open(&self, label: &str, url: &Url) -> Keyboard {
        Keyboard::new().row([Key::url(self.text(label, &[]), url.clone())])
    }
}

/// Each language in its own words, whatever is spoken now.
fn languages() -> Keyboard {
    Keyboard::new().row([
        Key::button("Русский", Button::Language(Language::Ru)),
        Key::button("English", Button::Language(Language::En)),
    ])
}
