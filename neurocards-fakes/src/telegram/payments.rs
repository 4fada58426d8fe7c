//! Invoices, pre-checkout questions and charges: what is remembered of each.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde_json::Value;

use super::stars::Stars;

/// Questions, links and charges that are remembered of each; beyond that new ones are refused.
pub(crate) const MAX_REMEMBERED: usize = 10_000;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Invoice {
    /// The currency; `XTR` for Stars.
    pub(crate) currency: String,
    /// In the smallest unit of the currency.
    pub(crate) total_amount: i64,
    /// The bot's own word for the order.
    pub(crate) payload: String,
    /// Not empty: a forwarded copy cannot be paid.
    pub(crate) start_parameter: String,
    /// The largest tip, in the smallest unit of the currency; 0: none is taken.
    pub(crate) max_tip: i64,
    pub(crate) wanted: Wanted,
}

impl Invoice {
    pub(crate) fn is_in_stars(&self) -> bool {
        self.currency == "XTR"
    }
}

/// What the person must tell before paying.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) name: bool,
    pub(crate) phone_number: bool,
    pub(crate) email: bool,
}

/// What the bot said to a pre-checkout question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Accepted,
    Refused(String),
}

/// A question whether an order may be paid.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) user: i64,
    pub(crate) verdict: Option<Verdict>,
    /// Set when the person's app stopped waiting.
    pub(crate) closed: bool,
}

/// A payment that happened.
#[derive(Clone, Debug)]
pub(crate) struct Charge {
    pub(crate) user: i64,
    pub(crate) invoice: Invoice,
    /// The Bot API's `OrderInfo`, where the invoice wanted it.
    pub(crate) order_info: Option<Value>,
    pub(crate) refunded: bool,
}

/// The token of the one payment provider that the bot is connected to, if any.
#[derive(Clone, Default)]
pub(crate) struct Provider(pub(crate) Option<String>);

impl Provider {
    pub(crate) fn is(&self, token: &str) -> bool {
        self.0.as_deref() == Some(token)
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the token.
        f.debug_struct("Provider").finish_non_exhaustive()
    }
}

/// All money of one bot.
#[derive(Debug, Default)]
pub(crate) struct Payments {
    /// By chat and message.
    pub(crate) invoices: HashMap<(i64, i64), Invoice>,
    /// Invoices behind a link, by its address.
    pub(crate) links: HashMap<String, Invoice>,
    /// Pre-checkout questions, by the id of the query.
    pub(crate) questions: HashMap<String, Question>,
    /// Payments that happened, by the id of the charge.
    pub(crate) charges: BTreeMap<String, Charge>,
    pub(crate) stars: Stars,
    pub(crate) provider: Provider,
    last: u64,
}

impl Payments {
    pub(crate) fn next_number(&mut self) -> u64 {
        self.last += 1;
        self.last
    }
}
