//! Whose turn it is: every user's first job before anybody's second, where jobs under a live lease
//! count as turns taken. The 10,000 oldest due jobs are looked at.

/// Common tables of a statement whose `$1` is its time; the last, `turns`, has the due jobs, each
/// with its turn.
pub(crate) const TURNS: &str = "due as (
    select id, order_id, seq, user_id, run_at, deadline_at
    from jobs
    where lease_until is null and finished_at is null and run_at <= coalesce($1, current_timestamp)
    union all
    select id, order_id, seq, user_id, run_at, deadline_at
    from jobs where lease_until <= coalesce($1, current_timestamp)
),
candidates as (
    select id, order_id, seq, user_id, run_at from due
    where deadline_at <= coalesce($1, current_timestamp)
        or (select held_until from submission_hold) <= coalesce($1, current_timestamp)
        or exists (
            select 1 from attempts where attempts.job_id = due.id and ended is null
        )
    order by run_at, seq
    limit 10000
),
busy as (
    select user_id, count(*) as jobs from jobs
    where lease_until > coalesce($1, current_timestamp)
    group by user_id
),
turns as (
    select candidates.id, candidates.order_id, candidates.run_at, candidates.seq,
        coalesce(busy.jobs, 0) + row_number() over (
            partition by candidates.user_id order by candidates.run_at, candidates.seq
        ) as turn
    from candidates left join busy on busy.user_id = candidates.user_id
)";
