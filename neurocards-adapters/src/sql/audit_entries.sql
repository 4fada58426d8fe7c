-- entries.audit
with chain as (
    select id, user_id, kind, amount, job_id, balance_after, held_after,
        row_number() over of_user = 1 as is_newest,
        lead(balance_after, 1, cast(0 as bigint)) over of_user + amount * case
            when kind in ('grant', 'purchase', 'refund') then 1
            when kind in ('hold', 'chargeback') then -1
            else 0
        end as balance_due,
        lead(held_after, 1, cast(0 as bigint)) over of_user + amount * case
            when kind = 'hold' then 1
            when kind in ('capture', 'refund') then -1
            else 0
        end as held_due
    from {schema}entries
    window of_user as (partition by user_id order by id desc)
),
newest as (
    select user_id, balance_after, held_after from chain where is_newest
),
money as (
    select {text}job_id{/text} as job_id,
        count(*) filter (where kind = 'hold') as holds,
        count(*) filter (where kind <> 'hold') as ends,
        min(amount) as amount, max(amount) as other_amount,
        min(user_id) as user_id, max(user_id) as other_user
    from {schema}entries where job_id is not null group by job_id
)
select 1 as invariant, format(
    'the entry %s of user %s leaves %s and holds %s, after the one before it %s and %s are due',
    id, user_id, balance_after, held_after, balance_due, held_due
) as what
from chain where balance_after <> balance_due or held_after <> held_due
union all
select 1, format(
    'the entry %s of user %s is a %s of %s that leaves %s and holds %s',
    id, user_id, kind, amount, balance_after, held_after
)
from chain
where amount <= 0 or balance_after < 0 or held_after < 0
    or kind not in ('grant', 'purchase', 'hold', 'capture', 'refund', 'chargeback')
union all
select 1, format(
    'the account of user %s has %s and holds %s, its newest entry left %s and %s',
    coalesce(accounts.user_id, newest.user_id), accounts.balance, accounts.held,
    coalesce(newest.balance_after, 0), coalesce(newest.held_after, 0)
)
from {schema}accounts as accounts
full join newest on newest.user_id = accounts.user_id
where accounts.user_id is null
    or accounts.balance <> coalesce(newest.balance_after, 0)
    or accounts.held <> coalesce(newest.held_after, 0)
    or accounts.balance < 0 or accounts.held < 0
union all
select 2, format('the job %s has %s holds, which ended %s times', job_id, holds, ends)
from money where holds <> 1 or ends > 1
union all
select 2, format('the entries of the job %s differ in their amount or user', job_id)
from money where amount <> other_amount or user_id <> other_user
union all
select 2, format(
    'the entry %s is a %s, and names the job %s', id, kind, coalesce({text}job_id{/text}, 'nothing')
)
from chain
where (kind in ('hold', 'capture', 'refund')) <> (job_id is not null)
limit $1
