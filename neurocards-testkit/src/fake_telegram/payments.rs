//! Invoices, pre-checkout questions, charges and the bot's Stars.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use serde_json::{Value, json};

/// Questions, links and charges that are remembered of each; beyond that new ones are refused.
pub(crate) const MAX_REMEMBERED: usize = 10_000;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Invoice {
    /// `XTR` for Stars.
    pub(crate) currency: String,
    /// In the smallest unit of the currency.
    pub(crate) total_amount: i64,
    /// The bot's own word for the order.
    pub(crate) payload: String,
    /// Not empty: a forwarded copy cannot be paid.
    pub(crate) start_parameter: String,
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
    /// Unix seconds.
    pub(crate) at: i64,
    pub(crate) refunded_at: Option<i64>,
}

/// All money of one bot.
#[derive(Debug, Default)]
pub(crate) struct Payments {
    /// By chat and message.
    pub(crate) invoices: HashMap<(i64, i64), Invoice>,
    /// By address.
    pub(crate) links: HashMap<String, Invoice>,
    /// By query id.
    pub(crate) questions: HashMap<String, Question>,
    /// By charge id, which grow.
    pub(crate) charges: BTreeMap<String, Charge>,
    last: u64,
}

impl Payments {
    pub(crate) fn next_number(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// Stars that the bot has: payments less refunds.
    pub(crate) fn stars(&self) -> i64 {
        let kept =
            |charge: &&Charge| charge.invoice.currency == "XTR" && charge.refunded_at.is_none();
        self.charges
            .values()
            .filter(kept)
            .map(|charge| charge.invoice.total_amount)
            .sum()
    }

    /// Incoming and refunded Star payments in the order in which they happened, as
    /// `StarTransaction`; `user_json` describes a person.
    pub(crate) fn transactions(&self, user_json: impl Fn(i64) -> Value) -> Vec<Value> {
        let mut found = Vec::new();
        for (id, charge) in self
            .charges
            .iter()
            .filter(|(_, c)| c.invoice.currency == "XTR")
        {
            let partner = json!({"type": "user", "transaction_type": "invoice_payment",
                "user": user_json(charge.user), "invoice_payload": charge.invoice.payload});
            let entry = |side: &str, at: i64| {
                (
                    at,
                    json!({"id": id, "amount": charge.invoice.total_amount, "date": at,
                    side: partner}),
                )
            };
            found.push(entry("source", charge.at));
            found.extend(charge.refunded_at.map(|at| entry("receiver", at)));
        }
        found.sort_by_key(|(at, _)| *at);
        found
            .into_iter()
            .map(|(_, transaction)| transaction)
            .collect()
    }
}
