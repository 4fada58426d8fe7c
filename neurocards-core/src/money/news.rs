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
