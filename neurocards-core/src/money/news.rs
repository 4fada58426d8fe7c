//! News about a user's money that must reach their chat.

use serde::{Deserialize, Serialize};

use crate::ids::ChargeId;
use crate::money::credits::Credits;
use crate::money::payment::Price;

/// One piece of news, with all that its message says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub enum MoneyNews {
    /// The receipt of a payment.
    Paid {
        /// The charge.
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
        /// The charge.
        charge: ChargeId,
        /// Credits taken back.
        credits: Credits,
        /// Money given back.
        price: Price,
    },
    /// The provider refused to give the money back; the credits are the user's again.
    RefundRefused {
        /// The charge.
        charge: ChargeId,
        /// The credits.
        credits: Credits,
    },
    /// A friend bought credits for the first time: the reward of who brought them.
    FriendBought {
        /// The reward.
        credits: Credits,
    },
    /// The first purchase of somebody whom a friend brought: their own reward.
    BroughtByFriend {
        /// The reward.
        credits: Credits,
    },
    /// An operator gave credits.
    Granted {
        /// How many.
        credits: Credits,
        /// The balance with them.
        balance: Credits,
    },
    /// Credits given by mistake were taken back.
    Corrected {
        /// How many.
        credits: Credits,
        /// The balance without them.
        balance: Credits,
    },
}
