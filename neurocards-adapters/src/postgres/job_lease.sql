-- job_lease.lease
with {turns},
locked as (
    select turns.* from turns join jobs on jobs.id = turns.id
    where jobs.status = 'queued' and jobs.run_at <= coalesce($1, current_timestamp)
        or jobs.status = 'running' and jobs.lease_until <= coalesce($1, current_timestamp)
    order by turns.turn, turns.run_at, turns.seq
    limit $2
    for update of jobs skip locked
)
update jobs
set crashes = crashes + (status = 'running')::integer, status = 'running',
    lease_owner = $3, lease_token = lease_token + 1,
    lease_until = coalesce($1, current_timestamp) + $4
from locked
where jobs.id = locked.id
returning locked.turn, locked.run_at, locked.seq, jobs.id, jobs.order_id
