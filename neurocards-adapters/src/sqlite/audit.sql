-- audit.violations
with sums as (
    select user_id, sum(amount * case
        when kind in ('hold', 'chargeback') then -1
        when kind = 'capture' then 0
        else 1
    end) as total
    from entries group by user_id
),
money as (
    select job_id,
        sum(kind = 'hold') as holds,
        sum(kind = 'capture') as captures,
        sum(kind = 'refund') as refunds,
        min(amount) as least, max(amount) as most,
        min(user_id) as payer, max(user_id) as other_payer
    from entries where job_id is not null group by job_id
),
tries as (
    select job_id, sum(ended is null) as open,
        sum(ended is null or ended <> 'declined') as used
    from attempts group by job_id
),
facts as (
    select lower(hex(jobs.id)) as id, jobs.user_id, jobs.price, jobs.status,
        jobs.lease_until, jobs.finished_at,
        coalesce(money.holds, 0) as holds,
        coalesce(money.captures, 0) as captures,
        coalesce(money.refunds, 0) as refunds,
        money.least, money.most, money.payer, money.other_payer,
        coalesce(tries.open, 0) as open, coalesce(tries.used, 0) as used
    from jobs
    left join money on money.job_id = jobs.id
    left join tries on tries.job_id = jobs.id
)
select 1 as invariant, format(
    'the balance of user %s is %s, its entries add up to %s',
    accounts.user_id, accounts.balance, coalesce(sums.total, 0)
) as what
from accounts left join sums on sums.user_id = accounts.user_id
where accounts.balance <> coalesce(sums.total, 0) or accounts.balance < 0
union all
select 2, format('the job %s has %s holds', id, holds) from facts where holds <> 1
union all
select 2, format('the job %s is priced %s, its entries say otherwise', id, price)
from facts
where least <> price or most <> price or payer <> user_id or other_payer <> user_id
union all
select 3, format(
    'the job %s is %s with %s captures and %s refunds', id, status, captures, refunds
)
from facts
where captures <> (status = 'succeeded')
    or refunds <> (status in ('failed', 'cancelled'))
union all
select 4, format('the job %s is %s without the times of that', id, status) from facts
where (status = 'running') <> (lease_until is not null)
    or (status in ('queued', 'running')) <> (finished_at is null)
union all
select 5, format('the job %s has %s open attempts, %s in all', id, open, used)
from facts where open > 1 or used > 3
limit $1
