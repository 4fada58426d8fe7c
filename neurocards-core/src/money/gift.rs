//! Credits that nobody paid for: promo codes and rewards for bringing friends.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::actor::{Actor, Reason};
use crate::ids::UserId;
use crate::money::credits::Credits;
use crate::money::entry_key::EntryKey;
use crate::money::ledger::Grant;

pub use super::promo_code::{PromoCode, PromoCodeError};

/// A promo code about to be created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPromo {
    /// The word that users type.
    pub code: PromoCode,
    /// What it gives, 1 to [`NewPromo::CREDITS_MAX`].
    pub credits: Credits,
    /// How many users may redeem it, 1 to [`NewPromo::USES_MAX`].
    pub uses_max: u32,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// Why, in words for the operator.
    pub reason: Reason,
    /// Who creates it.
    pub by: Actor,
}

impl NewPromo {
    /// The most credits of one code.
    pub const CREDITS_MAX: u16 = 10_000;
    /// The most users of one code.
    pub const USES_MAX: u32 = 1_000_000;

    /// Whether it may be created now, else what is wrong with it.
    pub fn check(&self, now: DateTime<Utc>) -> Result<(), &'static str> {
        if self.credits.is_zero() {
            return Err("a promo code gives something");
        }
        if self.credits > Credits::small(Self::CREDITS_MAX) {
            return Err("a promo code gives at most 10000 credits");
        }
        if !(1..=Self::USES_MAX).contains(&self.uses_max) {
            return Err("1 to 1000000 users may redeem it");
        }
        if self.expires_at <= now {
            return Err("a promo code ends in the future");
        }
        Ok(())
    }
}

/// A promo code as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promo {
    /// The word that users type.
    pub code: PromoCode,
    /// What it gives.
    pub credits: Credits,
    /// How many users may redeem it.
    pub uses_max: u32,
    /// How many did.
    pub uses: u32,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was ended by a person, if it was.
    pub ended_at: Option<DateTime<Utc>>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
}

impl Promo {
    /// Whether it gives its credits now to a user who has `redeemed` it before, or not.
    pub fn check(&self, redeemed: bool, now: DateTime<Utc>) -> Result<(), PromoRefusal> {
        if redeemed {
            return Err(PromoRefusal::Redeemed);
        }
        if self.ended_at.is_some() || self.expires_at <= now {
            return Err(PromoRefusal::Ended);
        }
        if self.uses >= self.uses_max {
            return Err(PromoRefusal::UsedUp);
        }
        Ok(())
    }

    /// What it gives a user, once.
    pub fn gift(&self, user: UserId) -> Grant {
        Grant {
            key: EntryKey::Promo(self.code.clone(), user),
            user,
            amount: self.credits,
            reason: Reason::of(format_args!("the promo code {}", self.code)),
            by: Actor::User,
        }
    }
}

/// Why a promo code gives nothing: one sentence each in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Error)]
#[serde(rename_all = "snake_case")]
pub enum PromoRefusal {
    /// Nobody created it, or the text is no code at all.
    #[error("there is no such promo code")]
    Unknown,
    /// Its time is over, or a person ended it.
    #[error("the promo code has ended")]
    Ended,
    /// As many users as may have redeemed it.
    #[error("the promo code is used up")]
    UsedUp,
    /// This user redeemed it before.
    #[error("the user redeemed the promo code before")]
    Redeemed,
}

impl PromoRefusal {
    /// Every refusal, for tests of texts.
    pub const ALL: [Self; 4] = [Self::Unknown, Self::Ended, Self::UsedUp, Self::Redeemed];
}

/// What bringing a friend is worth. Both get it on the friend's first purchase.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReferralRules {
    /// Credits for each of the two; zero turns rewards off.
    pub credits: Credits,
    /// Friends for whom one referrer is rewarded, ever.
    pub friends_max: u32,
}

impl ReferralRules {
    /// The reward of a friend for their first purchase.
    pub fn reward_of_friend(&self, friend: UserId) -> Grant {
        self.reward(EntryKey::RewardOfFriend(friend), friend, friend)
    }

    /// The reward of whoever brought them.
    pub fn reward_of_referrer(&self, friend: UserId, referrer: UserId) -> Grant {
        self.reward(EntryKey::RewardOfReferrer(friend), friend, referrer)
    }

    fn reward(&self, key: EntryKey, friend: UserId, user: UserId) -> Grant {
        Grant {
            key,
            user,
            amount: self.credits,
            reason: Reason::of(format_args!("the first purchase of user {friend}")),
            by: Actor::System,
        }
    }
}

/// How many friends one user brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Friends {
    /// Friends who came.
    pub came: u32,
    /// Of those, friends for whom the user was rewarded.
    pub rewarded: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn promo() -> Promo {
        Promo {
            code: PromoCode::parse("SPRING").unwrap(),
            credits: Credits::small(3),
            uses_max: 2,
            uses: 1,
            expires_at: DateTime::UNIX_EPOCH + chrono::TimeDelta::days(1),
            ended_at: None,
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_code_gives_until_it_ends_or_is_used_up_and_once_to_each() {
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(promo().check(false, now), Ok(()));
        let (end, used_up) = (promo().expires_at, Promo { uses: 2, ..promo() });
        assert_eq!(promo().check(false, end), Err(PromoRefusal::Ended));
        assert_eq!(used_up.check(false, end), Err(PromoRefusal::Ended));
        assert_eq!(used_up.check(false, now), Err(PromoRefusal::UsedUp));
        assert_eq!(used_up.check(true, end), Err(PromoRefusal::Redeemed));
        let ended_at = Some(now);
        let ended = Promo {
            ended_at,
            ..promo()
        };
        assert_eq!(ended.check(false, now), Err(PromoRefusal::Ended));
    }

    #[test]
    fn a_new_code_gives_something_to_somebody_for_a_while() {
        let now = DateTime::UNIX_EPOCH;
        let new = |credits, uses_max, expires_at| NewPromo {
            code: promo().code,
            credits: Credits::small(credits),
            uses_max,
            expires_at,
            reason: Reason::of("spring"),
            by: Actor::System,
        };
        let later = promo().expires_at;
        assert_eq!(new(1, 1, later).check(now), Ok(()));
        for bad in [
            new(0, 1, later),
            new(10_001, 1, later),
            new(1, 0, later),
            new(1, 1_000_001, later),
            new(1, 1, now),
        ] {
            assert!(bad.check(now).is_err(), "{bad:?}");
        }
    }
}
