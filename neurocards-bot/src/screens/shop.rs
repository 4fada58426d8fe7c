//! Packs, receipts, gifts.

use neurocards_adapters::telegram::html::Html;
use neurocards_adapters::telegram::keyboard::{Key, Keyboard};
use neurocards_adapters::telegram::texts::Arg;
use neurocards_core::chat::button::Button;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::payment::{Currency, Pack, Payment, PaymentStatus, RefundRefusal};
use url::Url;

use super::{Rendered, Words};
use crate::conversation::Screen;

impl Words<'_> {
    /// One of these screens; `None` for another one.
    pub(super) fn shop(&self, screen: &Screen) -> Option<Rendered> {
        let (text, keyboard) = match screen {
            Screen::TopUp { balance, currency } => self.packs(*balance, *currency),
            Screen::Receipts { page, rows, more } => self.receipts(*page, rows, *more),
            Screen::Receipt { payment, refusal } => self.receipt(payment, *refusal),
            Screen::RefundConfirm { payment } => self.refund(payment),
            Screen::Promo => (self.html("promo", &[]), self.and_cabinet(Keyboard::new())),
            Screen::Referral {
                link,
                came,
                rewarded,
            } => self.referral(link.as_deref(), *came, *rewarded),
            _ => return None,
        };
        Some(Rendered { text, keyboard })
    }

    /// One row a pack, in one currency; the other is a press away.
    fn packs(&self, balance: Credits, wanted: Currency) -> (Html, Keyboard) {
        if self.offer.packs.is_empty() {
            let links = &self.offer.links;
            let write_us = self.open("button-write-us", &links.support);
            return (self.html("top-up-empty", &[]), write_us);
        }
        let other = match wanted {
            Currency::Stars => Currency::Roubles,
            Currency::Roubles => Currency::Stars,
        };
        let text = self.html("top-up", &[]).paragraph(self.balance(balance));
        let keyboard = match (self.pack_keys(wanted), self.pack_keys(other)) {
            (keys, others) if others.is_empty() => column(keys),
            (keys, others) if keys.is_empty() => column(others),
            (keys, _) => column(keys).row([self.pay_in(other)]),
        };
        (text, keyboard)
    }

    fn pack_keys(&self, currency: Currency) -> Vec<Key> {
        let packs = self.offer.packs.all().iter();
        packs.filter_map(|pack| self.pack(pack, currency)).collect()
    }

    fn pay_in(&self, currency: Currency) -> Key {
        let label = match currency {
            Currency::Stars => "button-pay-in-stars",
            Currency::Roubles => "button-pay-in-roubles",
        };
        self.key(label, Button::TopUp(currency))
    }

    fn pack(&self, pack: &Pack, currency: Currency) -> Option<Key> {
        let price = Arg::from(self.price(pack.price(currency)?));
        let amount = Arg::from(self.credits(pack.credits));
        let label = self.text("button-pack", &[("amount", amount), ("price", price)]);
        let credits = u16::try_from(pack.credits.get()).ok()?;
        Some(Key::button(label, Button::Pack(currency, credits)))
    }

    fn receipts(&self, page: u16, rows: &[Payment], more: bool) -> (Html, Keyboard) {
        let text = if rows.is_empty() {
            self.html("receipts-empty", &[])
        } else {
            let number = [("page", Arg::from(u32::from(page) + 1))];
            self.html("receipts", &number)
        };
        let key =
            |payment: &Payment| Key::button(self.receipt_row(payment), Button::Receipt(payment.no));
        let rows = column(rows.iter().map(key));
        (text, self.paged(rows, page, more, Button::Receipts))
    }

    fn receipt_row(&self, payment: &Payment) -> String {
        let date = payment.booked_at.format("%d.%m.%y").to_string();
        let args = [
            ("date", Arg::from(date)),
            ("amount", Arg::from(self.credits(payment.credits))),
            ("price", Arg::from(self.price(payment.price))),
        ];
        let row = self.text("receipt-row", &args);
        let mark = match payment.status {
            PaymentStatus::Paid => return row,
            PaymentStatus::RefundAsked => "⏳",
            PaymentStatus::Refunded => "↩️",
            PaymentStatus::RefundRefused => "⚠️",
        };
        let args = [("mark", Arg::from(mark)), ("row", Arg::from(row))];
        self.text("receipt-row-marked", &args)
    }

    fn receipt(&self, payment: &Payment, refusal: Option<RefundRefusal>) -> (Html, Keyboard) {
        let status = format!("payment-{}", payment.status.as_str());
        let at = payment.booked_at.format("%d.%m.%Y").to_string();
        let mut text = self.html(
            "receipt",
            &[
                ("credits", Arg::from(payment.credits)),
                ("price", Arg::from(self.price(payment.price))),
                ("date", Arg::from(at)),
                ("charge", Arg::from(payment.charge.as_str())),
                ("status", Arg::from(self.text(&status, &[]))),
            ],
        );
        if let Some(at) = payment.refunded_at {
            let date = Arg::from(at.format("%d.%m.%Y").to_string());
            text = text.line(self.html("receipt-refunded-at", &[("date", date)]));
        }
        let back =
            |keyboard: Keyboard| keyboard.row([self.key("button-receipts", Button::Receipts(0))]);
        let Some(refusal) = refusal else {
            let refund = self.refund_key("button-refund", payment, Button::Refund(payment.no));
            return (text, back(Keyboard::new().row([refund])));
        };
        let keyboard = match refusal {
            RefundRefusal::Over => return (text, back(Keyboard::new())),
            RefundRefusal::Spent => Keyboard::new(),
            _ => self.open("button-write-us", &self.offer.links.support),
        };
        let why = self.html(refusal_key(refusal), &[]);
        (text.paragraph(why), back(keyboard))
    }

    fn refund(&self, payment: &Payment) -> (Html, Keyboard) {
        let args = [
            ("credits", Arg::from(payment.credits)),
            ("price", Arg::from(self.price(payment.price))),
        ];
        let now = Button::RefundNow(payment.no);
        let keyboard = Keyboard::new()
            .row([self.refund_key("button-refund-now", payment, now)])
            .row([self.key("button-receipts", Button::Receipts(0))]);
        (self.html("refund-confirm", &args), keyboard)
    }

    fn refund_key(&self, label: &str, payment: &Payment, button: Button) -> Key {
        let price = [("price", Arg::from(self.price(payment.price)))];
        Key::button(self.text(label, &price), button)
    }

    fn referral(&self, link: Option<&str>, came: u32, rewarded: u32) -> (Html, Keyboard) {
        let rules = &self.offer.referral;
        let counts = [("came", Arg::from(came)), ("rewarded", Arg::from(rewarded))];
        let link_line = match link {
            Some(link) => self.html("referral-link", &[("link", Arg::from(link))]),
            None => self.html("referral-no-link", &[]),
        };
        let max = [("max", Arg::from(rules.friends_max))];
        let text = self
            .html("referral", &[("credits", Arg::from(rules.credits))])
            .paragraph(link_line)
            .line(self.html("referral-friends", &counts))
            .line(self.html("referral-limit", &max));
        let share = link.and_then(|link| self.share(link));
        (text, self.and_cabinet(Keyboard::new().row(share)))
    }

    /// Telegram's own page for passing a link on (core docs, "Deep links").
    fn share(&self, link: &str) -> Option<Key> {
        let words = self.text("referral-share", &[]);
        let query = [("url", link), ("text", words.as_str())];
        let url = Url::parse_with_params("https://t.me/share/url", query).ok()?;
        Some(Key::url(self.text("button-share", &[]), url))
    }

    fn and_cabinet(&self, keyboard: Keyboard) -> Keyboard {
        keyboard.row([self.key("button-cabinet", Button::Cabinet)])
    }
}

fn column(keys: impl IntoIterator<Item = Key>) -> Keyboard {
    let keys = keys.into_iter();
    keys.fold(Keyboard::new(), |keyboard, key| keyboard.row([key]))
}

const fn refusal_key(refusal: RefundRefusal) -> &'static str {
    match refusal {
        RefundRefusal::Over => "refund-over",
        RefundRefusal::NotStars => "refund-not-stars",
        RefundRefusal::TooLate => "refund-too-late",
        RefundRefusal::Rewarded => "refund-rewarded",
        RefundRefusal::Spent => "refund-spent",
        RefundRefusal::Unknown => "refund-unknown",
    }
}
