use neurocards_core::ids::UserId;
use sqlx::error::DatabaseError;

use crate::on_every_store;
use crate::rig::{Rig, a_life};

/// An entry that follows the newest one; the changes to its balances, and what it says.
macro_rules! an_entry {
    ($kind:literal, $amount:literal, $balance:literal, $held:literal, $key:literal) => {
        an_entry!($kind, $amount, $balance, $held, $key, "'why'", "'system'")
    };
    ($kind:literal, $amount:literal, $balance:literal, $held:literal, $key:literal,
        $reason:literal, $actor:literal) => {
        concat!(
            "insert into entries (user_id, kind, amount, balance_after, held_after, key, reason,
                actor, created_at)
            select user_id, '",
            $kind,
            "', ",
            $amount,
            ", balance_after + ",
            $balance,
            ", held_after + ",
            $held,
            ", ",
            $key,
            ", ",
            $reason,
            ", ",
            $actor,
            ", created_at
            from entries order by id desc limit 1"
        )
    };
}

/// An entry of a job in a status, by the user of the newest entry.
macro_rules! an_entry_of_job {
    ($kind:literal, $amount:literal, $balance:literal, $held:literal, $status:literal) => {
        concat!(
            "insert into entries (user_id, kind, amount, balance_after, held_after, job_id, key,
                reason, actor, created_at)
            select last.user_id, '",
            $kind,
            "', ",
            $amount,
            ", last.balance_after + ",
            $balance,
            ", last.held_after + ",
            $held,
            ", jobs.id, '",
            $kind,
            ":new', 'why', 'system', last.created_at
            from jobs, (select * from entries order by id desc limit 1) as last
            where jobs.status = '",
            $status,
            "'"
        )
    };
}

