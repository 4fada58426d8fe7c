-- What people pay: the invoices they are sent, and the payments booked from their charges.

create table invoices (
    id blob primary key,
    user_id integer not null references accounts (user_id),
    credits integer not null check (credits between 1 and 1000000000),
    currency text not null check (currency in ('XTR', 'RUB')),
    amount integer not null check (amount between 1 and 100000000),
    created_at integer not null,
    unique (id, user_id, credits, currency, amount)
) strict, without rowid;

-- A payment is by its invoice's user, for its credits, at its price. An invoice can be paid twice.
create table payments (
    no integer primary key autoincrement,
    charge text not null unique check (octet_length(charge) between 1 and 255),
    provider_charge text check (octet_length(provider_charge) between 1 and 255),
    invoice_id blob not null,
    user_id integer not null,
    credits integer not null,
    currency text not null,
    amount integer not null,
    status text not null
        check (status in ('paid', 'refund_asked', 'refunded', 'refund_refused')),
    rewarded integer not null,
    booked_at integer not null,
    refunded_at integer,
    foreign key (invoice_id, user_id, credits, currency, amount)
        references invoices (id, user_id, credits, currency, amount),
    check ((status = 'refunded') = (refunded_at is not null))
) strict;

create index payments_of_invoice on payments (invoice_id);
create index payments_of_user on payments (user_id, no desc);
create index payments_of_currency on payments (currency, no);
create index payments_to_refund on payments (currency, no) where status = 'refund_asked';
create index payments_by_booking on payments (booked_at, currency, amount);
create index payments_by_refund on payments (refunded_at, currency, amount)
    where refunded_at is not null;

create trigger invoices_never_change before update on invoices
begin
    select raise(abort, 'invoices are never changed or removed');
end;

create trigger invoices_are_not_deleted before delete on invoices
begin
    select raise(abort, 'invoices are never changed or removed');
end;

-- `insert or replace` deletes what is in its way without asking the triggers of a delete.
create trigger invoices_are_not_replaced before insert on invoices
    when exists (select 1 from invoices where id = new.id)
begin
    select raise(abort, 'invoices are never changed or removed');
end;

create trigger payments_are_not_deleted before delete on payments
begin
    select raise(abort, 'payments are never changed or removed');
end;

create trigger payments_are_not_replaced before insert on payments
    when exists (select 1 from payments where no = new.no or charge = new.charge)
begin
    select raise(abort, 'payments are never changed or removed');
end;

create trigger payments_begin_paid before insert on payments
    when new.status <> 'paid'
begin
    select raise(abort, 'a payment begins as paid');
end;

create trigger payments_only_move_forward before update on payments
    when (
        new.no, new.charge, new.provider_charge, new.invoice_id, new.user_id, new.credits,
        new.currency, new.amount, new.rewarded, new.booked_at
    ) is not (
        old.no, old.charge, old.provider_charge, old.invoice_id, old.user_id, old.credits,
        old.currency, old.amount, old.rewarded, old.booked_at
    )
    or (old.status, new.status) not in (
        values ('paid', 'refund_asked'), ('paid', 'refunded'),
            ('refund_asked', 'refunded'), ('refund_asked', 'refund_refused'),
            ('refund_refused', 'refunded')
    )
begin
    select raise(abort, 'payments are never changed or removed');
end;

-- What a status says of the credits is in the ledger. Of a refund nobody here asked for, any part
-- of the credits may be left.
create trigger new_payments_follow_the_ledger before insert on payments
begin
    select raise(abort, 'the payment is not paid by the ledger')
    where not exists (
        select 1 from entries
        where key = 'purchase:' || new.charge and kind = 'purchase'
            and user_id = new.user_id and amount = new.credits
    );
end;

create trigger payments_follow_the_ledger before update on payments
    when new.status <> 'refunded'
begin
    select raise(abort, 'the status of the payment is not that of the ledger')
    where not exists (
        select 1 from entries
        where user_id = new.user_id and amount = new.credits
            and kind = case new.status when 'refund_asked' then 'chargeback' else 'grant' end
            and key = case new.status
                when 'refund_asked' then 'chargeback:'
                else 'refund_refused:'
            end || new.charge
    );
end;
