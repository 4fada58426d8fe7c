-- Updates from the moment they are acknowledged to the moment their last reply is out.

create table updates (
    id integer primary key,
    lane integer not null,
    body text not null check (octet_length(body) <= 262144),
    run_at integer not null,
    lease_owner text,
    lease_token integer not null default 0,
    lease_until integer,
    crashes integer not null default 0,
    replies text,
    next_reply integer not null default 0,
    closed_at integer
) strict;

create index updates_open_of_lane on updates (lane, id) where closed_at is null;
create index updates_open on updates (id) where closed_at is null;
create index updates_closed on updates (closed_at) where closed_at is not null;
