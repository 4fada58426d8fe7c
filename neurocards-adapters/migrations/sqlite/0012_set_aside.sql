-- Rows that a release could not read: left for a while at a time, so that all others go on.

create table set_aside (
    job_id blob unique references jobs (id),
    delivery_id integer unique references deliveries (id),
    update_id integer unique references updates (id) on delete cascade,
    why text not null,
    since integer not null,
    check ((job_id is not null) + (delivery_id is not null) + (update_id is not null) = 1)
) strict;
