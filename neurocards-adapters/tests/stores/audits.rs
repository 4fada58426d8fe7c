use crate::on_both_stores;
use crate::rig::{Life, Rig, a_life};

/// The row that is wrong.
enum Row {
    User,
    Succeeded,
    Failed,
    Queued,
    Payment,
    /// The entry that this query finds.
    Entry(&'static str),
}

struct Damage {
    what: &'static str,
    sql: &'static str,
    invariant: u8,
    row: Row,
}

const fn damage(what: &'static str, invariant: u8, row: Row, sql: &'static str) -> Damage {
    Damage {
        what,
        sql,
        invariant,
        row,
    }
}

const WELCOME: &str = "select id from entries where key = 'welcome:1'";
const PURCHASE: &str = "select id from entries where key = 'purchase:charge-1'";
const LAST: &str = "select max(id) from entries";

/// What a broken program, a careless hand or a failing disk could do once no rule stands in its way.
const DAMAGES: [Damage; 37] = [
    damage(
        "a balance was raised",
        1,
        Row::User,
        "update accounts set balance = balance + 1",
    ),
    damage(
        "what is held was lowered",
        1,
        Row::User,
        "update accounts set held = held - 1",
    ),
    damage(
        "a balance is negative",
        1,
        Row::User,
        "update accounts set balance = -1",
    ),
    damage("an account is gone", 1, Row::User, "delete from accounts"),
    damage(
        "an amount was changed",
        1,
        Row::Entry(WELCOME),
        "update entries set amount = amount + 1 where kind = 'grant'",
    ),
    damage(
        "an amount is negative, and all sums fit",
        1,
        Row::Entry(LAST),
        "insert into entries (user_id, kind, amount, balance_after, held_after, key, reason, actor,
            created_at)
        select user_id, 'chargeback', -1, balance_after + 1, held_after, 'new', 'why', 'system',
            created_at
        from entries order by id desc limit 1;
        update accounts set balance = balance + 1",
    ),
    damage(
        "a balance after an entry was changed",
        1,
        Row::Entry(PURCHASE),
        "update entries set balance_after = balance_after + 1 where kind = 'purchase'",
    ),
    damage(
        "what is held after an entry was changed",
        1,
        Row::Entry(PURCHASE),
        "update entries set held_after = held_after + 1 where kind = 'purchase'",
    ),
    damage(
        "the first entry is gone",
        1,
        Row::Entry(PURCHASE),
        "delete from entries where kind = 'grant'",
    ),
    damage(
        "the newest entry is gone",
        1,
        Row::User,
        "delete from entries where id = (select max(id) from entries)",
    ),
    damage("every entry is gone", 1, Row::User, "delete from entries"),
    damage(
        "an entry was moved to the end",
        1,
        Row::Entry(PURCHASE),
        "update entries set id = 1000 where kind = 'grant'",
    ),
    damage(
        "a kind is unknown",
        1,
        Row::Entry(WELCOME),
        "update entries set kind = 'gift' where kind = 'grant'",
    ),
    damage(
        "a hold is gone",
        2,
        Row::Queued,
        "delete from entries where kind = 'hold'
            and job_id = (select id from jobs where status = 'queued')",
    ),
    damage(
        "the hold of a captured job is gone",
        2,
        Row::Succeeded,
        "delete from entries where kind = 'hold'
            and job_id = (select id from jobs where status = 'succeeded')",
    ),
    damage(
        "a job is held twice",
        2,
        Row::Queued,
        "insert into entries (user_id, kind, amount, balance_after, held_after, job_id, key,
            reason, actor, created_at)
        select user_id, 'hold', 1, balance_after - 1, held_after + 1,
            (select id from jobs where status = 'queued'), 'hold:new', 'why', 'system', created_at
        from entries order by id desc limit 1",
    ),
    damage(
        "a hold is of another price",
        2,
        Row::Queued,
        "update entries set amount = 2
        where job_id = (select id from jobs where status = 'queued')",
    ),
    damage(
        "a refund is of another amount than its hold",
        2,
        Row::Failed,
        "update entries set amount = 2 where kind = 'refund'",
    ),
    damage(
        "a capture is another user's",
        2,
        Row::Succeeded,
        "update entries set user_id = 404 where kind = 'capture'",
    ),
    damage(
        "a job was given away",
        2,
        Row::Queued,
        "update jobs set user_id = 404 where status = 'queued'",
    ),
    damage(
        "a job was priced anew",
        2,
        Row::Queued,
        "update jobs set price = price + 1 where status = 'queued'",
    ),
    damage(
        "a job is gone",
        2,
        Row::Queued,
        "delete from jobs where status = 'queued'",
    ),
    damage(
        "an entry names no job",
        2,
        Row::Entry("select id from entries where key like 'capture:%'"),
        "update entries set job_id = null where kind = 'capture'",
    ),
    damage(
        "a capture is gone",
        3,
        Row::Succeeded,
        "delete from entries where kind = 'capture'",
    ),
    damage(
        "a captured job was refunded",
        3,
        Row::Succeeded,
        "insert into entries (user_id, kind, amount, balance_after, held_after, job_id, key,
            reason, actor, created_at)
        select user_id, 'refund', 1, balance_after + 1, held_after - 1, job_id, 'refund:new',
            'why', 'system', created_at
        from entries where kind = 'capture'",
    ),
    damage(
        "a refunded job got a video",
        3,
        Row::Failed,
        "update jobs set status = 'succeeded' where status = 'failed'",
    ),
    damage(
        "a final job was opened again",
        3,
        Row::User,
        "update jobs set status = 'queued', finished_at = null where status = 'failed'",
    ),
    damage(
        "a final job was changed",
        4,
        Row::Succeeded,
        "update jobs set finished_at = deadline_at where status = 'succeeded'",
    ),
    damage(
        "a job runs without a lease",
        4,
        Row::Queued,
        "update jobs set status = 'running' where status = 'queued'",
    ),
    damage(
        "a job has two open attempts",
        5,
        Row::Queued,
        "insert into attempts (nonce, job_id, no, begun_token, begun_at)
        select '0123456789abcdef0123456789abcdef', job_id, no + 1, begun_token, begun_at
        from attempts",
    ),
    damage(
        "a job had four attempts",
        5,
        Row::Queued,
        "insert into attempts (nonce, job_id, no, begun_token, begun_at, ended)
        select nonce || number, job_id, no + number, begun_token, begun_at, 'failed'
        from attempts, (select 1 as number union all select 2 union all select 3) as numbers",
    ),
    damage(
        "the purchase of a payment is gone",
        9,
        Row::Payment,
        "delete from entries where kind = 'purchase'",
    ),
    damage(
        "a payment bought more than its purchase",
        9,
        Row::Payment,
        "update payments set credits = credits + 1",
    ),
    damage(
        "a payment was given away",
        9,
        Row::Payment,
        "update payments set user_id = 404",
    ),
    damage(
        "a refund was asked for, and no credits were taken back",
        9,
        Row::Payment,
        "update payments set status = 'refund_asked'",
    ),
    damage(
        "credits were taken back, and their payment was not",
        9,
        Row::Payment,
        "insert into entries (user_id, kind, amount, balance_after, held_after, key, reason, actor,
            created_at)
        select user_id, 'chargeback', 1, balance_after - 1, held_after, 'chargeback:charge-1',
            'why', 'system', created_at
        from entries order by id desc limit 1",
    ),
    damage(
        "a refunded payment lost more credits than it bought",
        9,
        Row::Payment,
        "insert into entries (user_id, kind, amount, balance_after, held_after, key, reason, actor,
            created_at)
        select user_id, 'chargeback', 3, balance_after - 3, held_after, 'reversal:charge-1',
            'why', 'system', created_at
        from entries order by id desc limit 1;
        update payments set status = 'refunded'",
    ),
];

