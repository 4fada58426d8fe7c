//! A Postgres database of its own per test, on the server that the test command started.

mod bouncer;
mod template;

use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use sqlx::error::DatabaseError;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};

pub use bouncer::{PgBouncer, Sessions};

use template::Template;

/// The variable that names the server: the `postgres://` URL of a superuser.
pub const SERVER_VARIABLE: &str = "NEUROCARDS_TEST_POSTGRES";

/// How many databases this process has made.
static MADE: AtomicU32 = AtomicU32::new(0);

/// A database, dropped with this value.
#[derive(Debug)]
pub struct TestDatabase {
    name: String,
    url: String,
    template_url: String,
}

impl TestDatabase {
    /// Makes a database.
    ///
    /// # Panics
    ///
    /// If no server is named or it makes no database: a test that needs Postgres must not pass
    /// without it.
    pub async fn create() -> Self {
        Self::copy("template1").await
    }

    /// Makes a copy of a database that `prepare` made ready for `purpose`. That is done once per
    /// server and test program, however many processes run it: a copy takes half the time of the
    /// migrations. `prepare` gets the URL of an empty database and closes its connections.
    ///
    /// # Panics
    ///
    /// As [`TestDatabase::create`].
    pub async fn prepared(purpose: &str, prepare: impl AsyncFnOnce(&str)) -> Self {
        let template = Template::of(purpose).expect("a test program has a file");
        let made = template.make_once(prepare).await;
        assert!(made.is_ok(), "no template: {made:?}");
        Self::copy(&template.name).await
    }

    async fn copy(template: &str) -> Self {
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("neurocards_test_{}_{number}", std::process::id());
        let made = make(&name, template).await;
        assert!(made.is_ok(), "no test database: {made:?}");
        Self {
            url: url_of(&name),
            template_url: url_of(template),
            name,
        }
    }

    /// The URL of this database, for a client.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The URL that `prepare` got for the database of which this one is a copy.
    pub fn template_url(&self) -> &str {
        &self.template_url
    }
}

impl Drop for TestDatabase {
    /// Drops the database, whoever is connected. A server that is gone took it along.
    fn drop(&mut self) {
        let name = std::mem::take(&mut self.name);
        let dropping = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime
                .block_on(remove(&name))
                .map_err(std::io::Error::other)
        });
        // Best effort: the whole server is thrown away after the tests.
        let _ = dropping.join();
    }
}

/// A role that may log in and owns nothing. It goes with the server.
#[derive(Debug, Clone)]
pub struct Guest {
    /// Its name, which needs its quotes.
    pub role: String,
    /// The URL by which it logs in to the database it was made for.
    pub url: String,
}

impl Guest {
    /// Makes a guest of the database that `url` names, or finds it.
    ///
    /// # Panics
    ///
    /// If the server makes no role.
    pub async fn of(url: &str) -> Self {
        let options = PgConnectOptions::from_str(url).expect("the URL of a database");
        let database = options.get_database().unwrap_or_default();
        let role = format!("guest of \"{database}\"");
        let made = command(format!("create role {} login", quoted(&role))).await;
        let known = |error: &sqlx::Error| code(error).as_deref() == Some("42710");
        assert!(
            made.as_ref().is_ok() || made.as_ref().is_err_and(known),
            "{made:?}"
        );
        let url_of_guest = options.username(&role).to_url_lossy().into();
        Self {
            role,
            url: url_of_guest,
        }
    }

    /// The same role at another database of the server.
    ///
    /// # Panics
    ///
    /// If `url` names no database.
    #[must_use]
    pub fn at(&self, url: &str) -> Self {
        let options = PgConnectOptions::from_str(url).expect("the URL of a database");
        Self {
            role: self.role.clone(),
            url: options.username(&self.role).to_url_lossy().into(),
        }
    }

    /// Its name in a statement.
    pub fn quoted(&self) -> String {
        quoted(&self.role)
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn code(error: &sqlx::Error) -> Option<String> {
    let code = error.as_database_error().and_then(DatabaseError::code);
    code.map(Into::into)
}

fn server() -> String {
    std::env::var(SERVER_VARIABLE).unwrap_or_else(|_| {
        panic!("{SERVER_VARIABLE} is not set: run scripts/test, which starts a throw-away server")
    })
}

/// The URL of a database of the server.
fn url_of(name: &str) -> String {
    let options = PgConnectOptions::from_str(&server()).expect("the URL of a server");
    options.database(name).to_url_lossy().into()
}

async fn make(name: &str, template: &str) -> Result<(), sqlx::Error> {
    remove(name).await?;
    command(format!("create database {name} template {template}")).await
}

async fn remove(name: &str) -> Result<(), sqlx::Error> {
    command(format!("drop database if exists {name} with (force)")).await
}

async fn connect() -> Result<PgConnection, sqlx::Error> {
    PgConnectOptions::from_str(&server())?.connect().await
}

async fn command(sql: String) -> Result<(), sqlx::Error> {
    let mut connection = connect().await?;
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut connection)
        .await?;
    connection.close().await
}
