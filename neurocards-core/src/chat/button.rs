//! Every button under our messages, and the text that a press of it sends back.
//!
//! The grammar is shared by the conversation, which reads presses, and by whoever puts buttons under
//! cards, videos and notices. Messages stay in chats for years, so no text may ever change its
//! meaning: it begins with a version, `1`, then comes a word, and for most buttons a colon with an
//! argument, as in `1fetch:0191f3c8d0007c3e8b4f0123456789ab`.

use crate::ids::{JobId, OrderId, ProductId};
use crate::money::payment::Currency;
use crate::user::Language;
use crate::work::brief::{Template, VideoCount};
use uuid::Uuid;

/// The version byte this program writes and reads.
const VERSION: char = '1';

/// What a press of a button asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Button {
    /// Accept this version of the terms.
    AcceptTerms(u32),
    /// Leave the welcome.
    Continue,
    /// To the menu.
    Menu,
    /// Begin a video.
    Create,
    /// The user's products, by page from 0.
    Products(u16),
    /// One product of the user.
    Product(ProductId),
    /// The user's videos, by page from 0.
    Videos(u16),
    /// Balance, history, payments, language.
    Cabinet,
    /// Help by people.
    Support,
    /// Choose a template.
    Template(Template),
    /// Go on without wishes.
    NoWishes,
    /// The own prompt is right.
    ApprovePrompt,
    /// The own prompt is to be written anew.
    EditPrompt,
    /// Choose a model by its index in the catalogue.
    Model(u8),
    /// Choose a length in seconds.
    Seconds(u8),
    /// The format is right.
    ApproveFormat,
    /// Choose how many videos.
    Count(VideoCount),
    /// Place this order.
    Launch(OrderId),
    /// Change the draft of the order that is shown.
    EditOrder,
    /// Drop the draft.
    CancelDraft,
    /// Cancel the jobs of an order that are not submitted.
    CancelOrder(OrderId),
    /// Send this finished video (again).
    Fetch(JobId),
    /// A new order of this product.
    Another(ProductId),
    /// A new order with the brief of this video.
    Variant(JobId),
    /// The packs on offer, with their prices in this currency.
    TopUp(Currency),
    /// Buy the pack of this many credits, for this currency.
    Pack(Currency, u16),
    /// The user's payments, by page from 0.
    Receipts(u16),
    /// The payment of this number.
    Receipt(i64),
    /// Ask for the money of this payment, not confirmed yet.
    Refund(i64),
    /// Give the money of this payment back, confirmed.
    RefundNow(i64),
    /// How promo codes work.
    Promo,
    /// The statement, by page from 0.
    History(u16),
    /// The languages on offer.
    Languages,
    /// Speak this language.
    Language(Language),
    /// The user's referral link.
    Referral,
    /// Erase everything about the user, confirmed.
    DeleteMe,
}

impl Button {
    /// The text that a press sends back: 2 to 64 bytes of ASCII, which every chat can carry.
    pub fn encode(self) -> String {
        let (word, argument) = self.parts();
        match argument {
            Some(argument) => format!("{VERSION}{word}:{argument}"),
            None => format!("{VERSION}{word}"),
        }
    }

    /// The button that such a text names; `None` for anything [`Button::encode`] did not write.
    pub fn parse(data: &str) -> Option<Self> {
        let body = data.strip_prefix(VERSION)?;
        match body.split_once(':') {
            Some((word, argument)) => Self::with_argument(word, argument),
            None => Self::without_argument(body),
        }
    }

