-- Updates from the moment they are acknowledged to the moment their last reply is out.

create table updates (
    id bigint primary key,
    lane bigint not null,
    body text not null check (octet_length(body) <= 262144),
    run_at timestamptz not null,
    lease_owner text,
    lease_token bigint not null default 0,
    lease_until timestamptz,
    crashes integer not null default 0,
    replies jsonb,
    next_reply integer not null default 0,
    closed_at timestamptz
);

create index updates_open_of_lane on updates (lane, id) where closed_at is null;
create index updates_open on updates (id) where closed_at is null;
create index updates_closed on updates (closed_at) where closed_at is not null;
