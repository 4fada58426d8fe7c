use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A currency in which packs are sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Currency {
    /// Stars, the chat provider's own currency; whole.
    #[serde(rename = "XTR")]
    Stars,
    /// Russian roubles, counted in kopecks.
    #[serde(rename = "RUB")]
    Roubles,
}

impl Currency {
    /// The three letters of ISO 4217; `XTR` for Stars.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Stars => "XTR",
            Self::Roubles => "RUB",
        }
    }

    /// The currency of a three-letter code.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Stars, Self::Roubles]
            .into_iter()
            .find(|currency| currency.code() == code)
    }
}

/// An amount of money: a currency and how much of its smallest unit, 1 to [`Price::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Price {
    currency: Currency,
    amount: i64,
}

/// Why a number is no price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{0} is no price: expected 1 to {max} of the smallest unit", max = Price::MAX)]
pub struct PriceError(pub i64);

impl Price {
    /// The largest price, in the smallest unit of its currency.
    pub const MAX: i64 = 100_000_000;

    /// A price in the smallest unit of its currency: Stars or kopecks.
    pub const fn new(currency: Currency, amount: i64) -> Result<Self, PriceError> {
        if amount < 1 || amount > Self::MAX {
            return Err(PriceError(amount));
        }
        Ok(Self { currency, amount })
    }

    /// The currency that the amount is counted in.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// How much, in the smallest unit.
    pub const fn amount(self) -> i64 {
        self.amount
    }
}

/// For operators: `200 XTR`, `390.00 RUB`.
impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { currency, amount } = self;
        match currency {
            Currency::Stars => write!(f, "{amount} {}", currency.code()),
            Currency::Roubles => {
                let (roubles, kopecks) = (amount / 100, amount % 100);
                write!(f, "{roubles}.{kopecks:02} {}", currency.code())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_positive_and_capped() {
        for bad in [0, -1, i64::MIN, i64::MAX, Price::MAX + 1] {
            assert_eq!(Price::new(Currency::Stars, bad), Err(PriceError(bad)));
        }
        let price = Price::new(Currency::Roubles, 39_005).unwrap();
        assert_eq!(price.to_string(), "390.05 RUB");
    }
}