/// Statements that a careless or hostile program could send, by the rule that refuses them.
const ATTACKS: [(&str, &str); 55] = [
    ("entries are not updated", "update entries set amount = 7"),
    ("entries are not deleted", "delete from entries"),
    (
        "a balance follows from entries",
        "update accounts set balance = balance + 1",
    ),
    (
        "what is held follows from entries",
        "update accounts set held = held - 1",
    ),
    (
        "a balance is not negative",
        "update accounts set balance = -1",
    ),
    (
        "an account is not given away",
        "update accounts set user_id = user_id + 1",
    ),
    (
        "an account with entries stays",
        "delete from accounts where balance > 0",
    ),
    (
        "an account begins empty",
        "insert into accounts (user_id, balance) values (9, 5)",
    ),
    (
        "an account begins with nothing held",
        "insert into accounts (user_id, held) values (9, 5)",
    ),
    (
        "an entry has an account",
        "insert into entries (user_id, kind, amount, balance_after, held_after, key, reason,
            actor, created_at)
        select 404, 'grant', 1, 1, 0, 'new', 'why', 'system', created_at from entries limit 1",
    ),
    (
        "an amount is positive",
        an_entry!("grant", "0", "0", "0", "'new'"),
    ),
    (
        "an amount is not negative",
        an_entry!("grant", "-1", "-1", "0", "'new'"),
    ),
    (
        "an amount has a limit",
        an_entry!("grant", "1000000001", "1000000001", "0", "'new'"),
    ),
    (
        "an amount does not overflow",
        an_entry!("grant", "9223372036854775807", "1", "0", "'new'"),
    ),
    (
        "a balance has a limit",
        an_entry!("grant", "1000000000", "1000000000", "0", "'new'"),
    ),
    (
        "room is left for refunds",
        an_entry!("grant", "999999994", "999999994", "0", "'new'"),
    ),
    (
        "an entry follows from the balance",
        an_entry!("grant", "1", "2", "0", "'new'"),
    ),
    (
        "an entry follows from what is held",
        an_entry!("grant", "1", "1", "1", "'new'"),
    ),
    (
        "a purchase adds to the balance",
        an_entry!("purchase", "1", "-1", "0", "'purchase:new'"),
    ),
    (
        "a balance does not go below zero",
        an_entry!("chargeback", "9", "-9", "0", "'chargeback:charge-1'"),
    ),
    (
        "a key is used once",
        an_entry!("grant", "1", "1", "0", "key"),
    ),
    (
        "a key is not empty",
        an_entry!("grant", "1", "1", "0", "''"),
    ),
    (
        "a key has a limit",
        an_entry!(
            "grant",
            "1",
            "1",
            "0",
            "replace('0000000000', '0', 'a key too long to be kept here.')"
        ),
    ),
    (
        "a key tells its kind",
        an_entry!("purchase", "1", "1", "0", "'new'"),
    ),
    (
        "a charge is bought once",
        an_entry!("purchase", "2", "2", "0", "'purchase:charge-1'"),
    ),
    (
        "a chargeback has its purchase",
        an_entry!("chargeback", "1", "-1", "0", "'chargeback:charge-9'"),
    ),
    (
        "a chargeback takes back no more than was bought",
        an_entry!("chargeback", "3", "-3", "0", "'chargeback:charge-1'"),
    ),
    (
        "a correction has its grant",
        an_entry!("chargeback", "1", "-1", "0", "'correction:welcome:9'"),
    ),
    (
        "a correction takes back no more than was given",
        an_entry!("chargeback", "7", "-7", "0", "'correction:welcome:1'"),
    ),
    (
        "a purchase is not corrected",
        an_entry!(
            "chargeback",
            "1",
            "-1",
            "0",
            "'correction:purchase:charge-1'"
        ),
    ),
    (
        "a reason is given",
        an_entry!("grant", "1", "1", "0", "'new'", "' '", "'system'"),
    ),
    (
        "a reason has a limit",
        an_entry!(
            "grant",
            "1",
            "1",
            "0",
            "'new'",
            "replace('0000000000000000000000000000000000000000000000000000000000000000', '0',
                'words, words')",
            "'system'"
        ),
    ),
    (
        "an actor is somebody",
        an_entry!("grant", "1", "1", "0", "'new'", "'why'", "'nobody'"),
    ),
    (
        "an operator has a name",
        an_entry!("grant", "1", "1", "0", "'new'", "'why'", "'operator:'"),
    ),
    (
        "a kind is one of six",
        an_entry!("gift", "1", "1", "0", "'new'"),
    ),
    (
        "a hold names its job",
        an_entry!("hold", "1", "-1", "1", "'hold:new'"),
    ),
    (
        "a grant names no job",
        an_entry_of_job!("grant", "1", "1", "0", "queued"),
    ),
    (
        "a job is held once",
        an_entry_of_job!("hold", "1", "-1", "1", "queued"),
    ),
    (
        "a final job is not held again",
        an_entry_of_job!("hold", "1", "-1", "1", "succeeded"),
    ),
    (
        "a captured job is not refunded",
        an_entry_of_job!("refund", "1", "1", "-1", "succeeded"),
    ),
    (
        "a captured job is not captured again",
        an_entry_of_job!("capture", "1", "0", "-1", "succeeded"),
    ),
    (
        "a refunded job is not captured",
        an_entry_of_job!("capture", "1", "0", "-1", "failed"),
    ),
    (
        "a refunded job is not refunded again",
        an_entry_of_job!("refund", "1", "1", "-1", "failed"),
    ),
    (
        "an open job is not captured",
        an_entry_of_job!("capture", "1", "0", "-1", "queued"),
    ),
    (
        "an open job is not refunded",
        an_entry_of_job!("refund", "1", "1", "-1", "queued"),
    ),
    (
        "a refund gives back what was held",
        an_entry_of_job!("refund", "2", "2", "-2", "queued"),
    ),
    (
        "a capture takes no more than what is held",
        an_entry_of_job!("capture", "2", "0", "-2", "queued"),
    ),
    (
        "what a job holds never changes",
        "update jobs set price = price + 1 where status = 'queued'",
    ),
    (
        "whose a job is never changes",
        "update jobs set user_id = user_id + 1 where status = 'queued'",
    ),
    (
        "a job that holds is not deleted",
        "delete from jobs where status = 'queued'",
    ),
    (
        "a final job never changes",
        "update jobs set status = 'queued', finished_at = null, failure = null
        where status = 'failed'",
    ),
    (
        "a final job is not deleted",
        "delete from jobs where status = 'succeeded'",
    ),
    (
        "a running job is leased",
        "update jobs set status = 'running' where status = 'queued'",
    ),
    (
        "a status is one of five",
        "update jobs set status = 'lost' where status = 'queued'",
    ),
    (
        "one attempt is open",
        "insert into attempts (nonce, job_id, no, begun_token, begun_at)
        select '0123456789abcdef0123456789abcdef', job_id, no + 1, begun_token, begun_at
        from attempts where ended is null",
    ),
];

