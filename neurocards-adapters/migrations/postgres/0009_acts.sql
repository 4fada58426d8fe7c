-- What people did that writes no entry, and what operators and auditors look for by time.

create table acts (
    id bigint generated always as identity primary key,
    actor text not null
        check (actor in ('system', 'user') or actor like 'admin:_%' or actor like 'operator:_%'),
    act text not null check (act in ('promo_created', 'promo_ended', 'refund_closed')),
    subject text not null check (subject <> ''),
    user_id bigint,
    credits bigint check (credits between 1 and 1000000000),
    reason text not null check (reason ~ '\S' and length(reason) <= 500),
    acted_at timestamptz not null
);

create trigger acts_never_change before update or delete on acts
    for each row execute function refuse_change_of_record();

create trigger acts_are_not_emptied before truncate on acts
    for each statement execute function refuse_change_of_record();

create index acts_of_people on acts (acted_at desc, id desc) where actor <> 'system';
create index entries_of_people on entries (created_at desc, id desc) where actor <> 'system';
create index entries_by_time on entries (created_at, kind, amount);
create index attempts_by_time on attempts (begun_at);
