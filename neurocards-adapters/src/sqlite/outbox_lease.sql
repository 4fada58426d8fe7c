-- outbox_lease.lease
with open as (
    select deliveries.id, deliveries.chat, deliveries.run_at, deliveries.kind,
        coalesce(lease_until > $1, false) as is_leased
    from deliveries left join users on users.id = deliveries.user_id
    where closed_at is null and run_at <= $1
        and not coalesce(users.blocked, false)
),
heads as (
    select id from open as head
    where not is_leased and not ($5 and kind = 'video') and not exists (
        select 1 from open as other
        where other.chat = head.chat and other.id <> head.id
            and (other.is_leased or (other.run_at, other.id) < (head.run_at, head.id))
    )
    order by run_at, id
    limit $2
)
update deliveries
set status = 'leased', lease_owner = $3, lease_token = lease_token + 1,
    lease_until = $1 + $4, begun = begun and kind = 'card', changed = false
from heads
where deliveries.id = heads.id
returning run_at, deliveries.id
