//! Databases that are made ready once and copied for each test.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::{env, fs, io};

use sqlx::{Connection, PgConnection};

use super::{command, connect, make, url_of};

/// A database that nobody may enter, so that it can be copied at any time. It goes with the server.
#[derive(Debug)]
pub(super) struct Template {
    pub(super) name: String,
    lock: i64,
}

impl Template {
    /// What a database for `purpose` is copied from. What makes it ready is compiled into the
    /// running program, so a program that was built anew has another template.
    pub(super) fn of(purpose: &str) -> io::Result<Self> {
        let program = env::current_exe()?;
        let built = fs::metadata(&program)?.modified()?;
        let mut hasher = DefaultHasher::new();
        (program, built, purpose).hash(&mut hasher);
        let hash = hasher.finish();
        Ok(Self {
            name: format!("neurocards_template_{hash:x}"),
            lock: hash.cast_signed(),
        })
    }

    /// Makes it once per server: the first process does, the others wait for that one. Who dies in
    /// between leaves a database that is open, and is thrown away by the next.
    pub(super) async fn make_once(&self, prepare: impl AsyncFnOnce(&str)) -> sqlx::Result<()> {
        let mut connection = connect().await?;
        if !self.is_ready(&mut connection).await? {
            sqlx::query("select pg_advisory_lock($1)")
                .bind(self.lock)
                .execute(&mut connection)
                .await?;
            if !self.is_ready(&mut connection).await? {
                self.make(prepare).await?;
            }
        }
        connection.close().await
    }

    async fn is_ready(&self, connection: &mut PgConnection) -> sqlx::Result<bool> {
        let shut =
            "select exists (select from pg_database where datname = $1 and not datallowconn)";
        sqlx::query_scalar(shut)
            .bind(&self.name)
            .fetch_one(connection)
            .await
    }

    async fn make(&self, prepare: impl AsyncFnOnce(&str)) -> sqlx::Result<()> {
        make(&self.name, "template1").await?;
        prepare(&url_of(&self.name)).await;
        self.shut().await
    }

    /// Lets nobody in and everybody out: what is in use cannot be copied, and who has closed a
    /// connection does not wait until the server has.
    async fn shut(&self) -> sqlx::Result<()> {
        let name = &self.name;
        command(format!("alter database {name} allow_connections false")).await?;
        let everybody = format!(
            "select pg_terminate_backend(pid, 60000) from pg_stat_activity where datname = '{name}'"
        );
        command(everybody).await
    }
}
