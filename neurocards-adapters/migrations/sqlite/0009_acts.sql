-- What people did that writes no entry, and what operators and auditors look for by time.

create table acts (
    id integer primary key autoincrement,
    actor text not null
        check (actor in ('system', 'user') or actor glob 'admin:?*' or actor glob 'operator:?*'),
    act text not null check (act in ('promo_created', 'promo_ended', 'refund_closed')),
    subject text not null check (subject <> ''),
    user_id integer,
    credits integer check (credits between 1 and 1000000000),
    reason text not null check (trim(reason) <> '' and length(reason) <= 500),
    acted_at integer not null
) strict;

create trigger acts_never_change before update on acts
begin
    select raise(abort, 'acts are never changed or removed');
end;

create trigger acts_are_not_deleted before delete on acts
begin
    select raise(abort, 'acts are never changed or removed');
end;

-- `insert or replace` deletes what is in its way without asking the triggers of a delete.
create trigger acts_are_not_replaced before insert on acts
    when exists (select 1 from acts where id = new.id)
begin
    select raise(abort, 'acts are never changed or removed');
end;

create index acts_of_people on acts (acted_at desc, id desc) where actor <> 'system';
create index entries_of_people on entries (created_at desc, id desc) where actor <> 'system';
create index entries_by_time on entries (created_at, kind, amount);
create index attempts_by_time on attempts (begun_at);
