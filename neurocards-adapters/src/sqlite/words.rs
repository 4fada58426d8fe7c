//! Words of SQLite in statements that both dialects share. It has neither arrays nor rows to lock:
//! lists are JSON, and whoever writes is alone.

pub(crate) const WORDS: [(&str, &str); 11] = [
    ("{for_update}", ""),
    ("{lock}", "/* "),
    ("{/lock}", " */"),
    ("{text}", "lower(hex("),
    ("{/text}", "))"),
    (
        "{in_list}",
        "in (select unhex(value, '-') from json_each($1))",
    ),
    ("{in_numbers}", "in (select value from json_each($1))"),
    (
        "{is_table}",
        "exists (select 1 from sqlite_schema where type = 'table' and name = $1)",
    ),
    (
        "{leases}",
        "(
            select unhex(value ->> 'id', '-') as id, value ->> 'token' as token from json_each($1)
        ) as given",
    ),
    (
        "{updates}",
        "(
            select value ->> 'id' as id, value ->> 'lane' as lane, value ->> 'body' as body
            from json_each($1)
        ) as given",
    ),
    (
        "{entries}",
        "(
            select value ->> 'number' as number, value ->> 'user_id' as user_id,
                value ->> 'kind' as kind, value ->> 'amount' as amount,
                value ->> 'balance_after' as balance_after, value ->> 'held_after' as held_after,
                unhex(value ->> 'job_id', '-') as job_id, value ->> 'key' as key,
                value ->> 'reason' as reason, value ->> 'actor' as actor
            from json_each($1)
        ) as given",
    ),
];