    fn parts(self) -> (&'static str, Option<String>) {
        match self {
            Self::AcceptTerms(version) => ("terms", Some(version.to_string())),
            Self::Continue => ("continue", None),
            Self::Menu => ("menu", None),
            Self::Create => ("create", None),
            Self::Products(page) => ("products", Some(page.to_string())),
            Self::Product(product) => ("product", Some(hex(product.0))),
            Self::Videos(page) => ("videos", Some(page.to_string())),
            Self::Cabinet => ("cabinet", None),
            Self::Support => ("support", None),
            Self::Template(template) => ("template", Some(template.as_str().to_owned())),
            Self::NoWishes => ("nowishes", None),
            Self::ApprovePrompt => ("promptok", None),
            Self::EditPrompt => ("promptedit", None),
            Self::Model(index) => ("model", Some(index.to_string())),
            Self::Seconds(seconds) => ("seconds", Some(seconds.to_string())),
            Self::ApproveFormat => ("formatok", None),
            Self::Count(count) => ("count", Some(count.get().to_string())),
            Self::Launch(order) => ("launch", Some(hex(order.0))),
            Self::EditOrder => ("edit", None),
            Self::CancelDraft => ("drop", None),
            Self::CancelOrder(order) => ("cancel", Some(hex(order.0))),
            Self::Fetch(job) => ("fetch", Some(hex(job.0))),
            Self::Another(product) => ("another", Some(hex(product.0))),
            Self::Variant(job) => ("variant", Some(hex(job.0))),
            Self::TopUp(Currency::Stars) => ("topup", None),
            Self::TopUp(Currency::Roubles) => ("topuprub", None),
            Self::Pack(Currency::Stars, credits) => ("pack", Some(credits.to_string())),
            Self::Pack(Currency::Roubles, credits) => ("packrub", Some(credits.to_string())),
            Self::Receipts(page) => ("receipts", Some(page.to_string())),
            Self::Receipt(no) => ("receipt", Some(no.to_string())),
            Self::Refund(no) => ("refund", Some(no.to_string())),
            Self::RefundNow(no) => ("refundnow", Some(no.to_string())),
            Self::Promo => ("promo", None),
            Self::History(page) => ("history", Some(page.to_string())),
            Self::Languages => ("languages", None),
            Self::Language(language) => ("language", Some(language.code().to_owned())),
            Self::Referral => ("referral", None),
            Self::DeleteMe => ("deleteme", None),
        }
    }

    fn without_argument(word: &str) -> Option<Self> {
        Some(match word {
            "continue" => Self::Continue,
            "menu" => Self::Menu,
            "create" => Self::Create,
            "cabinet" => Self::Cabinet,
            "support" => Self::Support,
            "nowishes" => Self::NoWishes,
            "promptok" => Self::ApprovePrompt,
            "promptedit" => Self::EditPrompt,
            "formatok" => Self::ApproveFormat,
            "edit" => Self::EditOrder,
            "drop" => Self::CancelDraft,
            "topup" => Self::TopUp(Currency::Stars),
            "topuprub" => Self::TopUp(Currency::Roubles),
            "promo" => Self::Promo,
            "languages" => Self::Languages,
            "referral" => Self::Referral,
            "deleteme" => Self::DeleteMe,
            _ => return None,
        })
    }

    fn with_argument(word: &str, argument: &str) -> Option<Self> {
        Some(match word {
            "terms" => Self::AcceptTerms(number(argument)?),
            "products" => Self::Products(number(argument)?),
            "product" => Self::Product(ProductId(unhex(argument)?)),
            "videos" => Self::Videos(number(argument)?),
            "template" => Self::Template(Template::parse(argument)?),
            "model" => Self::Model(number(argument)?),
            "seconds" => Self::Seconds(number(argument)?),
            "count" => Self::Count(VideoCount::try_from(number::<u8>(argument)?).ok()?),
            "launch" => Self::Launch(OrderId(unhex(argument)?)),
            "cancel" => Self::CancelOrder(OrderId(unhex(argument)?)),
            "fetch" => Self::Fetch(JobId(unhex(argument)?)),
            "another" => Self::Another(ProductId(unhex(argument)?)),
            "variant" => Self::Variant(JobId(unhex(argument)?)),
            "pack" => Self::Pack(Currency::Stars, number(argument)?),
            "packrub" => Self::Pack(Currency::Roubles, number(argument)?),
            "receipts" => Self::Receipts(number(argument)?),
            "receipt" => Self::Receipt(number(argument)?),
            "refund" => Self::Refund(number(argument)?),
            "refundnow" => Self::RefundNow(number(argument)?),
            "history" => Self::History(number(argument)?),
            "language" => Self::Language(Language::parse(argument)?),
            _ => return None,
        })
    }
}

fn hex(id: Uuid) -> String {
    id.simple().to_string()
}

/// Only what [`hex`] writes: 32 lower-case digits.
fn unhex(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text).ok().filter(|id| hex(*id) == text)
}

/// Only the one way to write a number: no sign, no leading zero.
fn number<N: std::str::FromStr + ToString>(text: &str) -> Option<N> {
    text.parse::<N>().ok().filter(|n| n.to_string() == text)
}

#[cfg(test)]
mod tests;
