-- Orders, their jobs, the attempts of each job, and the hold of new submissions.

create table orders (
    seq bigint generated always as identity,
    id uuid primary key,
    user_id bigint not null references users (id),
    chat bigint not null,
    card_message integer,
    product_id uuid not null references products (id),
    brief jsonb not null,
    language text not null check (language in ('ru', 'en')),
    price bigint not null check (price > 0),
    placed_at timestamptz not null
);

create index orders_of_user on orders (user_id, seq desc);

create table jobs (
    seq bigint generated always as identity,
    id uuid primary key,
    order_id uuid not null references orders (id),
    user_id bigint not null references users (id),
    variant integer not null check (variant between 0 and 4),
    model text not null,
    price bigint not null check (price > 0),
    status text not null default 'queued'
        check (status in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    run_at timestamptz not null,
    lease_owner text,
    lease_token bigint not null default 0,
    lease_until timestamptz,
    faults integer not null default 0,
    crashes integer not null default 0,
    prompt jsonb,
    photo_url text,
    photo_uploaded_at timestamptz,
    failure jsonb,
    video jsonb,
    created_at timestamptz not null,
    deadline_at timestamptz not null,
    finished_at timestamptz,
    unique (order_id, variant),
    check ((status = 'running') = (lease_until is not null)),
    check ((status in ('queued', 'running')) = (finished_at is null)),
    check ((status = 'succeeded') = (video is not null)),
    check (status <> 'failed' or failure is not null),
    check ((photo_url is null) = (photo_uploaded_at is null))
);

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

create function refuse_change_of_final_job() returns trigger language plpgsql as $$
begin
    raise exception 'the job % is final', old.id using errcode = 'integrity_constraint_violation';
end
$$;

create trigger a_final_job_never_changes before update or delete on jobs
    for each row when (old.status in ('succeeded', 'failed', 'cancelled'))
    execute function refuse_change_of_final_job();

create table attempts (
    nonce text primary key check (length(nonce) = 32),
    job_id uuid not null references jobs (id),
    no integer not null check (no > 0),
    begun_token bigint not null,
    begun_at timestamptz not null,
    task text,
    reported text,
    -- Thousandths of a credit of the provider.
    spent bigint check (spent >= 0),
    ended text check (ended in ('declined', 'failed', 'lost')),
    unique (job_id, no)
);

create unique index one_open_attempt_per_job on attempts (job_id) where ended is null;

create table submission_hold (
    id integer primary key check (id = 1),
    held_until timestamptz not null
);

insert into submission_hold (id, held_until) values (1, to_timestamp(0));

-- A job as the domain sees it; instants inside the JSON are microseconds since 1970.
create view job_facts as
select
    jobs.seq, jobs.id, jobs.order_id, jobs.user_id, jobs.variant, jobs.status, jobs.price,
    orders.brief, orders.language, products.description, products.photo,
    jobs.prompt, jobs.photo_url, jobs.photo_uploaded_at, jobs.faults, jobs.crashes,
    jobs.video, jobs.failure, jobs.created_at, jobs.deadline_at, jobs.finished_at,
    jobs.run_at, jobs.lease_token,
    (
        select coalesce(
            json_agg(
                json_build_object(
                    'no', no, 'nonce', nonce, 'task', task, 'reported', reported, 'spent', spent,
                    'end', ended, 'begun_at', (extract(epoch from begun_at) * 1000000)::bigint
                )
                order by no
            ),
            '[]'
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
        select json_agg(jobs.id order by jobs.variant)
        from jobs
        where jobs.order_id = orders.id
    ) as jobs
from orders
join products on products.id = orders.product_id;
