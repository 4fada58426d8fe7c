-- Credits that nobody paid for: promo codes, who redeemed them, and who brought whom.

-- The functions below find the tables of this schema, whatever the search_path of their caller.
select set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

create table promo_codes (
    seq bigint generated always as identity unique,
    code text primary key check (code ~ '^[A-Z0-9_-]{4,32}$'),
    credits bigint not null check (credits between 1 and 10000),
    uses_max integer not null check (uses_max between 1 and 1000000),
    expires_at timestamptz not null,
    ended_at timestamptz,
    created_at timestamptz not null,
    check (created_at < expires_at)
);

create trigger promo_codes_only_end before update on promo_codes
    for each row when (
        to_jsonb(new) - 'ended_at' <> to_jsonb(old) - 'ended_at'
        or old.ended_at is not null or new.ended_at is null
    )
    execute function refuse_change_of_record();

create trigger promo_codes_are_not_deleted before delete on promo_codes
    for each row execute function refuse_change_of_record();

create trigger promo_codes_are_not_emptied before truncate on promo_codes
    for each statement execute function refuse_change_of_record();

-- The redemptions of a code are numbered from 1 to its most uses.
create table promo_redemptions (
    code text not null references promo_codes (code),
    no integer not null,
    user_id bigint not null references accounts (user_id),
    redeemed_at timestamptz not null,
    primary key (code, no),
    unique (code, user_id)
);

create trigger promo_redemptions_never_change before update or delete on promo_redemptions
    for each row execute function refuse_change_of_record();

create trigger promo_redemptions_are_not_emptied before truncate on promo_redemptions
    for each statement execute function refuse_change_of_record();

create view promo_facts as
select
    *,
    coalesce((select max(no) from promo_redemptions where code = promo_codes.code), 0) as uses
from promo_codes;

create function refuse_unsound_redemption() returns trigger language plpgsql
    set search_path from current as $$
begin
    if not exists (
        select from promo_facts
        join entries on entries.key = 'promo:' || promo_facts.code || ':' || new.user_id
        where promo_facts.code = new.code
            and new.no = promo_facts.uses + 1 and new.no <= promo_facts.uses_max
            and promo_facts.ended_at is null and new.redeemed_at < promo_facts.expires_at
            and entries.user_id = new.user_id and entries.kind = 'grant'
            and entries.amount = promo_facts.credits
    ) then
        raise exception 'the promo code % gives user % nothing', new.code, new.user_id
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

create trigger promo_redemptions_follow_the_code before insert on promo_redemptions
    for each row execute function refuse_unsound_redemption();

create table referrals (
    friend bigint primary key references users (id),
    referrer bigint not null references users (id),
    came_at timestamptz not null,
    -- When the referrer got the reward.
    rewarded_at timestamptz,
    check (friend <> referrer)
);

create index referrals_of_referrer on referrals (referrer);
create index referrals_rewarded on referrals (referrer) where rewarded_at is not null;

create trigger referrals_are_only_rewarded before update on referrals
    for each row when (
        (new.friend, new.referrer, new.came_at) <> (old.friend, old.referrer, old.came_at)
        or old.rewarded_at is not null or new.rewarded_at is null
    )
    execute function refuse_change_of_record();

create trigger referrals_are_not_deleted before delete on referrals
    for each row execute function refuse_change_of_record();

create trigger referrals_are_not_emptied before truncate on referrals
    for each statement execute function refuse_change_of_record();

create function refuse_unproved_reward() returns trigger language plpgsql
    set search_path from current as $$
begin
    if not exists (
        select from entries
        where key = 'referral:' || new.friend || ':referrer'
            and kind = 'grant' and user_id = new.referrer
    ) then
        raise exception 'no reward was given for the friend %', new.friend
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

create trigger referrals_begin_without_reward before insert on referrals
    for each row when (new.rewarded_at is not null)
    execute function refuse_change_of_record();

create trigger rewards_follow_the_ledger before update on referrals
    for each row execute function refuse_unproved_reward();
