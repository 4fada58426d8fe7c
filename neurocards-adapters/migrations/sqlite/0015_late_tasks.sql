-- Tasks that may finish after they were given up, and whose they are.

-- A task belongs to one attempt: of two that have the same, the later one keeps it as a report.
update attempts set reported = task, task = null
where task is not null and exists (
    select 1 from attempts as earlier
    where earlier.task = attempts.task
        and (earlier.begun_at < attempts.begun_at
            or (earlier.begun_at = attempts.begun_at and earlier.nonce < attempts.nonce))
);
create unique index a_task_belongs_to_one_attempt on attempts (task) where task is not null;

create table late_tasks (
    nonce text primary key references attempts (nonce),
    task text not null unique,
    since integer not null,
    run_at integer not null,
    lease_token integer not null default 0,
    lease_until integer,
    ended text check (ended in ('gift', 'nothing')),
    video text,
    ended_at integer,
    check ((ended is null) = (ended_at is null)),
    check (ended is null or lease_until is null),
    check ((video is not null) = (coalesce(ended, '') = 'gift'))
) strict;

create index late_tasks_due on late_tasks (run_at, nonce) where ended is null;

alter table deliveries add column late text references late_tasks (nonce);
create unique index a_gift_is_sent_once on deliveries (late) where late is not null;
drop index one_video_on_its_way_per_job;
create unique index one_video_on_its_way_per_job on deliveries (job_id)
    where kind = 'video' and status in ('due', 'leased') and late is null;

-- A delivery with everything that its message shows.
drop view delivery_facts;
create view delivery_facts as
select
    deliveries.id, deliveries.kind, deliveries.user_id, deliveries.chat, deliveries.order_id,
    deliveries.job_id, deliveries.text, deliveries.news, deliveries.deferrals,
    deliveries.lease_token, deliveries.language, products.id as product_id, products.photo,
    jobs.variant, jobs.failure, deliveries.late is not null as is_gift,
    case when deliveries.late is null then jobs.video else late_tasks.video end as video,
    (
        select sent.file_id
        from deliveries as sent
        where sent.job_id = deliveries.job_id and sent.kind = 'video'
            and sent.file_id is not null
            and coalesce(sent.late, '') = coalesce(deliveries.late, '')
        order by sent.id desc
        limit 1
    ) as file_id
from deliveries
left join orders on orders.id = deliveries.order_id
left join products on products.id = orders.product_id
left join jobs on jobs.id = deliveries.job_id
left join late_tasks on late_tasks.nonce = deliveries.late;
