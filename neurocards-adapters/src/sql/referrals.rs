//! Who brought whom, and what both got for it, on a transaction.

use neurocards_core::ids::UserId;
use neurocards_core::money::gift::ReferralRules;
use neurocards_core::money::ledger::{Grant, Written};
use neurocards_core::money::news::{MoneyNews, NewsKey};

use super::dialect::Tx;
use super::{ledger, locks, news};
use crate::database::Aborted;

/// Remembers who brought a friend, if the friend is new and did not bring the referrer, directly
/// or through others.
pub(super) async fn refer(
    tx: &mut Tx,
    friend: UserId,
    referrer: UserId,
) -> Result<(), sqlx::Error> {
    locks::referrals(tx).await?;
    locks::account(tx, friend).await?;
    sqlx::query(
        "-- referrals.refer
        with recursive line (id) as (
            select cast($2 as bigint)
            union
            select referrals.referrer from referrals join line on referrals.friend = line.id
        )
        insert into referrals (friend, referrer, came_at)
        select friend.id, referrer.id, coalesce($3, current_timestamp)
        from users as friend, users as referrer
        where friend.id = $1 and friend.consent_version is null and referrer.id = $2
            and not exists (select 1 from entries where user_id = $1)
            and not exists (select 1 from line where id = $1)
            and not exists (select 1 from referrals where friend = $1)
        on conflict (friend) do nothing",
    )
    .bind(friend.0)
    .bind(referrer.0)
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// Who brought a user that has not paid before, if that is worth anything.
async fn to_reward(
    tx: &mut Tx,
    friend: UserId,
    rules: &ReferralRules,
) -> Result<Option<UserId>, sqlx::Error> {
    if rules.credits.is_zero() {
        return Ok(None);
    }
    let referrer = sqlx::query_scalar(
        "-- referrals.to_reward
        select referrer from referrals
        where friend = $1 and not exists (select 1 from payments where user_id = $1)",
    )
    .bind(friend.0)
    .fetch_optional(&mut *tx.db)
    .await?;
    Ok(referrer.map(UserId))
}

/// Rewards a payer and who brought them, if this is the payer's first payment. Whether either got
/// something.
pub(super) async fn reward(
    tx: &mut Tx,
    friend: UserId,
    rules: &ReferralRules,
) -> Result<bool, sqlx::Error> {
    let Some(referrer) = to_reward(tx, friend, rules).await? else {
        return Ok(false);
    };
    let to_friend = reward_friend(tx, friend, rules).await?;
    let to_referrer = reward_referrer(tx, friend, referrer, rules).await?;
    Ok(to_friend || to_referrer)
}

async fn reward_friend(
    tx: &mut Tx,
    friend: UserId,
    rules: &ReferralRules,
) -> Result<bool, sqlx::Error> {
    let given = give(tx, &rules.reward_of_friend(friend)).await?;
    if given {
        let credits = rules.credits;
        let news = MoneyNews::BroughtByFriend { credits };
        news::tell(tx, friend, NewsKey::BroughtByFriend(friend), &news).await?;
    }
    Ok(given)
}

async fn reward_referrer(
    tx: &mut Tx,
    friend: UserId,
    referrer: UserId,
    rules: &ReferralRules,
) -> Result<bool, sqlx::Error> {
    let grant = rules.reward_of_referrer(friend, referrer);
    if !is_within(tx, referrer, rules.friends_max).await? || !give(tx, &grant).await? {
        return Ok(false);
    }
    note(tx, friend).await?;
    let credits = rules.credits;
    let news = MoneyNews::FriendBought { credits };
    news::tell(tx, referrer, NewsKey::FriendBought(friend), &news).await?;
    Ok(true)
}

/// Gives a reward; whether there was room for it, and it was not given before.
async fn give(tx: &mut Tx, grant: &Grant) -> Result<bool, sqlx::Error> {
    match ledger::grant(tx, grant).await {
        Ok(written) => Ok(written == Written::New),
        Err(Aborted::Refused(_)) => Ok(false),
        Err(Aborted::Broken(error)) => Err(error),
    }
}

/// Whether one more friend of the referrer may be rewarded.
async fn is_within(tx: &mut Tx, referrer: UserId, friends_max: u32) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(
        "-- referrals.is_within
        select count(*) < $2 from referrals where referrer = $1 and rewarded_at is not null",
    )
    .bind(referrer.0)
    .bind(i64::from(friends_max))
    .fetch_one(&mut *tx.db)
    .await
}

/// The referrer got the reward for this friend.
async fn note(tx: &mut Tx, friend: UserId) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- referrals.note
        update referrals set rewarded_at = coalesce($2, current_timestamp) where friend = $1",
    )
    .bind(friend.0)
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}
