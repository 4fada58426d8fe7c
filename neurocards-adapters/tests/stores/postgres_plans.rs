use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use uuid::Uuid;

use crate::rig::migrated;
use crate::statements::{sources, spelled, statements};

#[path = "../../src/postgres/words.rs"]
mod words;

/// Ten thousand orders of a year, all delivered, and statistics that know of nothing open, which
/// the server replaces by no others.
const A_QUIET_NIGHT: &str = "
do $$
begin
    execute (
        select string_agg(format('alter table %s set (autovacuum_enabled = off)', oid::regclass), ';')
        from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
    );
end
$$;
set session_replication_role = replica;
create temporary table old as
select number, number % 1000 + 1 as user_id, gen_random_uuid() as order_id,
    gen_random_uuid() as job_id, now() - number * interval '1 hour' as at
from generate_series(1, 10000) as number;
insert into users (id, chat, language, created_at)
select number, number, 'ru', now() from generate_series(1, 1000) as number;
insert into accounts (user_id) select number from generate_series(1, 1000) as number;
insert into products (id, user_id, photo, description, created_at)
select order_id, user_id, 'photo', 'words', at from old;
insert into orders (id, user_id, chat, product_id, brief, language, price, placed_at)
select order_id, user_id, user_id, order_id, '{}', 'ru', 1, at from old;
insert into jobs (id, order_id, user_id, variant, model, price, status, run_at, video, created_at,
    deadline_at, finished_at)
select job_id, order_id, user_id, 0, 'model', 1, 'succeeded', at, '{}', at, at, at from old;
insert into entries (user_id, kind, amount, balance_after, held_after, job_id, key, reason, actor,
    created_at)
select user_id, kind, 1, 0, 0, job_id, kind || ':' || job_id, 'long ago', 'user', at
from old, (values ('hold'), ('capture')) as entry (kind);
insert into deliveries (kind, user_id, chat, language, order_id, job_id, status, run_at, closed_at)
select kind, user_id, user_id, 'ru', order_id, case kind when 'video' then job_id end, 'sent', at, at
from old, (values ('card'), ('video')) as delivery (kind);
set session_replication_role = origin;
drop table old;
analyze;
";

/// Then a thousand people order at once, and statistics do not know it yet.
const A_MORNING: &str = "
set session_replication_role = replica;
insert into jobs (id, order_id, user_id, variant, model, price, run_at, created_at, deadline_at)
select gen_random_uuid(), id, user_id, variant, 'model', 1, now(), now(), now()
from orders, (values (1), (2), (3)) as more (variant)
order by placed_at desc limit 3000;
set session_replication_role = origin;
";

/// The plan that a statement is left with once it has been prepared and run a few times.
async fn plan(rows: &mut PgConnection, statement: &str) -> Value {
    let prepare = AssertSqlSafe(format!("prepare planned as {statement}"));
    sqlx::raw_sql(prepare).execute(&mut *rows).await.unwrap();
    let types = "select cardinality(parameter_types) from pg_prepared_statements";
    let parameters: i32 = sqlx::query_scalar(types)
        .persistent(false)
        .fetch_one(&mut *rows)
        .await
        .unwrap();
    let nulls = vec!["null"; usize::try_from(parameters).unwrap()].join(", ");
    let given = if nulls.is_empty() {
        nulls
    } else {
        format!("({nulls})")
    };
    let explain = AssertSqlSafe(format!("explain (format json) execute planned{given}"));
    let plan = sqlx::query_scalar(explain).persistent(false);
    let plan = plan.fetch_one(&mut *rows).await.unwrap();
    sqlx::raw_sql("deallocate all").execute(rows).await.unwrap();
    plan
}

/// Whether a statement has a plan: others change the schema, or a setting.
fn is_planned(statement: &str) -> bool {
    let words = ["select", "with", "insert", "update", "delete"];
    let first = statement.lines().nth(1).unwrap_or_default().trim_start();
    words.iter().any(|word| first.starts_with(word))
}

/// The steps that read a table, or an index, from its beginning until an id is the one given.
fn searches(plan: &Value, found: &mut Vec<String>) {
    let filter = plan["Filter"].as_str().unwrap_or_default();
    let reads_all = plan["Index Cond"].is_null() && plan["Recheck Cond"].is_null();
    if plan["Relation Name"].is_string() && reads_all && filter.contains("id = $") {
        let (table, index) = (&plan["Relation Name"], &plan["Index Name"]);
        found.push(format!("{table} by {index}: {filter}"));
    }
    match plan {
        Value::Array(plans) => plans.iter().for_each(|plan| searches(plan, found)),
        Value::Object(fields) => fields.values().for_each(|plan| searches(plan, found)),
        _ => {}
    }
}

/// When statistics know of no open job, an index of open jobs looks free; it is not once ten
/// thousand of them wait.
#[tokio::test]
async fn what_is_named_is_found_by_its_name_however_quiet_the_night_was() {
    let database = migrated().await;
    let mut rows = PgConnection::connect(database.url()).await.unwrap();
    sqlx::raw_sql(A_QUIET_NIGHT)
        .execute(&mut rows)
        .await
        .unwrap();
    // Of the tables that are empty here, too.
    let as_in_use = "set plan_cache_mode = force_generic_plan; set enable_seqscan = off";
    sqlx::raw_sql(as_in_use).execute(&mut rows).await.unwrap();
    let (mut planned, mut searching) = (0, Vec::new());
    for file in sources("postgres") {
        for statement in statements(&file).into_iter().filter(|it| is_planned(it)) {
            let mut found = Vec::new();
            let statement = spelled(&statement, &words::WORDS);
            searches(&plan(&mut rows, &statement).await, &mut found);
            planned += 1;
            if !found.is_empty() {
                searching.push((statement.lines().next().unwrap().to_owned(), found));
            }
        }
    }
    assert!(searching.is_empty(), "{searching:#?}");
    assert!(planned > 100, "only {planned} statements were found");
}

/// The rules of the tables have statements of their own.
#[tokio::test]
async fn a_hold_reads_a_few_rows_however_many_jobs_are_open() {
    let database = migrated().await;
    let mut rows = PgConnection::connect(database.url()).await.unwrap();
    for script in [A_QUIET_NIGHT, A_MORNING] {
        sqlx::raw_sql(script).execute(&mut rows).await.unwrap();
    }
    let job = "select id from jobs where user_id = 1 and status = 'queued' limit 1";
    let job: Uuid = sqlx::query_scalar(job).fetch_one(&mut rows).await.unwrap();
    // A session of its own has read nothing yet.
    let mut session = PgConnection::connect(database.url()).await.unwrap();
    let mut tx = session.begin().await.unwrap();
    let grant =
        "insert into entries (user_id, kind, amount, balance_after, held_after, key, reason,
            actor, created_at)
        values (1, 'grant', 1, 1, 0, 'new', 'why', 'system', now())";
    sqlx::query(grant).execute(&mut *tx).await.unwrap();
    let hold = "insert into entries (user_id, kind, amount, balance_after, held_after, job_id, key,
            reason, actor, created_at)
        values (1, 'hold', 1, 0, 1, $1, 'hold:' || $1, 'why', 'user', now())";
    let written = sqlx::query(hold).bind(job).execute(&mut *tx).await;
    assert_eq!(written.unwrap().rows_affected(), 1);
    let read = "select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::bigint
        from pg_stat_xact_user_tables";
    let read: i64 = sqlx::query_scalar(read).fetch_one(&mut *tx).await.unwrap();
    assert!(read < 100, "{read} rows were read");
}
