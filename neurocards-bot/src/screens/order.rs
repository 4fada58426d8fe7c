//! The screens from a scenario to an order: format, number, confirmation.

use neurocards_adapters::telegram::html::Html;
use neurocards_adapters::telegram::keyboard::{Key, Keyboard};
use neurocards_adapters::telegram::texts::Arg;
use neurocards_core::chat::button::Button;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::payment::Currency;
use neurocards_core::work::brief::{Template, VideoCount, Wishes};
use neurocards_core::work::catalogue::VideoModel;
use neurocards_core::work::format::Format;

use super::{Rendered, Words};
use crate::conversation::{Screen, Shortage};

/// UTF-16 units of the wishes that the confirm screen shows.
const WISHES_MAX: usize = 600;

impl Words<'_> {
    /// One of these screens; `None` for another one.
    pub(super) fn order(&self, screen: &Screen) -> Option<Rendered> {
        let (text, keyboard) = match screen {
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

    fn format(&self, format: &Format) -> (Html, Keyboard) {
        let model = self.offer.catalogue.model(&format.model);
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
        let models = self.offer.catalogue.models().iter();
        let key = |(model, index): (&VideoModel, u8)| {
            let label = self.choice(model.title.clone(), model.id == format.model);
            Key::button(label, Button::Model(index))
        };
        models.zip(0..=u8::MAX).map(key).collect()
    }

    fn lengths(&self, format: &Format) -> Vec<Key> {
        let model = self.offer.catalogue.model(&format.model);
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
            ("missing", Arg::from(self.lacking(missing))),
        ];
        let top_up = self.key("button-top-up", Button::TopUp(Currency::Stars));
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
                ("wait", Arg::from(self.about_minutes(*wait))),
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
