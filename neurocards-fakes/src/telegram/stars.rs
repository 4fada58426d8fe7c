//! The bot's Stars: what came, what went, and what is left.

use serde::Deserialize;
use serde_json::{Value, json};

/// Movements that are remembered; beyond that new ones are refused.
const MAX_MOVES: usize = 20_000;

/// The kinds of `TransactionPartner` (Bot API 10.1).
const PARTNERS: [&str; 7] = [
    "user",
    "chat",
    "affiliate_program",
    "fragment",
    "telegram_ads",
    "telegram_api",
    "other",
];

/// A movement of the bot's Stars that no invoice here made: a withdrawal, a gift, an advertisement.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StarMove {
    /// A new one if left out. What comes back bears the id of what went.
    #[serde(default)]
    pub id: Option<String>,
    /// Stars, at least 1.
    pub amount: i64,
    /// Whether the bot got them.
    pub incoming: bool,
    /// The Bot API's `TransactionPartner`, as the bot will see it.
    pub partner: Value,
}

impl StarMove {
    /// Stars that the bot's owner withdrew through Fragment.
    pub fn withdrawal(amount: i64) -> Self {
        let partner = json!({"type": "fragment", "withdrawal_state": {"type": "pending"}});
        Self::new(amount, false, partner)
    }

    /// Stars from somebody whom Telegram does not name.
    pub fn from_other(amount: i64) -> Self {
        Self::new(amount, true, json!({"type": "other"}))
    }

    fn new(amount: i64, incoming: bool, partner: Value) -> Self {
        let id = None;
        Self {
            id,
            amount,
            incoming,
            partner,
        }
    }

    /// The error says why it cannot be.
    pub(crate) fn check(&self) -> Result<(), String> {
        let kind = self.partner["type"].as_str().unwrap_or("");
        if !PARTNERS.contains(&kind) {
            return Err(format!(
                "a partner's type is one of {}",
                PARTNERS.join(", ")
            ));
        }
        if self.amount < 1 {
            return Err("a movement is of 1 Star at least".to_owned());
        }
        Ok(())
    }
}

/// The movements in the order in which they happened.
#[derive(Debug, Default)]
pub(crate) struct Stars {
    /// Signed amount, and the Bot API's `StarTransaction`.
    moves: Vec<(i64, Value)>,
}

impl Stars {
    pub(crate) fn is_full(&self) -> bool {
        self.moves.len() >= MAX_MOVES
    }

    /// Writes a movement down; `at` in Unix seconds.
    pub(crate) fn add(&mut self, id: &str, at: i64, moved: &StarMove) {
        let (side, sign) = if moved.incoming {
            ("source", 1)
        } else {
            ("receiver", -1)
        };
        let transaction =
            json!({"id": id, "amount": moved.amount, "date": at, side: moved.partner});
        self.moves.push((sign * moved.amount, transaction));
    }

    pub(crate) fn balance(&self) -> i64 {
        self.moves.iter().map(|(amount, _)| amount).sum()
    }

    /// A page of the Bot API's `StarTransaction`s, oldest first.
    pub(crate) fn page(&self, offset: usize, limit: usize) -> Vec<Value> {
        let page = self.moves.iter().skip(offset).take(limit);
        page.map(|(_, transaction)| transaction.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_balance_is_what_came_less_what_went() {
        let mut stars = Stars::default();
        stars.add("a", 1, &StarMove::from_other(100));
        stars.add("b", 2, &StarMove::withdrawal(70));
        assert_eq!(stars.balance(), 30);
        assert_eq!(stars.page(1, 1)[0]["receiver"]["type"], "fragment");
    }

    #[test]
    fn a_movement_has_a_known_partner_and_an_amount() {
        assert!(StarMove::withdrawal(1).check().is_ok());
        assert!(StarMove::withdrawal(0).check().is_err());
        let stranger = StarMove {
            partner: json!({"type": "bank"}),
            ..StarMove::withdrawal(1)
        };
        assert!(stranger.check().unwrap_err().contains("fragment"));
    }
}
