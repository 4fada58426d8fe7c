-- Money: entries are written once and never changed; a balance is what its newest entry says.

create table accounts (
    user_id integer primary key,
    balance integer not null default 0 check (balance between 0 and 1000000000)
) strict;

create table entries (
    id integer primary key autoincrement,
    user_id integer not null references accounts (user_id),
    kind text not null
        check (kind in ('grant', 'purchase', 'hold', 'capture', 'refund', 'chargeback')),
    amount integer not null check (amount between 1 and 1000000000),
    balance_after integer not null check (balance_after between 0 and 1000000000),
    job_id blob references jobs (id),
    key text not null unique,
    reason text not null,
    actor text not null,
    created_at integer not null,
    check ((kind in ('hold', 'capture', 'refund')) = (job_id is not null))
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

create trigger entries_follow_from_entries before insert on entries
begin
    select raise(abort, 'the entry does not follow from the balance')
    where new.balance_after <> coalesce(
        (select balance_after from entries where user_id = new.user_id order by id desc limit 1),
        0
    ) + new.amount * case
        when new.kind in ('hold', 'chargeback') then -1
        when new.kind = 'capture' then 0
        else 1
    end;
    select raise(abort, 'the entry ends no hold')
    where new.kind in ('capture', 'refund') and not exists (
        select 1 from entries
        where job_id = new.job_id and kind = 'hold'
            and user_id = new.user_id and amount = new.amount
    );
end;

create trigger new_balances_follow_from_entries before insert on accounts
    when new.balance <> 0
begin
    select raise(abort, 'the balance is not that of the newest entry');
end;

create trigger balances_follow_from_entries before update on accounts
    when new.balance <> coalesce(
        (select balance_after from entries where user_id = new.user_id order by id desc limit 1),
        0
    )
begin
    select raise(abort, 'the balance is not that of the newest entry');
end;
