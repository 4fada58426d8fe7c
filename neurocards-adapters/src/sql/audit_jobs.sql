-- audit.of_jobs
with money as (
    select job_id,
        count(*) filter (where kind = 'hold') as holds,
        count(*) filter (where kind = 'capture') as captures,
        count(*) filter (where kind = 'refund') as refunds,
        min(amount) as amount, max(amount) as other_amount,
        min(user_id) as payer, max(user_id) as other_payer,
        max(created_at) filter (where kind <> 'hold') as ended_at
    from entries where job_id is not null group by job_id
),
tries as (
    select {text}job_id{/text} as job_id, count(*) filter (where ended is null) as open,
        count(*) filter (where ended is distinct from 'declined') as used
    from attempts group by job_id
),
facts as (
    select {text}coalesce(jobs.id, money.job_id){/text} as id, jobs.id is null as is_missing,
        jobs.user_id, jobs.price, jobs.status, jobs.run_at, jobs.lease_until, jobs.finished_at,
        coalesce(money.holds, 0) as holds,
        coalesce(money.captures, 0) as captures,
        coalesce(money.refunds, 0) as refunds,
        money.amount, money.other_amount, money.payer, money.other_payer, money.ended_at
    from jobs full join money on money.job_id = jobs.id
),
escrow as (
    select user_id, sum(price) as held from jobs
    where status in ('queued', 'running') group by user_id
)
select 2 as invariant, format('entries name the job %s, which is missing', id) as what
from facts where is_missing
union all
select 2, format('the job %s has %s holds', id, holds) from facts
where holds <> 1 and not is_missing
union all
select 2, format('the job %s of user %s costs %s, its entries say otherwise', id, user_id, price)
from facts
where amount <> price or other_amount <> price or payer <> user_id or other_payer <> user_id
union all
select 3, format(
    'the job %s is %s with %s captures and %s refunds', id, status, captures, refunds
)
from facts
where captures <> cast(status = 'succeeded' as integer)
    or refunds <> cast(status in ('failed', 'cancelled') as integer)
union all
select 3, format(
    'the account of user %s holds %s, the open jobs cost %s',
    coalesce(accounts.user_id, escrow.user_id), accounts.held, coalesce(escrow.held, 0)
)
from accounts full join escrow on escrow.user_id = accounts.user_id
where coalesce(accounts.held, 0) <> coalesce(escrow.held, 0)
union all
select 4, format('the job %s is %s without the times of that', id, status) from facts
where (status = 'running') <> (lease_until is not null)
    or (status in ('queued', 'running')) <> (finished_at is null)
    or run_at is null and not is_missing
union all
select 4, format('the job %s is final since %s, its money moved at %s', id, finished_at, ended_at)
from facts where finished_at <> ended_at
union all
select 5, format('the job %s has %s open attempts, %s in all', job_id, open, used)
from tries where open > 1 or used > 3
limit $1
