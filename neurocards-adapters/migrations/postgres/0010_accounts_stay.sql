-- Accounts go with their entries, which are never removed: no client may remove one by hand.

create trigger accounts_are_not_deleted before delete on accounts
    for each row execute function refuse_change_of_record();

create trigger accounts_are_not_emptied before truncate on accounts
    for each statement execute function refuse_change_of_record();
