//! Words of Postgres in statements that both dialects share.

/// What each name stands for. `{lock}` begins what only concurrent writers need, and `{/lock}` ends
/// it.
pub(crate) const WORDS: [(&str, &str); 11] = [
    ("{for_update}", "for update of accounts"),
    ("{lock}", ""),
    ("{/lock}", ""),
    ("{text}", "("),
    ("{/text}", ")::text"),
    ("{in_list}", "= any($1)"),
    ("{in_numbers}", "= any($1)"),
    ("{is_table}", "to_regclass($1) is not null"),
    (
        "{leases}",
        "jsonb_to_recordset($1) as given (id uuid, token bigint)",
    ),
    (
        "{updates}",
        "jsonb_to_recordset($1) as given (id bigint, lane bigint, body text)",
    ),
    (
        "{entries}",
        "jsonb_to_recordset($1) as given (number integer, user_id bigint, kind text,
            amount bigint, balance_after bigint, held_after bigint, job_id uuid, key text,
            reason text, actor text)",
    ),
];
