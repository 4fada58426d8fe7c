use neurocards_adapters::postgres::{MigrationError, PostgresStore};
use neurocards_core::chat::delivery::DeliveryEnd;
use neurocards_core::chat::update::{RawUpdate, Turn, Write};
use neurocards_core::ids::MessageId;
use neurocards_testkit::factory::{a_video, an_order};
use neurocards_testkit::postgres::{Guest, TestDatabase};
use sqlx::error::DatabaseError;
use sqlx::{AssertSqlSafe, PgPool, Row};

use crate::patience::postgres::patient;
use crate::rig::{LEASE_FOR, Rig, a_worker, migrated};

async fn store(url: &str) -> PostgresStore {
    PostgresStore::connect(url, patient()).await.unwrap()
}

/// From the update to the video in the chat.
#[tokio::test]
async fn a_guest_makes_a_whole_order() {
    let rig = Rig::guest().await;
    let user = rig.user(1, 3).await;
    let (stores, worker) = (&rig.stores, a_worker());
    let update = RawUpdate {
        id: 1,
        lane: 1,
        body: "{}".to_owned(),
    };
    stores.inbox.store(&[update]).await.unwrap();
    let updates = stores.inbox.claim(&worker, 1, LEASE_FOR).await.unwrap();
    let order = an_order().of(user).build(&rig.ids);
    for update in updates {
        let turn = Turn {
            writes: vec![Write::Place(Box::new(order.clone()))],
            ..Turn::default()
        };
        stores.inbox.commit(&update.lease, &turn).await.unwrap();
        stores.inbox.close(update.lease).await.unwrap();
    }
    let job = rig.claim(1).await.remove(0);
    stores.jobs.complete(job.lease, &a_video()).await.unwrap();
    for delivery in stores.outbox.claim(&worker, 9, LEASE_FOR).await.unwrap() {
        stores.outbox.begin(&delivery.lease).await.unwrap();
        let end = DeliveryEnd::Sent(MessageId(1).into());
        let closed = stores.outbox.close(delivery.lease, &end, LEASE_FOR);
        closed.await.unwrap();
    }
    stores.inbox.prune(std::time::Duration::ZERO).await.unwrap();
    let balance = stores.ledger.balance(user).await.unwrap();
    assert_eq!((balance.available.get(), balance.held.get()), (2, 0));
    rig.assert_sound().await;
}

/// The privileges of a guest on every table, by their first letters.
async fn privileges(url: &str) -> Vec<(String, String)> {
    let rows = sqlx::query(
        "select relname, concat(
            case when has_table_privilege(oid, 'select') then 's' end,
            case when has_table_privilege(oid, 'insert') then 'i' end,
            case when has_table_privilege(oid, 'update') then 'u' end,
            case when has_table_privilege(oid, 'delete') then 'd' end,
            case when has_table_privilege(oid, 'truncate, references, trigger') then 't' end
        ) as held
        from pg_class
        where relkind in ('r', 'v') and relnamespace = 'public'::regnamespace
        order by relname",
    );
    let rows = rows.fetch_all(&PgPool::connect(url).await.unwrap()).await;
    let row = |row: sqlx::postgres::PgRow| (row.get("relname"), row.get("held"));
    rows.unwrap().into_iter().map(row).collect()
}

/// A table that nobody thought of is read by nobody: this test then names it.
#[tokio::test]
async fn a_guest_has_what_the_programs_need_and_no_more() {
    let database = migrated().await;
    let guest = Guest::of(database.url()).await;
    let owner = store(database.url()).await;
    let too_much = format!(
        "grant all on all tables in schema public to {}",
        guest.quoted()
    );
    let rows = PgPool::connect(database.url()).await.unwrap();
    let granted = sqlx::raw_sql(AssertSqlSafe(too_much)).execute(&rows).await;
    granted.unwrap();
    owner.give_privileges_to(&guest.role).await.unwrap();
    let held = privileges(&guest.url).await;
    let held: Vec<_> = held
        .iter()
        .map(|(table, held)| format!("{table} {held}"))
        .collect();
    assert_eq!(
        held,
        [
            "_sqlx_migrations s",
            "accounts siu",
            "acts si",
            "alarms siu",
            "attempts siu",
            "conversations siu",
            "deliveries siu",
            "delivery_facts s",
            "entries si",
            "invoices si",
            "job_facts s",
            "jobs siu",
            "late_tasks siu",
            "order_facts s",
            "orders siu",
            "payments siu",
            "products si",
            "promo_codes siu",
            "promo_facts s",
            "promo_redemptions si",
            "referrals siu",
            "set_aside sid",
            "star_list su",
            "submission_hold su",
            "updates siud",
            "users siu",
            "write_probes sid",
        ]
    );
}

#[tokio::test]
async fn a_guest_changes_no_schema() {
    let database = migrated().await;
    let guest = Guest::of(database.url()).await;
    store(database.url())
        .await
        .give_privileges_to(&guest.role)
        .await
        .unwrap();
    let rows = PgPool::connect(&guest.url).await.unwrap();
    for ddl in [
        "create table mine (id bigint)",
        "alter table entries disable trigger all",
        "drop trigger entries_are_append_only on entries",
        "drop table acts",
        "create or replace function refuse_unsound_entry() returns trigger language plpgsql
            as 'begin return new; end'",
        "set session_replication_role = replica",
    ] {
        let refused = sqlx::query(ddl).execute(&rows).await.unwrap_err();
        let code = refused.as_database_error().and_then(DatabaseError::code);
        assert_eq!(code.as_deref(), Some("42501"), "{ddl}: {refused}");
    }
}

/// A guest's own tables stand in nobody's way, whatever they are called.
#[tokio::test]
async fn a_rule_looks_at_the_tables_of_the_store_only() {
    let database = migrated().await;
    let mut rows = PgPool::connect(database.url())
        .await
        .unwrap()
        .acquire()
        .await
        .unwrap();
    for sql in [
        "create temporary table entries (like public.entries including defaults)",
        "create temporary table accounts (user_id bigint, balance bigint, held bigint)",
        "insert into public.accounts (user_id) values (1)",
    ] {
        sqlx::query(sql).execute(&mut *rows).await.unwrap();
    }
    let sound = "insert into public.entries
        (user_id, kind, amount, balance_after, held_after, key, reason, actor, created_at)
        values (1, 'grant', 5, 5, 0, 'gift', 'why', 'system', now())";
    sqlx::query(sound).execute(&mut *rows).await.unwrap();
    let balance = sqlx::query_scalar("select balance from public.accounts");
    let balance: i64 = balance.fetch_one(&mut *rows).await.unwrap();
    assert_eq!(balance, 5);
}

/// Programs start as a guest once the owner has migrated, and are told so before.
#[tokio::test]
async fn a_guest_starts_only_on_the_schema_of_its_version() {
    let database = TestDatabase::create().await;
    let guest = Guest::of(database.url()).await;
    let program = store(&guest.url).await;
    let refused = program.migrate().await.unwrap_err();
    assert!(matches!(refused, MigrationError::Forbidden), "{refused:?}");
    let owner = store(database.url()).await;
    owner.migrate().await.unwrap();
    owner.give_privileges_to(&guest.role).await.unwrap();
    program.migrate().await.unwrap();
}

#[tokio::test]
async fn a_role_that_is_none_is_given_nothing() {
    let database = migrated().await;
    let owner = store(database.url()).await;
    for role in ["", "no such role", "x; drop table entries; --"] {
        assert!(owner.give_privileges_to(role).await.is_err(), "{role:?}");
    }
}
