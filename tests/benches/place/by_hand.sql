\set user random(1, 1000)
\set order random(1, 281474976710655)
\set job_1 random(1, 281474976710655)
\set job_2 random(1, 281474976710655)
\set job_3 random(1, 281474976710655)
begin;
select balance, held from accounts where user_id = :user for update \gset
insert into orders (id, user_id, chat, product_id, brief, language, price, placed_at)
values (
    ('00000000-0000-4000-8000-' || lpad(to_hex(:order::bigint), 12, '0'))::uuid, :user, :user,
    ('00000000-0000-4000-9000-' || lpad(to_hex(:user::bigint), 12, '0'))::uuid, '{brief}', 'ru', 1,
    now()
);
insert into jobs (id, order_id, user_id, variant, model, price, run_at, created_at, deadline_at)
select
    ('00000000-0000-4000-8000-' || lpad(to_hex(job), 12, '0'))::uuid,
    ('00000000-0000-4000-8000-' || lpad(to_hex(:order::bigint), 12, '0'))::uuid,
    :user, variant, '{model}', 1, now(), now(), now() + interval '1 hour'
from (values (:job_1::bigint, 0), (:job_2::bigint, 1), (:job_3::bigint, 2)) as jobs (job, variant);
insert into entries (user_id, kind, amount, balance_after, held_after, job_id, key, reason, actor,
    created_at)
select :user, 'hold', 1, :balance - 1 - variant, :held + 1 + variant,
    ('00000000-0000-4000-8000-' || lpad(to_hex(job), 12, '0'))::uuid,
    'hold:00000000-0000-4000-8000-' || lpad(to_hex(job), 12, '0'), 'by hand', 'user', now()
from (values (:job_1::bigint, 0), (:job_2::bigint, 1), (:job_3::bigint, 2)) as jobs (job, variant)
order by variant;
insert into deliveries (kind, user_id, chat, language, order_id, run_at)
values (
    'card', :user, :user, 'ru',
    ('00000000-0000-4000-8000-' || lpad(to_hex(:order::bigint), 12, '0'))::uuid, now()
);
commit;
