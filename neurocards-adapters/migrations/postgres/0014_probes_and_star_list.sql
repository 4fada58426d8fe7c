-- What a program writes, and removes again, to see whether the database takes writes.

create table write_probes (
    id bigint generated always as identity primary key
);

-- How far the payment provider's list of Stars was read: rows at its beginning that need not be read
-- again, and when its end was last seen.
create table star_list (
    one boolean primary key default true check (one),
    settled bigint not null default 0 check (settled >= 0),
    read_at timestamptz
);

insert into star_list default values;
