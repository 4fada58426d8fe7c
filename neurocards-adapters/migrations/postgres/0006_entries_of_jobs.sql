-- Ties the ledger to work: an entry of a job is of its user and price, and fits its status.

alter table entries add foreign key (job_id) references jobs (id);

select set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

create function refuse_entry_of_another_job() returns trigger language plpgsql
    set search_path from current as $$
declare
    job record;
begin
    -- Found by its id alone: with more conditions it may be looked for among all open jobs.
    select user_id, price, status into job from jobs where id = new.job_id;
    if not found
        or (job.user_id, job.price) <> (new.user_id, new.amount)
        or not (case new.kind
            when 'hold' then job.status = 'queued'
            when 'capture' then job.status = 'succeeded'
            else job.status in ('failed', 'cancelled')
        end)
    then
        raise exception 'the entry % does not fit its job', new.key
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

create trigger entries_fit_their_jobs before insert on entries
    for each row when (new.job_id is not null) execute function refuse_entry_of_another_job();

create function refuse_change_of_price() returns trigger language plpgsql as $$
begin
    raise exception 'what the job % holds never changes', old.id
        using errcode = 'integrity_constraint_violation';
end
$$;

create trigger what_a_job_holds_never_changes before update of id, user_id, price on jobs
    for each row when ((old.id, old.user_id, old.price) <> (new.id, new.user_id, new.price))
    execute function refuse_change_of_price();
