//! The screens of the way from the menu to an order.

use neurocards_adapters::photo::PhotoLimits;
use neurocards_adapters::telegram::callback::Button;
use neurocards_adapters::telegram::html::Html;
use neurocards_adapters::telegram::keyboard::{Key, Keyboard};
use neurocards_adapters::telegram::texts::Arg;
use neurocards_core::brief::{Format, OwnPrompt, Template, VideoCount, Wishes};
use neurocards_core::credits::Credits;
use neurocards_core::product::Description;

use super::{Rendered, Words};
use crate::conversation::{Screen, Shortage, Style};

const MEGABYTE: usize = 1024 * 1024;
/// UTF-16 units of the wishes that the confirm screen shows.
const WISHES_MAX: usize = 600;

impl Words<'_> {
    /// A screen of this way; `None` for another one.
    pub(super) fn step(&self, screen: &Screen) -> Option<Rendered> {
        let (text, keyboard) = match screen {
            Screen::Menu { balance } => self.menu(*balance),
            Screen::Photo { balance, price } => self.photo(*balance, *price),
            Screen::Description => self.description(),
            Screen::Template { headline } => self.templates(headline),
            Screen::Wishes { style } => self.wishes(*style),
            Screen::PromptWanted => self.prompt_wanted(),
            Screen::PromptShown { prompt } => self.prompt(prompt),
            Screen::Format { format } => self.format(format),
            Screen::Count {
                balance,
                price,
                shortage,
            } => self.counts(*balance, *price, *shortage),
            Screen::Confirm { .. } => self.confirm(screen)?,
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
        let cost = [("cost", Arg::from(self.credits(price)))];
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

    fn format(&self, format: &Format) -> (Html, Keyboard) {
        let model = self.house.catalogue.model(&format.model);
        let price = model.map_or(Credits::ZERO, |model| model.price);
        let text = self.html(
            "format",
            &[
                ("model", Arg::from(self.model(format))),
                ("seconds", Arg::from(format.seconds)),
                ("aspect", Arg::from(format.aspect.as_str())),
                ("cost", Arg::from(self.credits(price))),
            ],
        );
        let keyboard = Keyboard::new()
            .row(self.models(format))
            .row(self.lengths(format))
            .row([self.key("button-done", Button::ApproveFormat)]);
        (text, keyboard)
    }

    /// A button names its model by a byte: more models than that are not offered.
    fn models(&self, format: &Format) -> Vec<Key> {
        let models = self.house.catalogue.models().iter();
        let key = |(model, index): (&neurocards_core::catalogue::VideoModel, u8)| {
            let label = self.choice(model.title.clone(), model.id == format.model);
            Key::button(label, Button::Model(index))
        };
        models.zip(0..=u8::MAX).map(key).collect()
    }

    fn lengths(&self, format: &Format) -> Vec<Key> {
        let model = self.house.catalogue.model(&format.model);
        let lengths = model.map_or(&[][..], |model| &model.seconds);
        let key = |seconds: &u8| {
            let label = self.text("button-seconds", &[("seconds", Arg::from(*seconds))]);
            let label = self.choice(label, *seconds == format.seconds);
            Key::button(label, Button::Seconds(*seconds))
        };
        lengths.iter().map(key).collect()
    }

    fn choice(&self, label: String, chosen: bool) -> String {
        if chosen {
            self.text("button-chosen", &[("label", Arg::from(label))])
        } else {
            label
        }
    }

    fn counts(
        &self,
        balance: Credits,
        price: Credits,
        shortage: Option<Shortage>,
    ) -> (Html, Keyboard) {
        let text = self.html("count", &[]).paragraph(self.balance(balance));
        let keyboard = VideoCount::ALL
            .into_iter()
            .fold(Keyboard::new(), |keyboard, count| {
                keyboard.row([self.count_key(count, price)])
            });
        let Some(Shortage { needed, missing }) = shortage else {
            return (text, keyboard);
        };
        let short = [
            ("needed", Arg::from(self.credits(needed))),
            ("missing", Arg::from(self.credits(missing))),
        ];
        let top_up = self.key("button-top-up", Button::TopUp);
        (
            text.paragraph(self.html("shortage", &short)),
            keyboard.row([top_up]),
        )
    }

    fn count_key(&self, count: VideoCount, price: Credits) -> Key {
        let cost = price.checked_mul(count.get()).unwrap_or(Credits::MAX);
        let label = self.text(
            "button-count",
            &[
                ("amount", Arg::from(self.videos(count.get()))),
                ("cost", Arg::from(self.credits(cost))),
            ],
        );
        Key::button(label, Button::Count(count))
    }

    fn confirm(&self, screen: &Screen) -> Option<(Html, Keyboard)> {
        let Screen::Confirm {
            order,
            headline,
            template,
            wishes,
            format,
            count,
            cost,
            left,
            wait,
        } = screen
        else {
            return None;
        };
        let text = self.html(
            "confirm",
            &[
                ("headline", Arg::from(headline)),
                ("what", Arg::from(self.template(*template))),
                ("model", Arg::from(self.model(format))),
                ("seconds", Arg::from(format.seconds)),
                ("aspect", Arg::from(format.aspect.as_str())),
                ("amount", Arg::from(self.videos(count.get()))),
                ("cost", Arg::from(self.credits(*cost))),
                ("left", Arg::from(self.credits(*left))),
                ("wait", Arg::from(self.minutes(*wait))),
            ],
        );
        let text = match template {
            Template::Own => text,
            Template::Ugc | Template::Ad => text.paragraph(self.wished(wishes.as_ref())),
        };
        let keyboard = Keyboard::new()
            .row([self.key("button-launch", Button::Launch(*order))])
            .row([
                self.key("button-edit", Button::EditOrder),
                self.key("button-drop", Button::CancelDraft),
            ]);
        Some((text, keyboard))
    }

    fn wished(&self, wishes: Option<&Wishes>) -> Html {
        match wishes {
            None => self.html("confirm-no-wishes", &[]),
            Some(wishes) => self
                .html("confirm-wishes", &[])
                .line(Html::text(wishes.as_str()).quote().fit(WISHES_MAX)),
        }
    }
}
