-- Money: entries are written once and never changed; an account is what its newest entry left.

-- The functions below find the tables of this schema, whatever the search_path of their caller.
select set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

-- What is held counts towards the limit, so that every hold can be given back.
create table accounts (
    user_id bigint primary key,
    balance bigint not null default 0 check (balance >= 0),
    held bigint not null default 0 check (held >= 0),
    check (balance + held <= 1000000000)
);

create table entries (
    id bigint generated always as identity primary key,
    user_id bigint not null references accounts (user_id),
    kind text not null
        check (kind in ('grant', 'purchase', 'hold', 'capture', 'refund', 'chargeback')),
    amount bigint not null check (amount between 1 and 1000000000),
    balance_after bigint not null check (balance_after >= 0),
    held_after bigint not null check (held_after >= 0),
    job_id uuid,
    key text not null unique check (octet_length(key) between 1 and 300),
    reason text not null check (reason ~ '\S' and length(reason) <= 500),
    actor text not null
        check (actor in ('system', 'user') or actor like 'admin:_%' or actor like 'operator:_%'),
    created_at timestamptz not null,
    check (balance_after + held_after <= 1000000000),
    check ((kind in ('hold', 'capture', 'refund')) = (job_id is not null)),
    check (
        kind = 'grant' or key like kind || ':_%'
        or kind = 'chargeback' and (key like 'reversal:_%' or key like 'correction:_%')
    )
);

create index entries_of_user on entries (user_id, id desc);
create unique index one_hold_per_job on entries (job_id) where kind = 'hold';
create unique index one_end_per_hold on entries (job_id) where kind in ('capture', 'refund');

-- Whoever owns the table may only add to it, too; a superuser is stopped by the triggers.
revoke update, delete, truncate on entries from current_user;

create function refuse_change_of_entry() returns trigger language plpgsql as $$
begin
    raise exception 'entries are never changed' using errcode = 'integrity_constraint_violation';
end
$$;

create trigger entries_are_append_only before update or delete on entries
    for each row execute function refuse_change_of_entry();

create trigger entries_are_not_emptied before truncate on entries
    for each statement execute function refuse_change_of_entry();

create function refuse_unsound_entry() returns trigger language plpgsql
    set search_path from current as $$
declare
    last record;
begin
    -- Entries of one user take turns, whoever writes them; what follows sees who came before.
    perform from accounts where user_id = new.user_id for no key update;
    select id, balance_after as balance, held_after as held into last
    from entries where user_id = new.user_id order by id desc limit 1;
    if new.id < last.id
        or new.balance_after <> coalesce(last.balance, 0) + new.amount * (case
            when new.kind in ('hold', 'chargeback') then -1
            when new.kind = 'capture' then 0
            else 1
        end)
        or new.held_after <> coalesce(last.held, 0) + new.amount * (case
            when new.kind = 'hold' then 1
            when new.kind in ('capture', 'refund') then -1
            else 0
        end)
    then
        raise exception 'the entry % does not follow from the one before it', new.key
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
    if new.kind = 'chargeback' and not exists (
        select from entries
        where user_id = new.user_id and amount >= new.amount
            and kind = case when new.key like 'chargeback:%' then 'purchase' else 'grant' end
            and key = case
                when new.key like 'chargeback:%' then 'purchase:' || substr(new.key, 12)
                when new.key like 'reversal:%' then 'refund_refused:' || substr(new.key, 10)
                else substr(new.key, 12)
            end
    ) then
        raise exception 'the entry % takes back more than there was', new.key
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

create trigger entries_follow_from_entries before insert on entries
    for each row execute function refuse_unsound_entry();

create function keep_accounts() returns trigger language plpgsql
    set search_path from current as $$
begin
    update accounts set balance = last.balance_after, held = last.held_after
    from (
        select distinct on (user_id) user_id, balance_after, held_after
        from written order by user_id, id desc
    ) as last
    where accounts.user_id = last.user_id;
    return null;
end
$$;

create trigger accounts_are_kept after insert on entries referencing new table as written
    for each statement execute function keep_accounts();

create function refuse_unsound_account() returns trigger language plpgsql
    set search_path from current as $$
declare
    last record;
begin
    select balance_after as balance, held_after as held into last
    from entries where user_id = new.user_id order by id desc limit 1;
    if (new.balance, new.held) <> (coalesce(last.balance, 0), coalesce(last.held, 0)) then
        raise exception 'the account of user % is not what its newest entry left', new.user_id
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

create trigger new_accounts_are_empty before insert on accounts
    for each row when (new.balance <> 0 or new.held <> 0)
    execute function refuse_unsound_account();

create trigger accounts_follow_from_entries before update on accounts
    for each row execute function refuse_unsound_account();
