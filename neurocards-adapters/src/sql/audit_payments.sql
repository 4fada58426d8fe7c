-- audit.of_payments
with facts as (
    select charge, user_id, credits, status,
        coalesce((
            select sum(amount) from entries
            where key = 'purchase:' || charge and kind = 'purchase'
                and entries.user_id = payments.user_id
        ), 0) as bought,
        coalesce((
            select sum(case kind when 'chargeback' then amount else -amount end) from entries
            where key in ('chargeback:' || charge, 'refund_refused:' || charge, 'reversal:' || charge)
                and entries.user_id = payments.user_id
        ), 0) as taken_back
    from payments
)
select 9 as invariant, format(
    'the payment %s of user %s is of %s credits, its purchase of %s', charge, user_id, credits, bought
) as what
from facts where bought <> credits
union all
select 9, format(
    'the payment %s of user %s is %s, of its %s credits %s are taken back',
    charge, user_id, status, credits, taken_back
)
from facts
where case status
    when 'refund_asked' then taken_back <> credits
    when 'refunded' then taken_back not between 0 and credits
    else taken_back <> 0
end
limit $1
