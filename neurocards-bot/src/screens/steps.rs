//! The screens from the menu to a scenario.

use neurocards_adapters::photo::PhotoLimits;
use neurocards_adapters::telegram::html::Html;
use neurocards_adapters::telegram::keyboard::{Key, Keyboard};
use neurocards_adapters::telegram::texts::Arg;
use neurocards_core::chat::button::Button;
use neurocards_core::money::credits::Credits;
use neurocards_core::work::brief::{OwnPrompt, Template};
use neurocards_core::work::product::Description;

use super::{Rendered, Words};
use crate::conversation::{Screen, Style};

const MEGABYTE: usize = 1024 * 1024;

impl Words<'_> {
    /// One of these screens; `None` for another one.
    pub(super) fn step(&self, screen: &Screen) -> Option<Rendered> {
        let (text, keyboard) = match screen {
            Screen::Menu { balance } => self.menu(*balance),
            Screen::Photo { balance, price } => self.photo(*balance, *price),
            Screen::Description => self.description(),
            Screen::Template { headline } => self.templates(headline),
            Screen::Wishes { style } => self.wishes(*style),
            Screen::PromptWanted => self.prompt_wanted(),
            Screen::PromptShown { prompt } => self.prompt(prompt),
            _ => return None,
        };
        Some(Rendered { text, keyboard })
    }

    fn menu(&self, balance: Credits) -> (Html, Keyboard) {
        let text = self.html("menu", &[]).paragraph(self.balance(balance));
        let keyboard = Keyboard::new()
            .row([self.key("button-create", Button::Create)])
            .row([
                self.key("button-products", Button::Products(0)),
                self.key("button-videos", Button::Videos(0)),
            ])
            .row([
                self.key("button-cabinet", Button::Cabinet),
                self.key("button-support", Button::Support),
            ]);
        (text, keyboard)
    }

    fn photo(&self, balance: Credits, price: Credits) -> (Html, Keyboard) {
        let rules = [
            ("megabytes", Arg::from(PhotoLimits::MAX_BYTES / MEGABYTE)),
            ("pixels", Arg::from(PhotoLimits::MIN_SIDE)),
        ];
        let cost = [("credits", Arg::from(price))];
        let text = self
            .html("photo", &rules)
            .paragraph(self.balance(balance))
            .line(self.html("price-line", &cost));
        (text, Keyboard::new())
    }

    fn description(&self) -> (Html, Keyboard) {
        let max = [("max", Arg::from(Description::MAX_CHARS))];
        (self.html("description", &max), Keyboard::new())
    }

    fn templates(&self, headline: &str) -> (Html, Keyboard) {
        let text = self.html("template-screen", &[("headline", Arg::from(headline))]);
        let all = [Template::Ugc, Template::Ad, Template::Own];
        let keyboard = all.into_iter().fold(Keyboard::new(), |keyboard, template| {
            keyboard.row([Key::button(
                self.template(template),
                Button::Template(template),
            )])
        });
        (text, keyboard)
    }

    fn wishes(&self, style: Style) -> (Html, Keyboard) {
        let key = match style {
            Style::Ugc => "wishes-ugc",
            Style::Ad => "wishes-ad",
        };
        let none = self.key("button-no-wishes", Button::NoWishes);
        (self.html(key, &[]), Keyboard::new().row([none]))
    }

    fn prompt_wanted(&self) -> (Html, Keyboard) {
        let max = [("max", Arg::from(OwnPrompt::MAX_CHARS))];
        (self.html("prompt-wanted", &max), Keyboard::new())
    }

    fn prompt(&self, prompt: &OwnPrompt) -> (Html, Keyboard) {
        let text = self
            .html("prompt-shown", &[])
            .paragraph(Html::text(prompt.as_str()).quote())
            .paragraph(self.html("prompt-shown-hint", &[]));
        let keyboard = Keyboard::new().row([
            self.key("button-approve", Button::ApprovePrompt),
            self.key("button-edit", Button::EditPrompt),
        ]);
        (text, keyboard)
    }
}
