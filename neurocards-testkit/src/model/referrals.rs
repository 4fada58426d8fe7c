use neurocards_core::ids::UserId;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::gift::Friends;

use super::state::State;

impl State {
    /// Remembers who brought a friend, if the friend is new and the referrer one to be believed.
    pub(super) fn refer(&mut self, friend: UserId, referrer: UserId) {
        if self.is_new(friend)
            && self.users.contains_key(&referrer)
            && !self.was_brought_by(referrer, friend)
        {
            self.referrals.insert(friend, referrer);
        }
    }

    fn is_new(&self, friend: UserId) -> bool {
        let known = self.users.get(&friend);
        known.is_some_and(|user| user.consent.is_none())
            && !self.referrals.contains_key(&friend)
            && self.entries.iter().all(|entry| entry.user != friend)
    }

    /// Whether `user` is `by`, or was brought by them, or by somebody whom they brought, and so on.
    fn was_brought_by(&self, user: UserId, by: UserId) -> bool {
        let mut line = std::iter::successors(Some(user), |user| self.referrals.get(user).copied());
        line.any(|user| user == by)
    }

    pub(super) fn friends_of(&self, referrer: UserId) -> Friends {
        let brought = self.referrals.iter().filter(|(_, by)| **by == referrer);
        let count = |rewarded_only: bool| {
            let of = brought.clone().filter(|(friend, _)| {
                let key = EntryKey::RewardOfReferrer(**friend);
                !rewarded_only || self.entry(&key).is_some()
            });
            u32::try_from(of.count()).unwrap_or(u32::MAX)
        };
        Friends {
            came: count(false),
            rewarded: count(true),
        }
    }
}
