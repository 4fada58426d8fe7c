-- What people pay: the invoices they are sent, and the payments booked from their charges.

-- The functions below find the tables of this schema, whatever the search_path of their caller.
select set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

create table invoices (
    id uuid primary key,
    user_id bigint not null references accounts (user_id),
    credits bigint not null check (credits between 1 and 1000000000),
    currency text not null check (currency in ('XTR', 'RUB')),
    amount bigint not null check (amount between 1 and 100000000),
    created_at timestamptz not null,
    unique (id, user_id, credits, currency, amount)
);

-- A payment is by its invoice's user, for its credits, at its price. An invoice can be paid twice.
create table payments (
    no bigint generated always as identity primary key,
    charge text not null unique check (octet_length(charge) between 1 and 255),
    provider_charge text check (octet_length(provider_charge) between 1 and 255),
    invoice_id uuid not null,
    user_id bigint not null,
    credits bigint not null,
    currency text not null,
    amount bigint not null,
    status text not null
        check (status in ('paid', 'refund_asked', 'refunded', 'refund_refused')),
    rewarded boolean not null,
    booked_at timestamptz not null,
    refunded_at timestamptz,
    foreign key (invoice_id, user_id, credits, currency, amount)
        references invoices (id, user_id, credits, currency, amount),
    check ((status = 'refunded') = (refunded_at is not null))
);

create index payments_of_invoice on payments (invoice_id);
create index payments_of_user on payments (user_id, no desc);
create index payments_of_currency on payments (currency, no);
create index payments_to_refund on payments (currency, no) where status = 'refund_asked';
create index payments_by_booking on payments (booked_at, currency, amount);
create index payments_by_refund on payments (refunded_at, currency, amount)
    where refunded_at is not null;

create function refuse_change_of_record() returns trigger language plpgsql as $$
begin
    raise exception '% are never changed or removed', tg_table_name
        using errcode = 'integrity_constraint_violation';
end
$$;

create trigger invoices_never_change before update or delete on invoices
    for each row execute function refuse_change_of_record();

create trigger invoices_are_not_emptied before truncate on invoices
    for each statement execute function refuse_change_of_record();

create trigger payments_are_not_deleted before delete on payments
    for each row execute function refuse_change_of_record();

create trigger payments_are_not_emptied before truncate on payments
    for each statement execute function refuse_change_of_record();

create trigger payments_begin_paid before insert on payments
    for each row when (new.status <> 'paid')
    execute function refuse_change_of_record();

create trigger payments_only_move_forward before update on payments
    for each row when (
        to_jsonb(new) - array['status', 'refunded_at']
            <> to_jsonb(old) - array['status', 'refunded_at']
        or (old.status, new.status) not in (
            ('paid', 'refund_asked'), ('paid', 'refunded'),
            ('refund_asked', 'refunded'), ('refund_asked', 'refund_refused'),
            ('refund_refused', 'refunded')
        )
    )
    execute function refuse_change_of_record();

-- What a status says of the credits is in the ledger. Of a refund nobody here asked for, any part
-- of the credits may be left.
create function refuse_unproved_payment() returns trigger language plpgsql
    set search_path from current as $$
begin
    if new.status <> 'refunded' and not exists (
        select from entries
        where user_id = new.user_id and amount = new.credits and (kind, key) = (
            case new.status
                when 'paid' then 'purchase'
                when 'refund_asked' then 'chargeback'
                when 'refund_refused' then 'grant'
            end,
            case new.status
                when 'paid' then 'purchase:'
                when 'refund_asked' then 'chargeback:'
                when 'refund_refused' then 'refund_refused:'
            end || new.charge
        )
    ) then
        raise exception 'the payment % is not % by the ledger', new.charge, new.status
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

create trigger payments_follow_the_ledger before insert or update on payments
    for each row execute function refuse_unproved_payment();
