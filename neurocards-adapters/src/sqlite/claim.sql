-- claim.due
with due as (
    select id, seq, user_id, run_at, deadline_at
    from jobs where lease_until is null and finished_at is null and run_at <= $1
    union all
    select id, seq, user_id, run_at, deadline_at
    from jobs where lease_until <= $1
),
candidates as (
    select id, seq, user_id, run_at from due
    where deadline_at <= $1
        or (select held_until from submission_hold) <= $1
        or exists (
            select 1 from attempts where attempts.job_id = due.id and ended is null
        )
    order by run_at, seq
    limit 10000
),
busy as (
    select user_id, count(*) as jobs from jobs
    where lease_until > $1
    group by user_id
),
turns as (
    select candidates.id, candidates.run_at, candidates.seq,
        coalesce(busy.jobs, 0) + row_number() over (
            partition by candidates.user_id order by candidates.run_at, candidates.seq
        ) as turn
    from candidates left join busy on busy.user_id = candidates.user_id
)
select id from turns order by turn, run_at, seq limit $2