/// What only Postgres can be brought to: a column of SQLite keeps its `not null`.
const DAMAGES_ON_POSTGRES: [Damage; 1] = [damage(
    "a job is never due",
    4,
    Row::Queued,
    "update jobs set run_at = null where status = 'queued'",
)];

/// Takes every rule off the tables.
const DISARM_POSTGRES: &str = "do $$
declare
    rule record;
begin
    for rule in select conname, conrelid::regclass as of from pg_constraint
        where connamespace = 'public'::regnamespace and contype in ('c', 'f')
    loop
        execute format('alter table %s drop constraint %I', rule.of, rule.conname);
    end loop;
    for rule in select tgname, tgrelid::regclass as of from pg_trigger where not tgisinternal
    loop
        execute format('drop trigger %I on %s', rule.tgname, rule.of);
    end loop;
end
$$;
drop index one_hold_per_job, one_end_per_hold, one_open_attempt_per_job;
alter table entries alter id set generated by default;
alter table jobs alter run_at drop not null;";

const DISARM_SQLITE: &str = "pragma foreign_keys = off;
pragma ignore_check_constraints = on;
drop index one_hold_per_job;
drop index one_end_per_hold;
drop index one_open_attempt_per_job;";

async fn disarm(rig: &Rig) {
    if rig.is_postgres() {
        return rig.script(DISARM_POSTGRES).await;
    }
    rig.script(DISARM_SQLITE).await;
    for trigger in rig
        .words("select name from sqlite_schema where type = 'trigger'")
        .await
    {
        rig.script(&format!("drop trigger {trigger}")).await;
    }
}

