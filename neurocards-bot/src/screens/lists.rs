//! The cabinet, the statement, products and videos.

use neurocards_adapters::telegram::callback::Button;
use neurocards_adapters::telegram::html::Html;
use neurocards_adapters::telegram::keyboard::{Key, Keyboard};
use neurocards_adapters::telegram::texts::Arg;
use neurocards_core::credits::Credits;
use neurocards_core::ids::ProductId;
use neurocards_core::ledger::EntryKind;

use super::{Rendered, Words};
use crate::conversation::{HistoryLine, Listed, Screen};

impl Words<'_> {
    /// One of these screens; `None` for another one.
    pub(super) fn list(&self, screen: &Screen) -> Option<Rendered> {
        let (text, keyboard) = match screen {
            Screen::Cabinet { balance, held } => self.cabinet(*balance, *held),
            Screen::History { page, lines, more } => self.history(*page, lines, *more),
            Screen::Products { page, rows, more } => {
                let first = self.key("button-create", Button::Create);
                let (text, first) = if rows.is_empty() {
                    ("products-empty", Some(first))
                } else {
                    ("products", None)
                };
                let rows = list(rows, Button::Product).row(first);
                (
                    self.html(text, &[]),
                    self.paged(rows, *page, *more, Button::Products),
                )
            }
            Screen::Product {
                product,
                description,
            } => self.product(*product, description),
            Screen::Videos { page, rows, more } => {
                let text = if rows.is_empty() {
                    "videos-empty"
                } else {
                    "videos-screen"
                };
                let rows = list(rows, Button::Fetch);
                (
                    self.html(text, &[]),
                    self.paged(rows, *page, *more, Button::Videos),
                )
            }
            _ => return None,
        };
        Some(Rendered { text, keyboard })
    }

    fn cabinet(&self, balance: Credits, held: Credits) -> (Html, Keyboard) {
        let mut text = self.html("cabinet", &[]).paragraph(self.balance(balance));
        if !held.is_zero() {
            text = text.line(self.html("held-line", &[("credits", Arg::from(held))]));
        }
        let keyboard = Keyboard::new()
            .row([self.key("button-top-up", Button::TopUp)])
            .row([
                self.key("button-history", Button::History(0)),
                self.key("button-language", Button::Languages),
            ]);
        (text, keyboard)
    }

    fn history(&self, page: u16, lines: &[HistoryLine], more: bool) -> (Html, Keyboard) {
        let text = if lines.is_empty() {
            self.html("history-empty", &[])
        } else {
            let number = [("page", Arg::from(u32::from(page) + 1))];
            let lines = lines.iter().map(|line| self.history_line(line));
            self.html("history", &number).paragraph(Html::lines(lines))
        };
        (
            text,
            self.paged(Keyboard::new(), page, more, Button::History),
        )
    }

    fn history_line(&self, line: &HistoryLine) -> Html {
        let what = if line.welcome {
            "welcome"
        } else {
            line.kind.as_str()
        };
        let change = match line.kind.sign() {
            1 => format!("+{}", line.amount),
            -1 => format!("−{}", line.amount),
            _ => String::new(),
        };
        let date = Arg::from(line.at.format("%d.%m.%y").to_string());
        let what = Arg::from(self.text(&format!("history-{what}"), &[]));
        let balance = Arg::from(line.balance_after);
        match line.kind {
            EntryKind::Capture => self.html(
                "history-line-still",
                &[("date", date), ("what", what), ("balance", balance)],
            ),
            _ => self.html(
                "history-line",
                &[
                    ("date", date),
                    ("change", Arg::from(change)),
                    ("what", what),
                    ("balance", balance),
                ],
            ),
        }
    }

    fn product(&self, product: ProductId, description: &str) -> (Html, Keyboard) {
        let text = self.html("product", &[]).paragraph(Html::text(description));
        let keyboard = Keyboard::new()
            .row([self.key("button-another", Button::Another(product))])
            .row([self.key("button-products", Button::Products(0))]);
        (text, keyboard)
    }

    /// The way through the pages, and back to the cabinet.
    fn paged(
        &self,
        keyboard: Keyboard,
        page: u16,
        more: bool,
        to: impl Fn(u16) -> Button,
    ) -> Keyboard {
        let newer = page
            .checked_sub(1)
            .map(|page| self.key("button-newer", to(page)));
        let next = page.checked_add(1).filter(|_| more);
        let older = next.map(|page| self.key("button-older", to(page)));
        keyboard
            .row(newer.into_iter().chain(older))
            .row([self.key("button-cabinet", Button::Cabinet)])
    }
}

/// One button per row of a list.
fn list<Id: Copy>(rows: &[Listed<Id>], button: impl Fn(Id) -> Button) -> Keyboard {
    rows.iter().fold(Keyboard::new(), |keyboard, row| {
        keyboard.row([Key::button(row.headline.clone(), button(row.id))])
    })
}
