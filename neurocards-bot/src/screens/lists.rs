//! The cabinet, products and videos.

use neurocards_adapters::telegram::html::Html;
use neurocards_adapters::telegram::keyboard::{Key, Keyboard};
use neurocards_adapters::telegram::texts::Arg;
use neurocards_core::chat::button::Button;
use neurocards_core::ids::ProductId;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::payment::Currency;

use super::{Rendered, Words};
use crate::conversation::{Listed, Screen};

impl Words<'_> {
    /// One of these screens; `None` for another one.
    pub(super) fn list(&self, screen: &Screen) -> Option<Rendered> {
        let (text, keyboard) = match screen {
            Screen::Cabinet { balance, held } => self.cabinet(*balance, *held),
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
        let invite = !self.offer.referral.credits.is_zero();
        let invite = invite.then(|| self.key("button-referral", Button::Referral));
        let keyboard = Keyboard::new()
            .row([self.key("button-top-up", Button::TopUp(Currency::Stars))])
            .row([
                self.key("button-history", Button::History(0)),
                self.key("button-receipts", Button::Receipts(0)),
            ])
            .row(
                [self.key("button-promo", Button::Promo)]
                    .into_iter()
                    .chain(invite),
            )
            .row([self.key("button-language", Button::Languages)]);
        (text, keyboard)
    }

    fn product(&self, product: ProductId, description: &str) -> (Html, Keyboard) {
        let text = self.html("product", &[]).paragraph(Html::text(description));
        let keyboard = Keyboard::new()
            .row([self.key("button-another", Button::Another(product))])
            .row([self.key("button-products", Button::Products(0))]);
        (text, keyboard)
    }

    /// The way through the pages, and back to the cabinet.
    pub(super) fn paged(
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
