-- A million orders of one video each, delivered long ago, as the store would have left them. The
-- rules of the tables are asked by the audit, afterwards.
set session_replication_role = replica;

create temporary table old as
select number, number % 1000 + 1 as user_id, (number - 1) / 1000 + 1 as turn,
    gen_random_uuid() as order_id, gen_random_uuid() as job_id,
    now() - interval '30 days' + number * interval '1 second' as at
from generate_series(1, 1000000) as number;

insert into orders (id, user_id, chat, product_id, brief, language, price, placed_at)
select order_id, user_id, user_id,
    ('00000000-0000-4000-9000-' || lpad(to_hex(user_id), 12, '0'))::uuid, '{brief}', 'ru', 1, at
from old order by number;

insert into jobs (id, order_id, user_id, variant, model, price, status, run_at, video, created_at,
    deadline_at, finished_at)
select job_id, order_id, user_id, 0, '{model}', 1, 'succeeded', at, '{video}', at,
    at + interval '1 hour', at + interval '4 minutes'
from old order by number;

insert into entries (user_id, kind, amount, balance_after, held_after, job_id, key, reason, actor,
    created_at)
select user_id, kind, 1, balance - turn, held + more, job_id, kind || ':' || job_id, 'long ago', actor,
    at + took
from old
join accounts using (user_id),
    (values ('hold', 1, 'user', interval '0'), ('capture', 0, 'system', interval '4 minutes'))
        as entry (kind, more, actor, took)
order by number, more desc;

insert into deliveries (kind, user_id, chat, language, order_id, job_id, status, run_at, message,
    closed_at)
select kind, user_id, user_id, 'ru', order_id, case kind when 'video' then job_id end, 'sent', at,
    1, at
from old, (values ('card'), ('video')) as delivery (kind)
order by number;

update accounts set balance = balance - 1000;

set session_replication_role = origin;
vacuum analyze;
checkpoint;
