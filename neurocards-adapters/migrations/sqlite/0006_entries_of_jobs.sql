-- Ties the ledger to work: an entry of a job is of its user and price, and fits its status.

create trigger entries_fit_their_jobs before insert on entries
    when new.job_id is not null
begin
    select raise(abort, 'the entry does not fit its job')
    where not exists (
        select 1 from jobs
        where id = new.job_id and user_id = new.user_id and price = new.amount
            and case new.kind
                when 'hold' then status = 'queued'
                when 'capture' then status = 'succeeded'
                else status in ('failed', 'cancelled')
            end
    );
end;

create trigger what_a_job_holds_never_changes before update of id, user_id, price on jobs
    when (old.id, old.user_id, old.price) <> (new.id, new.user_id, new.price)
begin
    select raise(abort, 'what the job holds never changes');
end;

create trigger a_job_with_entries_is_not_deleted before delete on jobs
    when exists (select 1 from entries where job_id = old.id and kind = 'hold')
begin
    select raise(abort, 'the job has entries');
end;

-- `insert or replace` deletes what is in its way without asking the triggers of a delete.
create trigger a_job_is_not_replaced before insert on jobs
    when exists (select 1 from jobs where id = new.id or seq = new.seq)
        or exists (select 1 from jobs where order_id = new.order_id and variant = new.variant)
begin
    select raise(abort, 'the job is there already');
end;
