use neurocards_core::ports::Unavailable;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use thiserror::Error;

use super::name::{Name, NameError};
use super::{PostgresStore, broken};

/// What the programs add to; the first two are never changed.
const INSERTED: &str = "entries, acts, users, products, conversations, orders, jobs, attempts, \
    accounts, deliveries, updates, invoices, payments, promo_codes, promo_redemptions, referrals, \
    alarms, late_tasks, set_aside, write_probes";

/// What the programs change.
const UPDATED: &str = "users, conversations, orders, jobs, attempts, submission_hold, accounts, \
    deliveries, updates, payments, promo_codes, referrals, alarms, late_tasks, star_list";

/// Why a role was given nothing.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum PrivilegesError {
    /// The name cannot be that of a role.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The database failed; there may be no such role, or the store's own may not grant.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

impl PostgresStore {
    /// Gives a role what the programs need on this schema, and takes from it what else it had:
    /// it reads all, makes no tables, and of entries and acts it can only add new ones. To be
    /// called by the owner of the schema, after each [`PostgresStore::migrate`].
    pub async fn give_privileges_to(&self, role: &str) -> Result<(), PrivilegesError> {
        let role = Name::parse(role)?;
        let mut db = self.server.connect().await.map_err(broken)?;
        give(&mut db, &role).await.map_err(broken)?;
        db.close().await.map_err(broken)?;
        Ok(())
    }
}

async fn give(db: &mut PgConnection, role: &Name) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    let schema: String = sqlx::query_scalar(
        "-- privileges.give
        select quote_ident(current_schema())",
    )
    .persistent(false)
    .fetch_one(&mut *tx)
    .await?;
    // Safe: both names are quoted.
    let privileges = format!(
        "-- privileges.give
        revoke all on schema {schema} from {role};
        revoke all on all tables in schema {schema} from {role};
        grant usage on schema {schema} to {role};
        grant select on all tables in schema {schema} to {role};
        grant insert on {INSERTED} to {role};
        grant update on {UPDATED} to {role};
        grant delete on updates, set_aside, write_probes to {role};"
    );
    sqlx::raw_sql(AssertSqlSafe(privileges))
        .execute(&mut *tx)
        .await?;
    tx.commit().await
}
