-- Orders, their jobs, the attempts of each job, and the hold of new submissions.

create table orders (
    seq integer primary key autoincrement,
    id blob not null unique,
    user_id integer not null references users (id),
    chat integer not null,
    card_message integer,
    product_id blob not null references products (id),
    brief text not null,
    language text not null check (language in ('ru', 'en')),
    price integer not null check (price > 0),
    placed_at integer not null
) strict;

create index orders_of_user on orders (user_id, seq desc);

create table jobs (
    seq integer primary key autoincrement,
    id blob not null unique,
    order_id blob not null references orders (id),
    user_id integer not null references users (id),
    variant integer not null check (variant between 0 and 4),
    model text not null,
    price integer not null check (price > 0),
    status text not null default 'queued'
        check (status in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    run_at integer not null,
    lease_owner text,
    lease_token integer not null default 0,
    lease_until integer,
    faults integer not null default 0,
    crashes integer not null default 0,
    prompt text,
    photo_url text,
    photo_uploaded_at integer,
    failure text,
    video text,
    created_at integer not null,
    deadline_at integer not null,
    finished_at integer,
    unique (order_id, variant),
    check ((status = 'running') = (lease_until is not null)),
    check ((status in ('queued', 'running')) = (finished_at is null)),
    check ((status = 'succeeded') = (video is not null)),
    check (status <> 'failed' or failure is not null),
    check ((photo_url is null) = (photo_uploaded_at is null))
) strict;

-- Only open jobs are looked for by time: a million finished ones are not in these indexes. Their
-- conditions speak of instants, and statements that name a job speak of its status: so a planner
-- that believes an index to be empty cannot look there for a job whose id it has.
create index jobs_due on jobs (run_at) where lease_until is null and finished_at is null;
create index jobs_leased on jobs (lease_until) where lease_until is not null;
create index jobs_open_in_turn on jobs (seq) where finished_at is null;
create index jobs_succeeded_of_user on jobs (user_id, finished_at desc, seq desc)
    where status = 'succeeded';
create index jobs_succeeded_of_model on jobs (model, finished_at desc, seq desc)
    where status = 'succeeded';

create trigger a_final_job_never_changes before update on jobs
    when old.status in ('succeeded', 'failed', 'cancelled')
begin
    select raise(abort, 'the job is final');
end;

create trigger a_final_job_is_never_deleted before delete on jobs
    when old.status in ('succeeded', 'failed', 'cancelled')
begin
    select raise(abort, 'the job is final');
end;

create table attempts (
    nonce text not null primary key check (length(nonce) = 32),
    job_id blob not null references jobs (id),
    no integer not null check (no > 0),
    begun_token integer not null,
    begun_at integer not null,
    task text,
    reported text,
    -- Thousandths of a credit of the provider.
    spent integer check (spent >= 0),
    ended text check (ended in ('declined', 'failed', 'lost')),
    unique (job_id, no)
) strict;

create unique index one_open_attempt_per_job on attempts (job_id) where ended is null;

create table submission_hold (
    id integer primary key check (id = 1),
    held_until integer not null
) strict;

insert into submission_hold (id, held_until) values (1, 0);

-- A job as the domain sees it.
create view job_facts as
select
    jobs.seq, jobs.id, jobs.order_id, jobs.user_id, jobs.variant, jobs.status, jobs.price,
    orders.brief, orders.language, products.description, products.photo,
    jobs.prompt, jobs.photo_url, jobs.photo_uploaded_at, jobs.faults, jobs.crashes,
    jobs.video, jobs.failure, jobs.created_at, jobs.deadline_at, jobs.finished_at,
    jobs.run_at, jobs.lease_token,
    (
        select json_group_array(
            json_object(
                'no', no, 'nonce', nonce, 'task', task, 'reported', reported, 'spent', spent,
                'end', ended, 'begun_at', begun_at
            )
            order by no
        )
        from attempts
        where attempts.job_id = jobs.id
    ) as attempts
from jobs
join orders on orders.id = jobs.order_id
join products on products.id = orders.product_id;

create view order_facts as
select
    orders.seq, orders.id, orders.user_id, orders.chat, orders.card_message, orders.brief,
    orders.language, orders.price, orders.placed_at,
    products.id as product_id, products.photo, products.description,
    (
        select json_group_array(hex(jobs.id) order by jobs.variant)
        from jobs
        where jobs.order_id = orders.id
    ) as jobs
from orders
join products on products.id = orders.product_id;