/// What only Postgres understands.
const ATTACKS_ON_POSTGRES: [(&str, &str); 3] = [
    ("entries are not emptied", "truncate entries"),
    (
        "a key in the way is not overwritten",
        "insert into entries (user_id, kind, amount, balance_after, held_after, key, reason,
            actor, created_at)
        select user_id, 'grant', 1, balance_after + 1, held_after, key, 'why', 'system', created_at
        from entries order by id desc limit 1
        on conflict (key) do update set amount = 9",
    ),
    (
        "entries are written in the order of their ids",
        "insert into entries (id, user_id, kind, amount, balance_after, held_after, key, reason,
            actor, created_at)
        overriding system value
        select 0, user_id, 'grant', 1, balance_after + 1, held_after, 'new', 'why', 'system',
            created_at
        from entries order by id desc limit 1",
    ),
];

/// What only SQLite understands: a replacement asks no trigger of a delete.
const ATTACKS_ON_SQLITE: [(&str, &str); 5] = [
    (
        "an entry is not replaced by its id",
        "replace into entries select id, user_id, kind, amount, balance_after, held_after, job_id,
            'new', reason, actor, created_at
        from entries where kind = 'grant'",
    ),
    (
        "an entry is not replaced by its key",
        "replace into entries (user_id, kind, amount, balance_after, held_after, key, reason,
            actor, created_at)
        select user_id, 'grant', 1, balance_after + 1, held_after,
            (select key from entries limit 1), 'why', 'system', created_at
        from entries order by id desc limit 1",
    ),
    (
        "a hold is not replaced by its job",
        "replace into entries (user_id, kind, amount, balance_after, held_after, job_id, key,
            reason, actor, created_at)
        select last.user_id, 'hold', 1, last.balance_after - 1, last.held_after + 1, jobs.id,
            'hold:new', 'why', 'system', last.created_at
        from jobs, (select * from entries order by id desc limit 1) as last
        where jobs.status = 'queued'",
    ),
    (
        "an account is not replaced",
        "replace into accounts (user_id) select user_id from accounts where balance > 0",
    ),
    (
        "a final job is not replaced",
        "replace into jobs select * from jobs where status = 'succeeded'",
    ),
];

/// Whether the database refused because of one of its rules, not because it could not read the
/// statement: SQLSTATE class 23, a number out of range or a missing privilege; SQLite's primary
/// code 19.
fn is_a_rule(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(DatabaseError::code);
    let code = code.unwrap_or_default();
    let sqlite = code.parse::<u32>().is_ok_and(|code| code & 0xff == 19);
    let postgres = code.starts_with("23") || matches!(&*code, "22003" | "42501");
    sqlite || (code.len() == 5 && postgres)
}

/// Statements that each break a rule of the database, behind the name of the rule.
pub(crate) type Attacks<'a> = &'a [(&'a str, &'static str)];

/// Sends the attacks on every database and those on the rig's own, and asserts that a rule refuses
/// each.
pub(crate) async fn assert_refused(
    rig: &Rig,
    attacks: Attacks<'_>,
    on_postgres: Attacks<'_>,
    on_sqlite: Attacks<'_>,
) {
    let own = if rig.is_postgres() {
        on_postgres
    } else {
        on_sqlite
    };
    for (rule, sql) in attacks.iter().chain(own) {
        let outcome = rig.raw(sql).await;
        let refused = outcome.as_ref().is_err_and(is_a_rule);
        assert!(refused, "{rule}: {outcome:?}");
    }
}

async fn the_database_refuses_what_no_port_would_send(rig: Rig) {
    let user = a_life(&rig).await.user;
    let before = rig.stores.ledger.balance(user).await.unwrap();
    assert_refused(&rig, &ATTACKS, &ATTACKS_ON_POSTGRES, &ATTACKS_ON_SQLITE).await;
    assert_eq!(rig.stores.ledger.balance(user).await.unwrap(), before);
    rig.assert_sound().await;
}

/// What the rules above leave is used: a statement of the same form that breaks none is taken.
async fn the_database_takes_an_entry_that_follows(rig: Rig) {
    let user: UserId = a_life(&rig).await.user;
    let before = rig.stores.ledger.balance(user).await.unwrap();
    let sound = [
        an_entry!("grant", "1", "1", "0", "'new'"),
        an_entry!("purchase", "1", "1", "0", "'purchase:new'"),
        an_entry!("chargeback", "1", "-1", "0", "'chargeback:new'"),
        an_entry!("chargeback", "1", "-1", "0", "'correction:new'"),
    ];
    for sql in sound {
        assert_eq!(rig.raw(sql).await.unwrap(), 1);
    }
    let after = rig.stores.ledger.balance(user).await.unwrap();
    assert_eq!(after, before);
    rig.assert_sound().await;
}

on_every_store!(
    the_database_refuses_what_no_port_would_send,
    the_database_takes_an_entry_that_follows,
);
