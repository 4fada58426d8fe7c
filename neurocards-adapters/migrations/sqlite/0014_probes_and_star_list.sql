-- What a program writes, and removes again, to see whether the database takes writes.

create table write_probes (
    id integer primary key autoincrement
) strict;

-- How far the payment provider's list of Stars was read: rows at its beginning that need not be read
-- again, and when its end was last seen.
create table star_list (
    one integer primary key default 1 check (one = 1),
    settled integer not null default 0 check (settled >= 0),
    read_at integer
) strict;

insert into star_list default values;
