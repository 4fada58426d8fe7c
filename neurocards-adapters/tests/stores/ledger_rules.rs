use std::time::Duration;

use neurocards_core::ids::UserId;
use neurocards_testkit::factory::{a_fault, a_video, an_order};
use sqlx::error::DatabaseError;

use crate::on_both_stores;
use crate::rig::Rig;

/// Statements that a careless or hostile program could send, by the rule that refuses them.
const ATTACKS: [(&str, &str); 20] = [
    ("entries are not updated", "update entries set amount = 7"),
    ("entries are not deleted", "delete from entries"),
    (
        "a balance follows from entries",
        "update accounts set balance = balance + 1",
    ),
    (
        "a balance is not negative",
        "update accounts set balance = -1",
    ),
    (
        "an account begins empty",
        "insert into accounts (user_id, balance) values (9, 5)",
    ),
    (
        "an amount is positive",
        "insert into entries (user_id, kind, amount, balance_after, key, reason, actor, created_at)
        select user_id, 'grant', 0, balance_after, 'new', '', 'system', created_at
        from entries order by id desc limit 1",
    ),
    (
        "an entry follows from the balance",
        "insert into entries (user_id, kind, amount, balance_after, key, reason, actor, created_at)
        select user_id, 'grant', 1, balance_after + 2, 'new', '', 'system', created_at
        from entries order by id desc limit 1",
    ),
    (
        "a balance does not go below zero",
        "insert into entries (user_id, kind, amount, balance_after, key, reason, actor, created_at)
        select user_id, 'chargeback', balance_after + 1, -1, 'new', '', 'system', created_at
        from entries order by id desc limit 1",
    ),
    (
        "a key is used once",
        "insert into entries (user_id, kind, amount, balance_after, key, reason, actor, created_at)
        select user_id, 'grant', 1, balance_after + 1, key, '', 'system', created_at
        from entries order by id desc limit 1",
    ),
    (
        "a kind is one of six",
        "insert into entries (user_id, kind, amount, balance_after, key, reason, actor, created_at)
        select user_id, 'gift', 1, balance_after + 1, 'new', '', 'system', created_at
        from entries order by id desc limit 1",
    ),
    (
        "a hold names its job",
        "insert into entries (user_id, kind, amount, balance_after, key, reason, actor, created_at)
        select user_id, 'hold', 1, balance_after - 1, 'new', '', 'system', created_at
        from entries order by id desc limit 1",
    ),
    (
        "a job is held once",
        "insert into entries
            (user_id, kind, amount, balance_after, job_id, key, reason, actor, created_at)
        select last.user_id, 'hold', 1, last.balance_after - 1, jobs.id, 'new', '', 'system',
            last.created_at
        from entries as last, jobs where jobs.status = 'queued'
        order by last.id desc limit 1",
    ),
    (
        "a captured job is not refunded",
        "insert into entries
            (user_id, kind, amount, balance_after, job_id, key, reason, actor, created_at)
        select last.user_id, 'refund', 1, last.balance_after + 1, jobs.id, 'new', '', 'system',
            last.created_at
        from entries as last, jobs where jobs.status = 'succeeded'
        order by last.id desc limit 1",
    ),
    (
        "a refunded job is not captured",
        "insert into entries
            (user_id, kind, amount, balance_after, job_id, key, reason, actor, created_at)
        select last.user_id, 'capture', 1, last.balance_after, jobs.id, 'new', '', 'system',
            last.created_at
        from entries as last, jobs where jobs.status = 'failed'
        order by last.id desc limit 1",
    ),
    (
        "a refund gives back what was held",
        "insert into entries
            (user_id, kind, amount, balance_after, job_id, key, reason, actor, created_at)
        select last.user_id, 'refund', 2, last.balance_after + 2, jobs.id, 'new', '', 'system',
            last.created_at
        from entries as last, jobs where jobs.status = 'queued'
        order by last.id desc limit 1",
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

/// One user with a job that is queued, one that succeeded, one that failed.
async fn a_life(rig: &Rig) -> UserId {
    let user = rig.user(1, 10).await;
    rig.place(an_order().of(user).videos(3)).await;
    let jobs = &rig.stores.jobs;
    let mut claimed = rig.claim(3).await;
    let (one, two, three) = (claimed.remove(0), claimed.remove(0), claimed.remove(0));
    let nonce = neurocards_core::ids::Nonce::from_bits(1);
    let begun = neurocards_core::job::Progress::AttemptBegun { no: 1, nonce };
    jobs.record(&three.lease, &begun).await.unwrap();
    jobs.complete(one.lease, &a_video()).await.unwrap();
    jobs.fail(two.lease, &a_fault()).await.unwrap();
    jobs.snooze(three.lease, Duration::ZERO).await.unwrap();
    user
}

/// Whether the database refused because of one of its rules, not because it could not read the
/// statement: SQLSTATE class 23, SQLite's primary code 19.
fn is_a_rule(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(DatabaseError::code);
    let code = code.unwrap_or_default();
    let sqlite = code.parse::<u32>().is_ok_and(|code| code & 0xff == 19);
    sqlite || (code.len() == 5 && code.starts_with("23"))
}

async fn the_database_refuses_what_no_port_would_send(rig: Rig) {
    let user = a_life(&rig).await;
    let before = rig.stores.ledger.balance(user).await.unwrap();
    for (rule, sql) in ATTACKS {
        let outcome = rig.raw(sql).await;
        let refused = outcome.as_ref().is_err_and(is_a_rule);
        assert!(refused, "{rule}: {outcome:?}");
    }
    assert_eq!(rig.stores.ledger.balance(user).await.unwrap(), before);
    rig.assert_sound().await;
}

async fn an_audit_names_the_row_that_is_wrong(rig: Rig) {
    a_life(&rig).await;
    let damage = "update jobs set price = price + 1 where status = 'queued'";
    assert_eq!(rig.raw(damage).await.unwrap(), 1);
    let found = rig.stores.ledger.audit().await.unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].invariant, 2);
    let claimed = rig.claim(1).await;
    let named = found[0].what.replace('-', "");
    let id = claimed[0].job.id.0.simple().to_string();
    assert!(named.contains(&id), "{found:?}");
}

on_both_stores!(
    the_database_refuses_what_no_port_would_send,
    an_audit_names_the_row_that_is_wrong,
);
