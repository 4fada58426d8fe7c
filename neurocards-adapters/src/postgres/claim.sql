-- claim.lease
with due as (
    select id, seq, user_id, run_at, deadline_at
    from jobs where lease_until is null and finished_at is null and run_at <= coalesce($1, now())
    union all
    select id, seq, user_id, run_at, deadline_at
    from jobs where lease_until <= coalesce($1, now())
),
candidates as (
    select id, seq, user_id, run_at from due
    where deadline_at <= coalesce($1, now())
        or (select held_until from submission_hold) <= coalesce($1, now())
        or exists (
            select from attempts where attempts.job_id = due.id and ended is null
        )
    order by run_at, seq
    limit 10000
),
busy as (
    select user_id, count(*) as jobs from jobs
    where lease_until > coalesce($1, now())
    group by user_id
),
turns as (
    select candidates.id, candidates.run_at, candidates.seq,
        coalesce(busy.jobs, 0) + row_number() over (
            partition by candidates.user_id order by candidates.run_at, candidates.seq
        ) as turn
    from candidates left join busy on busy.user_id = candidates.user_id
),
locked as (
    select turns.* from turns join jobs on jobs.id = turns.id
    where jobs.status = 'queued' and jobs.run_at <= coalesce($1, now())
        or jobs.status = 'running' and jobs.lease_until <= coalesce($1, now())
    order by turns.turn, turns.run_at, turns.seq
    limit $2
    for update of jobs skip locked
)
update jobs
set crashes = crashes + (status = 'running')::integer, status = 'running',
    lease_owner = $3, lease_token = lease_token + 1,
    lease_until = coalesce($1, now()) + $4
from locked
where jobs.id = locked.id
returning locked.turn, locked.run_at, locked.seq, jobs.id, jobs.order_id
