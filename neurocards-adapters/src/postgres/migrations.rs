//! The schema of a store, and that of a ledger on its own. Different here because it is made in a
//! schema that is named, under a lock of the server.

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection};

use super::name::Name;
use super::sql::schema::{is_run, of_ledger};

pub(super) static OF_STORE: Migrator = sqlx::migrate!("migrations/postgres");

/// The turn in which ledgers on their own are migrated.
const TURN: i64 = 0x6c65_6467_6572;

/// Brings a store's schema to that of this program. Asks first, so that a role that may not create
/// anything can start.
pub(super) async fn migrate_store(db: &mut PgConnection) -> Result<(), MigrateError> {
    if is_run(db, &OF_STORE).await? {
        return Ok(());
    }
    OF_STORE.run(db).await
}

/// Brings a ledger's schema to that of this program, all or nothing, and makes it if it is missing.
pub(super) async fn migrate_ledger(
    db: &mut PgConnection,
    schema: &Name,
) -> Result<(), MigrateError> {
    let migrator = of_ledger(format!("{schema}._sqlx_migrations"));
    if is_run(db, &migrator).await? {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    enter(&mut tx, schema).await?;
    migrator.run(&mut *tx).await?;
    Ok(tx.commit().await?)
}

/// Takes the turn, makes the schema, and lets what follows be made in it.
async fn enter(tx: &mut PgConnection, schema: &Name) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- migrations.enter
        select pg_advisory_xact_lock($1)",
    )
    .bind(TURN)
    .execute(&mut *tx)
    .await?;
    create(tx, schema).await?;
    sqlx::query(
        "-- migrations.enter
        select set_config('search_path', $1, true)",
    )
    .bind(schema.to_string())
    .execute(&mut *tx)
    .await?;
    Ok(())
}

async fn create(tx: &mut PgConnection, schema: &Name) -> Result<(), sqlx::Error> {
    // Safe: the name is quoted.
    let sql = format!("-- migrations.create\ncreate schema if not exists {schema}");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *tx).await?;
    Ok(())
}
