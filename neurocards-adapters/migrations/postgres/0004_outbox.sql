-- What must reach a chat. A card is one row per order that becomes due again and again.

create table deliveries (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('card', 'video', 'failed', 'money', 'alarm')),
    user_id bigint not null,
    chat bigint not null,
    language text not null check (language in ('ru', 'en')),
    order_id uuid references orders (id),
    job_id uuid references jobs (id),
    alarm_key text,
    text text,
    news_key text,
    news jsonb,
    status text not null default 'due'
        check (status in ('due', 'leased', 'sent', 'unknown', 'blocked', 'refused')),
    run_at timestamptz not null,
    lease_owner text,
    lease_token bigint not null default 0,
    lease_until timestamptz,
    begun boolean not null default false,
    changed boolean not null default false,
    deferrals integer not null default 0,
    message integer,
    file_id text,
    refusal text,
    closed_at timestamptz,
    check ((status = 'leased') = (lease_until is not null)),
    check ((status in ('due', 'leased')) = (closed_at is null)),
    check ((kind in ('money', 'alarm')) = (order_id is null)),
    check ((kind in ('video', 'failed')) = (job_id is not null)),
    check ((kind = 'alarm') = (alarm_key is not null and text is not null)),
    check ((kind = 'money') = (news_key is not null and news is not null))
);

create unique index one_card_per_order on deliveries (order_id) where kind = 'card';
create unique index one_notice_per_failed_job on deliveries (job_id) where kind = 'failed';
create unique index one_alarm_per_key_and_chat on deliveries (chat, alarm_key)
    where kind = 'alarm';
create unique index news_are_told_once on deliveries (news_key) where kind = 'money';
create unique index one_video_on_its_way_per_job on deliveries (job_id)
    where kind = 'video' and status in ('due', 'leased');
create index deliveries_of_video on deliveries (job_id, id desc) where kind = 'video';
create index deliveries_due on deliveries (run_at, id) where status = 'due';
create index deliveries_leased on deliveries (lease_until) where lease_until is not null;
create index deliveries_open_of_chat on deliveries (chat, run_at, id)
    where closed_at is null;

-- A delivery with everything that its message shows.
create view delivery_facts as
select
    deliveries.id, deliveries.kind, deliveries.user_id, deliveries.chat, deliveries.order_id,
    deliveries.job_id, deliveries.text, deliveries.news, deliveries.deferrals,
    deliveries.lease_token, deliveries.language, products.id as product_id, products.photo,
    jobs.variant, jobs.video, jobs.failure,
    (
        select sent.file_id
        from deliveries as sent
        where sent.job_id = deliveries.job_id and sent.kind = 'video'
            and sent.file_id is not null
        order by sent.id desc
        limit 1
    ) as file_id
from deliveries
left join orders on orders.id = deliveries.order_id
left join products on products.id = orders.product_id
left join jobs on jobs.id = deliveries.job_id;
