-- outbox_lease.lease
with open as (
    select deliveries.id, deliveries.chat, deliveries.run_at,
        coalesce(lease_until > coalesce($1, now()), false) as is_leased
    from deliveries left join users on users.id = deliveries.user_id
    where closed_at is null and run_at <= coalesce($1, now())
        and not coalesce(users.blocked, false)
),
first_of_chat as (
    select id from (
        select id, run_at, is_leased,
            bool_or(is_leased) over (partition by chat) as is_busy,
            row_number() over (partition by chat order by run_at, id) as place
        from open
    ) as placed
    where not is_busy and place = 1
    order by run_at, id
),
locked as (
    select deliveries.id from first_of_chat
    join deliveries on deliveries.id = first_of_chat.id
    where deliveries.status in ('due', 'leased') and not ($5 and deliveries.kind = 'video')
    order by deliveries.run_at, deliveries.id
    limit $2
    for update of deliveries skip locked
)
update deliveries
set status = 'leased', lease_owner = $3, lease_token = lease_token + 1,
    lease_until = coalesce($1, now()) + $4,
    begun = begun and kind = 'card', changed = false
from locked
where deliveries.id = locked.id
returning deliveries.run_at, deliveries.id