/// How a row is named in a violation; SQLite writes ids without dashes.
async fn name(rig: &Rig, life: &Life, row: &Row) -> String {
    match row {
        Row::User => format!("user {} ", life.user),
        Row::Succeeded => format!("job {} ", life.succeeded.0.simple()),
        Row::Failed => format!("job {} ", life.failed.0.simple()),
        Row::Queued => format!("job {}", life.queued.0.simple()),
        Row::Payment => "payment charge1 ".to_owned(),
        Row::Entry(sql) => format!("entry {} ", rig.number(sql).await),
    }
}

async fn an_audit_names_the_row_that_is_wrong(fresh: impl AsyncFn() -> Rig) {
    let is_postgres = fresh().await.is_postgres();
    let more: &[_] = if is_postgres {
        &DAMAGES_ON_POSTGRES
    } else {
        &[]
    };
    for damage in DAMAGES.iter().chain(more) {
        let rig = fresh().await;
        let life = a_life(&rig).await;
        rig.assert_sound().await;
        disarm(&rig).await;
        rig.script(damage.sql).await;
        let found = rig.stores.ledger.audit(100).await.unwrap();
        let name = name(&rig, &life, &damage.row).await;
        let named = found.iter().any(|violation| {
            let what = violation.what.replace('-', "");
            violation.invariant == damage.invariant && what.contains(&name)
        });
        assert!(named, "{}: no {name:?} in {found:?}", damage.what);
    }
}

#[tokio::test]
async fn an_audit_of_postgres_names_the_row_that_is_wrong() {
    an_audit_names_the_row_that_is_wrong(Rig::postgres).await;
}

#[tokio::test]
async fn an_audit_of_sqlite_names_the_row_that_is_wrong() {
    an_audit_names_the_row_that_is_wrong(Rig::sqlite).await;
}

async fn an_audit_tells_no_more_than_it_is_asked(rig: Rig) {
    a_life(&rig).await;
    disarm(&rig).await;
    rig.script("delete from entries").await;
    for limit in [1, 3] {
        let found = rig.stores.ledger.audit(limit).await.unwrap();
        assert_eq!(found.len(), usize::try_from(limit).unwrap());
    }
}

on_both_stores!(an_audit_tells_no_more_than_it_is_asked);
