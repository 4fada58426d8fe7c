//! The statement in words.

use neurocards_adapters::telegram::html::Html;
use neurocards_adapters::telegram::keyboard::Keyboard;
use neurocards_adapters::telegram::texts::Arg;
use neurocards_core::chat::button::Button;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::ledger::EntryKind;
use neurocards_core::user::Language;

use super::{Rendered, Words};
use crate::conversation::{About, By, HistoryLine, Screen};

impl Words<'_> {
    /// The statement; `None` for another screen.
    pub(super) fn history(&self, screen: &Screen) -> Option<Rendered> {
        let Screen::History {
            page,
            held,
            lines,
            more,
        } = screen
        else {
            return None;
        };
        let text = if lines.is_empty() {
            self.html("history-empty", &[])
        } else {
            let lines = lines.iter().map(|line| self.line(line));
            self.title(*page, *held).paragraph(Html::lines(lines))
        };
        let keyboard = self.paged(Keyboard::new(), *page, *more, Button::History);
        Some(Rendered { text, keyboard })
    }

    fn title(&self, page: u16, held: Credits) -> Html {
        let title = self.html("history", &[("page", Arg::from(u32::from(page) + 1))]);
        if held.is_zero() {
            return title;
        }
        title.line(self.html("history-held", &[("credits", Arg::from(held))]))
    }

    fn line(&self, line: &HistoryLine) -> Html {
        let what = Arg::from(self.what(line));
        let date = Arg::from(line.at.format("%d.%m.%y").to_string());
        let balance = Arg::from(line.balance_after);
        let mut args = vec![("date", date), ("what", what), ("balance", balance)];
        let sign = match line.kind.sign() {
            1 => "+",
            -1 => "−",
            _ => return self.html("history-line-still", &args),
        };
        args.push(("change", Arg::from(format!("{sign}{}", line.amount))));
        self.html("history-line", &args)
    }

    /// What happened, without what it was about.
    fn moved(&self, line: &HistoryLine) -> String {
        match (line.kind, line.by) {
            (EntryKind::Refund, By::Owner) => self.text("history-refund-cancelled", &[]),
            (EntryKind::Refund, By::Operator) => self.text("history-refund-by-operator", &[]),
            (kind, _) => self.text(&format!("history-{}", kind.as_str()), &[]),
        }
    }

    fn what(&self, line: &HistoryLine) -> String {
        let plain = || self.moved(line);
        match &line.about {
            About::Nothing => plain(),
            About::Welcome => self.text("history-welcome", &[]),
            About::Promo { code } => self.text("history-promo", &[("code", Arg::from(code))]),
            About::FriendBought => self.text("history-friend-bought", &[]),
            About::BroughtByFriend => self.text("history-brought-by-friend", &[]),
            About::Operator => self.text("history-by-operator", &[]),
            About::Correction => self.text("history-correction", &[]),
            About::RefundRefused => self.text("history-refund-refused", &[]),
            About::Payment { price } => {
                let key = match line.kind {
                    EntryKind::Chargeback => "history-chargeback-of",
                    _ => "history-purchase-of",
                };
                self.text(key, &[("price", Arg::from(self.price(*price)))])
            }
            About::Video {
                headline,
                number,
                of,
            } => {
                let video = [
                    ("headline", Arg::from(inner_quotes(self.language, headline))),
                    ("number", Arg::from(*number)),
                    ("of", Arg::from(*of)),
                ];
                let key = match of {
                    1 => "history-video-only",
                    _ => "history-video",
                };
                let video = Arg::from(self.text(key, &video));
                let args = [("what", Arg::from(plain())), ("video", video)];
                self.text("history-with-video", &args)
            }
        }
    }
}

/// A text that stands in quotes: its own become inner ones.
fn inner_quotes(language: Language, text: &str) -> String {
    match language {
        Language::Ru => text.replace('«', "„").replace('»', "“"),
        Language::En => text.replace('“', "‘").replace('”', "’"),
    }
}
