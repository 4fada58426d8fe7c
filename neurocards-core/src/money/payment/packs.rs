use std::collections::BTreeMap;

use thiserror::Error;

use super::{Currency, Price, PriceError};
use crate::money::credits::Credits;

/// Credits on offer, with a price in each currency they are sold for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// How many credits.
    pub credits: Credits,
    /// Prices, at most one per currency, never empty.
    prices: Vec<Price>,
}

impl Pack {
    /// The price in a currency, if it is sold for it.
    pub fn price(&self, currency: Currency) -> Option<Price> {
        let mut prices = self.prices.iter().copied();
        prices.find(|price| price.currency() == currency)
    }
}

/// The packs on offer, smallest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Packs(Vec<Pack>);

/// Why a text lists no packs.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PacksError {
    /// An item is not `credits=price`.
    #[error("{0:?}: expected credits=price")]
    Item(String),
    /// The credits of a pack are out of range.
    #[error("{0:?}: expected 1 to {max} credits", max = Packs::CREDITS_MAX)]
    Credits(String),
    /// The price of a pack is out of range.
    #[error("{item:?}: {error}")]
    Price {
        /// The item of the list as it was written.
        item: String,
        /// What is wrong with it.
        error: PriceError,
    },
    /// Two items sell the same number of credits.
    #[error("{0} credits are listed twice")]
    Twice(u16),
    /// There are too many.
    #[error("expected at most {max} packs", max = Packs::MAX)]
    TooMany,
}

impl Packs {
    /// The most packs on offer: one row of buttons each.
    pub const MAX: usize = 12;
    /// The most credits of one pack.
    pub const CREDITS_MAX: u16 = 10_000;

    /// Reads price lists such as `5=200,10=350`, one per currency; prices are in whole Stars or
    /// whole roubles. A pack that is in one list only is sold for that currency only.
    pub fn parse(lists: &[(Currency, &str)]) -> Result<Self, PacksError> {
        let mut packs: BTreeMap<u16, Vec<Price>> = BTreeMap::new();
        for (currency, list) in lists {
            let items = list.split(',').map(str::trim);
            for item in items.filter(|item| !item.is_empty()) {
                let (credits, price) = read(*currency, item)?;
                let prices = packs.entry(credits).or_default();
                if prices.iter().any(|known| known.currency() == *currency) {
                    return Err(PacksError::Twice(credits));
                }
                prices.push(price);
            }
        }
        if packs.len() > Self::MAX {
            return Err(PacksError::TooMany);
        }
        let pack = |(credits, prices)| Pack {
            credits: Credits::small(credits),
            prices,
        };
        Ok(Self(packs.into_iter().map(pack).collect()))
    }

    /// Every pack, smallest first.
    pub fn all(&self) -> &[Pack] {
        &self.0
    }

    /// Whether nothing is sold.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The pack of this many credits.
    pub fn pack(&self, credits: u16) -> Option<&Pack> {
        let credits = Credits::small(credits);
        self.0.iter().find(|pack| pack.credits == credits)
    }
}

fn read(currency: Currency, item: &str) -> Result<(u16, Price), PacksError> {
    let malformed = || PacksError::Item(item.to_owned());
    let (credits, price) = item.split_once('=').ok_or_else(malformed)?;
    let credits: u16 = credits.trim().parse().map_err(|_| malformed())?;
    if !(1..=Packs::CREDITS_MAX).contains(&credits) {
        return Err(PacksError::Credits(item.to_owned()));
    }
    let whole: i64 = price.trim().parse().map_err(|_| malformed())?;
    let smallest = match currency {
        Currency::Stars => whole,
        Currency::Roubles => whole.saturating_mul(100),
    };
    let price = Price::new(currency, smallest).map_err(|error| PacksError::Price {
        item: item.to_owned(),
        error,
    })?;
    Ok((credits, price))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Currency::{Roubles, Stars};

    #[test]
    fn packs_are_listed_per_currency_and_sorted() {
        let packs = Packs::parse(&[(Stars, "10=350, 5=200"), (Roubles, "5=390")]).unwrap();
        let credits: Vec<_> = packs.all().iter().map(|pack| pack.credits.get()).collect();
        assert_eq!(credits, [5, 10]);
        let five = packs.pack(5).unwrap();
        assert_eq!(five.price(Stars), Price::new(Stars, 200).ok());
        assert_eq!(five.price(Roubles), Price::new(Roubles, 39_000).ok());
        assert_eq!(packs.pack(10).unwrap().price(Roubles), None);
        assert_eq!(packs.pack(7), None);
    }

    #[test]
    fn a_bad_list_is_refused_with_its_item() {
        for (list, said) in [
            ("5", "\"5\": expected credits=price"),
            ("five=200", "expected credits=price"),
            ("0=200", "expected 1 to 10000 credits"),
            ("5=0", "0 is no price"),
            ("5=-1", "-1 is no price"),
            ("5=9223372036854775807", "is no price"),
            ("5=1,5=2", "5 credits are listed twice"),
        ] {
            let error = Packs::parse(&[(Stars, list)]).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
        assert!(Packs::parse(&[(Stars, "")]).unwrap().is_empty());
    }
}
