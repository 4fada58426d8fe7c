-- Rows that a release could not read: left for a while at a time, so that all others go on.

create table set_aside (
    job_id uuid unique references jobs (id),
    delivery_id bigint unique references deliveries (id),
    update_id bigint unique references updates (id) on delete cascade,
    why text not null,
    since timestamptz not null,
    check (num_nonnulls(job_id, delivery_id, update_id) = 1)
);
