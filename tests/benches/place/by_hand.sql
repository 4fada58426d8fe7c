-- What one would write by hand, with ids that grow with time, as ours do.
\set user random(1, 1000)
\set order random(1, 281474976710655)
\set job_1 random(1, 281474976710655)
\set job_2 random(1, 281474976710655)
\set job_3 random(1, 281474976710655)
begin;
select balance, held from accounts where user_id = :user for update \gset
insert into orders (id, user_id, chat, product_id, brief, language, price, placed_at)
values (
    (to_hex((extract(epoch from now()) * 1000)::bigint) || lpad(to_hex(:order::bigint), 21, '0'))::uuid, :user, :user,
    ('00000000-0000-4000-9000-' || lpad(to_hex(:user::bigint), 12, '0'))::uuid, '{brief}', 'ru', 1,
    now()
);
insert into jobs (id, order_id, user_id, variant, model, price, run_at, created_at, deadline_at)
select
    (to_hex((extract(epoch from now()) * 1000)::bigint) || lpad(to_hex(job), 21, '0'))::uuid,
    (to_hex((extract(epoch from now()) * 1000)::bigint) || lpad(to_hex(:order::bigint), 21, '0'))::uuid,
    :user, variant, '{model}', 1, now(), now(), now() + interval '1 hour'
from (values (:job_1::bigint, 0), (:job_2::bigint, 1), (:job_3::bigint, 2)) as jobs (job, variant);
insert into entries (user_id, kind, amount, balance_after, held_after, job_id, key, reason, actor,
    created_at)
select user_id, 'hold', 1, balance - variant, held + variant, job_id, 'hold:' || job_id, 'by hand',
    'user', now()
from (
    select :user::bigint as user_id, :balance::bigint - 1 as balance, :held::bigint + 1 as held,
        variant,
        (to_hex((extract(epoch from now()) * 1000)::bigint) || lpad(to_hex(job), 21, '0'))::uuid as job_id
    from (values (:job_1::bigint, 0), (:job_2::bigint, 1), (:job_3::bigint, 2)) as jobs (job, variant)
) as holds
order by variant;
insert into deliveries (kind, user_id, chat, language, order_id, run_at)
values (
    'card', :user, :user, 'ru',
    (to_hex((extract(epoch from now()) * 1000)::bigint) || lpad(to_hex(:order::bigint), 21, '0'))::uuid, now()
);
commit;
