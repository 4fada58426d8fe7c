-- Credits that nobody paid for: promo codes, who redeemed them, and who brought whom.

create table promo_codes (
    seq integer primary key autoincrement,
    code text not null unique
        check (length(code) between 4 and 32 and code not glob '*[^-A-Z0-9_]*'),
    credits integer not null check (credits between 1 and 10000),
    uses_max integer not null check (uses_max between 1 and 1000000),
    expires_at integer not null,
    ended_at integer,
    created_at integer not null,
    check (created_at < expires_at)
) strict;

create trigger promo_codes_only_end before update on promo_codes
    when (
        new.seq, new.code, new.credits, new.uses_max, new.expires_at, new.created_at
    ) is not (
        old.seq, old.code, old.credits, old.uses_max, old.expires_at, old.created_at
    )
    or old.ended_at is not null or new.ended_at is null
begin
    select raise(abort, 'promo codes are never changed or removed');
end;

create trigger promo_codes_are_not_deleted before delete on promo_codes
begin
    select raise(abort, 'promo codes are never changed or removed');
end;

-- `insert or replace` deletes what is in its way without asking the triggers of a delete.
create trigger promo_codes_are_not_replaced before insert on promo_codes
    when exists (select 1 from promo_codes where seq = new.seq or code = new.code)
begin
    select raise(abort, 'promo codes are never changed or removed');
end;

-- The redemptions of a code are numbered from 1 to its most uses.
create table promo_redemptions (
    code text not null references promo_codes (code),
    no integer not null,
    user_id integer not null references accounts (user_id),
    redeemed_at integer not null,
    primary key (code, no),
    unique (code, user_id)
) strict, without rowid;

create trigger promo_redemptions_never_change before update on promo_redemptions
begin
    select raise(abort, 'redemptions are never changed or removed');
end;

create trigger promo_redemptions_are_not_deleted before delete on promo_redemptions
begin
    select raise(abort, 'redemptions are never changed or removed');
end;

create view promo_facts as
select
    *,
    coalesce((select max(no) from promo_redemptions where code = promo_codes.code), 0) as uses
from promo_codes;

create trigger promo_redemptions_follow_the_code before insert on promo_redemptions
begin
    select raise(abort, 'the user redeemed the promo code before')
    where exists (
        select 1 from promo_redemptions where code = new.code and user_id = new.user_id
    );
    select raise(abort, 'the promo code gives the user nothing')
    where not exists (
        select 1 from promo_facts
        join entries on entries.key = 'promo:' || promo_facts.code || ':' || new.user_id
        where promo_facts.code = new.code
            and new.no = promo_facts.uses + 1 and new.no <= promo_facts.uses_max
            and promo_facts.ended_at is null and new.redeemed_at < promo_facts.expires_at
            and entries.user_id = new.user_id and entries.kind = 'grant'
            and entries.amount = promo_facts.credits
    );
end;

create table referrals (
    friend integer primary key references users (id),
    referrer integer not null references users (id),
    came_at integer not null,
    -- When the referrer got the reward.
    rewarded_at integer,
    check (friend <> referrer)
) strict;

create index referrals_of_referrer on referrals (referrer);
create index referrals_rewarded on referrals (referrer) where rewarded_at is not null;

create trigger referrals_are_only_rewarded before update on referrals
    when (new.friend, new.referrer, new.came_at) is not (old.friend, old.referrer, old.came_at)
        or old.rewarded_at is not null or new.rewarded_at is null
begin
    select raise(abort, 'referrals are never changed or removed');
end;

create trigger referrals_are_not_deleted before delete on referrals
begin
    select raise(abort, 'referrals are never changed or removed');
end;

create trigger referrals_begin_once_without_reward before insert on referrals
    when new.rewarded_at is not null
        or exists (select 1 from referrals where friend = new.friend)
begin
    select raise(abort, 'a referral begins once, without a reward');
end;

create trigger rewards_follow_the_ledger before update on referrals
begin
    select raise(abort, 'no reward was given for the friend')
    where not exists (
        select 1 from entries
        where key = 'referral:' || new.friend || ':referrer'
            and kind = 'grant' and user_id = new.referrer
    );
end;
