//! The schema of a store, and that of a ledger on its own. Different here because it is made in a
//! schema that is named, under a lock of the server.
//!
//! All of it is one transaction, and no statement keeps a name after it: a pooler gives the same
//! session of the server to somebody else then.

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection};

use super::link::Link;
use super::name::Name;
use super::sql::schema::{is_run, of_ledger};

pub(super) static OF_STORE: Migrator = sqlx::migrate!("migrations/postgres");

/// A migration may take its time.
const BEGIN: &str = "begin; set local lock_timeout = 0; set local statement_timeout = 0";

/// The turn in which stores are migrated.
const STORES: i64 = 0x6e63_0004;

/// The turn in which ledgers on their own are migrated.
const LEDGERS: i64 = 0x6c65_6467_6572;

/// Brings a store's schema to that of this program, all or nothing. Asks first, so that a role that
/// may not create anything can start.
pub(super) async fn migrate_store(db: &mut PgConnection) -> Result<(), MigrateError> {
    let mut tx = db.begin_with(BEGIN).await?;
    let migrated = run_store(&mut tx).await;
    end(tx, migrated).await
}

async fn run_store(tx: &mut PgConnection) -> Result<(), MigrateError> {
    if is_run(Link::of(tx, false), &OF_STORE).await? {
        return Ok(());
    }
    take_turn(tx, STORES).await?;
    let migrator = Migrator {
        migrations: OF_STORE.migrations.clone(),
        // The turn is taken.
        locking: false,
        ..Migrator::DEFAULT
    };
    migrator.run(&mut *tx).await
}

/// Brings a ledger's schema to that of this program, all or nothing, and makes it if it is missing.
pub(super) async fn migrate_ledger(
    db: &mut PgConnection,
    schema: &Name,
) -> Result<(), MigrateError> {
    let mut tx = db.begin_with(BEGIN).await?;
    let migrated = run_ledger(&mut tx, schema).await;
    end(tx, migrated).await
}

async fn run_ledger(tx: &mut PgConnection, schema: &Name) -> Result<(), MigrateError> {
    let migrator = of_ledger(format!("{schema}._sqlx_migrations"));
    if is_run(Link::of(tx, false), &migrator).await? {
        return Ok(());
    }
    enter(tx, schema).await?;
    migrator.run(&mut *tx).await
}

/// Forgets the names that the migrator gave to its statements, and commits what it made.
async fn end(
    mut tx: sqlx::Transaction<'_, sqlx::Postgres>,
    migrated: Result<(), MigrateError>,
) -> Result<(), MigrateError> {
    let forgotten = tx.clear_cached_statements().await;
    migrated?;
    forgotten?;
    Ok(tx.commit().await?)
}

async fn take_turn(tx: &mut PgConnection, turn: i64) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- migrations.take_turn
        select pg_advisory_xact_lock($1)",
    )
    .bind(turn)
    .execute(Link::of(tx, false))
    .await?;
    Ok(())
}

/// Takes the turn, makes the schema, and lets what follows be made in it.
async fn enter(tx: &mut PgConnection, schema: &Name) -> Result<(), sqlx::Error> {
    take_turn(tx, LEDGERS).await?;
    create(tx, schema).await?;
    sqlx::query(
        "-- migrations.enter
        select set_config('search_path', $1, true)",
    )
    .bind(schema.to_string())
    .execute(Link::of(tx, false))
    .await?;
    Ok(())
}

async fn create(tx: &mut PgConnection, schema: &Name) -> Result<(), sqlx::Error> {
    // Safe: the name is quoted.
    let sql = format!("-- migrations.create\ncreate schema if not exists {schema}");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *tx).await?;
    Ok(())
}
