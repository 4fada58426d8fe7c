//! News about a user's money that must reach their chat.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::{ChargeId, UserId};
use crate::money::credits::Credits;
use crate::money::entry_key::EntryKey;
use crate::money::payment::Price;

/// One piece of news, with all that its message says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub enum MoneyNews {
    /// The receipt of a payment.
    Paid {
        /// The charge that names the payment on the receipt.
        charge: ChargeId,
        /// What it bought.
        credits: Credits,
        /// What was taken.
        price: Price,
        /// The balance right after the purchase, before any reward.
        balance: Credits,
    },
    /// The money of a payment is given back; its credits were taken back.
    Refunded {
        /// The charge that names the payment on the receipt.
        charge: ChargeId,
        /// Credits taken back.
        credits: Credits,
        /// Money given back.
        price: Price,
    },
    /// The provider refused to give the money back; the credits are the user's again.
    RefundRefused {
        /// The charge that names the payment on the receipt.
        charge: ChargeId,
        /// Credits that are back in the account.
        credits: Credits,
    },
    /// A friend bought credits for the first time: the reward of who brought them.
    FriendBought {
        /// Credits given as the reward.
        credits: Credits,
    },
    /// The first purchase of somebody whom a friend brought: their own reward.
    BroughtByFriend {
        /// Credits given as the reward.
        credits: Credits,
    },
    /// An operator gave credits.
    Granted {
        /// Credits that were given or taken back.
        credits: Credits,
        /// The balance with them.
        balance: Credits,
    },
    /// Credits given by mistake were taken back.
    Corrected {
        /// Credits that were given or taken back.
        credits: Credits,
        /// The balance without them.
        balance: Credits,
    },
}

/// What a piece of news is about. A store keeps its text, and tells each key once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewsKey<'a> {
    /// `paid:CHARGE`: the receipt of a charge.
    Paid(&'a ChargeId),
    /// `refunded:CHARGE`: its money is given back.
    Refunded(&'a ChargeId),
    /// `refund_refused:CHARGE`: its money stays with the provider.
    RefundRefused(&'a ChargeId),
    /// `friend_bought:FRIEND`, told to who brought this friend.
    FriendBought(UserId),
    /// `brought_by_friend:FRIEND`, told to this friend.
    BroughtByFriend(UserId),
    /// `granted:KEY`, with the key of the grant's entry.
    Granted(&'a EntryKey),
    /// The key of the correction's entry.
    Corrected(&'a EntryKey),
}

impl fmt::Display for NewsKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Paid(charge) => write!(f, "paid:{charge}"),
            Self::Refunded(charge) => write!(f, "refunded:{charge}"),
            Self::RefundRefused(charge) => write!(f, "refund_refused:{charge}"),
            Self::FriendBought(friend) => write!(f, "friend_bought:{friend}"),
            Self::BroughtByFriend(friend) => write!(f, "brought_by_friend:{friend}"),
            Self::Granted(key) => write!(f, "granted:{key}"),
            Self::Corrected(key) => key.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_keys_of_news_keep_their_text() {
        let (charge, friend) = ("stx:9_a".parse::<ChargeId>().unwrap(), UserId(7));
        let key = EntryKey::Welcome(friend);
        let texts = [
            (NewsKey::Paid(&charge), "paid:stx:9_a"),
            (NewsKey::Refunded(&charge), "refunded:stx:9_a"),
            (NewsKey::RefundRefused(&charge), "refund_refused:stx:9_a"),
            (NewsKey::FriendBought(friend), "friend_bought:7"),
            (NewsKey::BroughtByFriend(friend), "brought_by_friend:7"),
            (NewsKey::Granted(&key), "granted:welcome:7"),
            (NewsKey::Corrected(&key), "welcome:7"),
        ];
        for (key, text) in texts {
            assert_eq!(key.to_string(), text);
        }
    }
}
