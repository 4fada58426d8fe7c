-- What operators must look at: one row for as long as a cause stands, however often it is seen.

create table alarms (
    key text primary key,
    kind text not null,
    severity text not null check (severity in ('critical', 'error', 'warning')),
    text text not null,
    first_at integer not null,
    last_at integer not null,
    seen integer not null check (seen > 0),
    -- Ends by itself then, unless it is raised again.
    quiet_at integer,
    -- Ends as soon as it is told.
    is_news integer not null,
    told_at integer,
    tellings integer not null default 0,
    ended_at integer,
    -- Nothing more is to be told of it.
    closed integer not null default 0,
    check (closed = 0 or ended_at is not null)
) strict;

create index alarms_to_tell on alarms (closed, first_at, key);
create index alarms_standing on alarms (severity, last_at desc, key) where ended_at is null;
create index alarms_standing_of_kind on alarms (kind, key) where ended_at is null;
