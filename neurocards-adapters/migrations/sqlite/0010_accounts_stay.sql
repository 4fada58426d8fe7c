-- Accounts go with their entries, which are never removed: no client may remove one by hand, not even
-- one that does not keep foreign keys.

create trigger accounts_are_not_deleted before delete on accounts
begin
    select raise(abort, 'accounts are never removed');
end;
