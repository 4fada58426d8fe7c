-- Money: entries are written once and never changed; an account is what its newest entry left.

-- What is held counts towards the limit, so that every hold can be given back.
create table accounts (
    user_id integer primary key,
    balance integer not null default 0 check (balance >= 0),
    held integer not null default 0 check (held >= 0),
    check (balance + held <= 1000000000)
) strict;

create table entries (
    id integer primary key autoincrement,
    user_id integer not null references accounts (user_id),
    kind text not null
        check (kind in ('grant', 'purchase', 'hold', 'capture', 'refund', 'chargeback')),
    amount integer not null check (amount between 1 and 1000000000),
    balance_after integer not null check (balance_after >= 0),
    held_after integer not null check (held_after >= 0),
    job_id blob,
    key text not null unique check (length(cast(key as blob)) between 1 and 300),
    reason text not null check (trim(reason) <> '' and length(reason) <= 500),
    actor text not null
        check (actor in ('system', 'user') or actor glob 'admin:?*' or actor glob 'operator:?*'),
    created_at integer not null,
    check (balance_after + held_after <= 1000000000),
    check ((kind in ('hold', 'capture', 'refund')) = (job_id is not null)),
    check (
        kind = 'grant' or key glob kind || ':?*'
        or kind = 'chargeback' and (key glob 'reversal:?*' or key glob 'correction:?*')
    )
) strict;

create index entries_of_user on entries (user_id, id desc);
create unique index one_hold_per_job on entries (job_id) where kind = 'hold';
create unique index one_end_per_hold on entries (job_id) where kind in ('capture', 'refund');

create trigger entries_are_not_updated before update on entries
begin
    select raise(abort, 'entries are never changed');
end;

create trigger entries_are_not_deleted before delete on entries
begin
    select raise(abort, 'entries are never changed');
end;

-- `insert or replace` deletes what is in its way without asking the triggers of a delete.
create trigger entries_are_not_replaced before insert on entries
    when exists (select 1 from entries where id = new.id or key = new.key)
        or exists (
            select 1 from entries
            where job_id = new.job_id and (kind = 'hold') = (new.kind = 'hold')
        )
begin
    select raise(abort, 'entries are never changed');
end;

create trigger entries_follow_from_entries before insert on entries
begin
    select raise(abort, 'the entry does not follow from the one before it')
    from (select 1)
    left join (
        select balance_after, held_after
        from entries where user_id = new.user_id order by id desc limit 1
    ) as last
    where new.balance_after <> coalesce(last.balance_after, 0) + new.amount * case
            when new.kind in ('hold', 'chargeback') then -1
            when new.kind = 'capture' then 0
            else 1
        end
        or new.held_after <> coalesce(last.held_after, 0) + new.amount * case
            when new.kind = 'hold' then 1
            when new.kind in ('capture', 'refund') then -1
            else 0
        end;
    select raise(abort, 'the entry ends no hold')
    where new.kind in ('capture', 'refund') and not exists (
        select 1 from entries
        where job_id = new.job_id and kind = 'hold'
            and user_id = new.user_id and amount = new.amount
    );
    select raise(abort, 'the entry takes back more than there was')
    where new.kind = 'chargeback' and not exists (
        select 1 from entries
        where user_id = new.user_id and amount >= new.amount
            and kind = case when new.key glob 'chargeback:*' then 'purchase' else 'grant' end
            and key = case
                when new.key glob 'chargeback:*' then 'purchase:' || substr(new.key, 12)
                when new.key glob 'reversal:*' then 'refund_refused:' || substr(new.key, 10)
                else substr(new.key, 12)
            end
    );
end;

create trigger accounts_are_kept after insert on entries
begin
    update accounts set balance = new.balance_after, held = new.held_after
    where user_id = new.user_id;
end;

create trigger new_accounts_are_empty before insert on accounts
    when new.balance <> 0 or new.held <> 0
        or exists (select 1 from accounts where user_id = new.user_id)
begin
    select raise(abort, 'an account begins empty, once');
end;

create trigger accounts_follow_from_entries before update on accounts
begin
    select raise(abort, 'the account is not what its newest entry left')
    from (select 1)
    left join (
        select balance_after, held_after
        from entries where user_id = new.user_id order by id desc limit 1
    ) as last
    where new.balance <> coalesce(last.balance_after, 0)
        or new.held <> coalesce(last.held_after, 0);
end;
