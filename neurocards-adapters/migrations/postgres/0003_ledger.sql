-- Money: entries are written once and never changed; a balance is what its newest entry says.

create table accounts (
    user_id bigint primary key,
    balance bigint not null default 0 check (balance between 0 and 1000000000)
);

create table entries (
    id bigint generated always as identity primary key,
    user_id bigint not null references accounts (user_id),
    kind text not null
        check (kind in ('grant', 'purchase', 'hold', 'capture', 'refund', 'chargeback')),
    amount bigint not null check (amount between 1 and 1000000000),
    balance_after bigint not null check (balance_after between 0 and 1000000000),
    job_id uuid references jobs (id),
    key text not null unique,
    reason text not null,
    actor text not null,
    created_at timestamptz not null,
    check ((kind in ('hold', 'capture', 'refund')) = (job_id is not null))
);

create index entries_of_user on entries (user_id, id desc);
create unique index one_hold_per_job on entries (job_id) where kind = 'hold';
create unique index one_end_per_hold on entries (job_id) where kind in ('capture', 'refund');

create function refuse_change_of_entry() returns trigger language plpgsql as $$
begin
    raise exception 'entries are never changed' using errcode = 'integrity_constraint_violation';
end
$$;

create trigger entries_are_append_only before update or delete on entries
    for each row execute function refuse_change_of_entry();

create trigger entries_are_not_emptied before truncate on entries
    for each statement execute function refuse_change_of_entry();

create function refuse_unsound_entry() returns trigger language plpgsql as $$
declare
    before bigint := coalesce(
        (select balance_after from entries where user_id = new.user_id order by id desc limit 1),
        0
    );
    sign integer := case
        when new.kind in ('hold', 'chargeback') then -1
        when new.kind = 'capture' then 0
        else 1
    end;
begin
    if new.balance_after <> before + sign * new.amount then
        raise exception 'the entry % does not follow from the balance %', new.key, before
            using errcode = 'integrity_constraint_violation';
    end if;
    if new.kind in ('capture', 'refund') and not exists (
        select from entries
        where job_id = new.job_id and kind = 'hold'
            and user_id = new.user_id and amount = new.amount
    ) then
        raise exception 'the entry % ends no hold', new.key
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

create trigger entries_follow_from_entries before insert on entries
    for each row execute function refuse_unsound_entry();

create function refuse_unsound_balance() returns trigger language plpgsql as $$
begin
    if new.balance <> coalesce(
        (select balance_after from entries where user_id = new.user_id order by id desc limit 1),
        0
    ) then
        raise exception 'the balance of user % is not that of the newest entry', new.user_id
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

-- An account begins empty; `insert .. on conflict do nothing` fires this for known users too.
create trigger new_balances_follow_from_entries before insert on accounts
    for each row when (new.balance <> 0) execute function refuse_unsound_balance();

create trigger balances_follow_from_entries before update on accounts
    for each row execute function refuse_unsound_balance();
