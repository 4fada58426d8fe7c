use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use neurocards_core::ports::{Stores, Unavailable};
use secrecy::SecretString;
use thiserror::Error;

use super::{MigrationError, Pooler};
#[cfg(feature = "postgres")]
use crate::postgres::{PostgresOptions, PostgresStore};
use crate::settings::{Settings, SettingsError};
use crate::sqlite::{SqliteOptions, SqliteStore};

/// Where the store is. `Debug` shows no password.
#[derive(Debug, Clone)]
pub enum DatabaseUrl {
    /// A file on this host.
    Sqlite(PathBuf),
    /// A server; the URL holds a password.
    Postgres(SecretString),
}

/// A text that names no database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected postgres://user:password@host/database or sqlite://path")]
pub struct DatabaseUrlError;

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(text: &str) -> Result<Self, DatabaseUrlError> {
        if let Some(rest) = text.strip_prefix("sqlite:") {
            let path = rest.strip_prefix("//").unwrap_or(rest);
            let path = path.split('?').next().unwrap_or_default();
            return if path.is_empty() {
                Err(DatabaseUrlError)
            } else {
                Ok(Self::Sqlite(path.into()))
            };
        }
        let server = text
            .strip_prefix("postgres://")
            .or_else(|| text.strip_prefix("postgresql://"));
        match server {
            Some(rest) if !rest.is_empty() => Ok(Self::Postgres(SecretString::from(text))),
            _ => Err(DatabaseUrlError),
        }
    }
}

/// Why a store was not opened.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The database does not answer.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// The schema cannot be brought up to date.
    #[error(transparent)]
    Migration(#[from] MigrationError),
    /// There is no such SQLite file.
    #[error("there is no database yet at {0}: `neurocards-bot migrate` makes it")]
    Missing(PathBuf),
    /// The folder of the file cannot be made.
    #[error("cannot make the folder of the database file: {0}")]
    Folder(#[from] std::io::Error),
    /// This program was built without the adapter.
    #[error("this program was built without {0}")]
    NotBuilt(&'static str),
}

/// Why a role was given nothing.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum GivePrivilegesError {
    /// SQLite has no roles.
    #[error("SQLite has no roles: whoever may write the file may write all of it")]
    NoRoles,
    /// Postgres refuses to grant them.
    #[cfg(feature = "postgres")]
    #[error(transparent)]
    Postgres(#[from] crate::postgres::PrivilegesError),
}

#[derive(Clone)]
enum Engine {
    Sqlite(Arc<SqliteStore>),
    #[cfg(feature = "postgres")]
    Postgres(Arc<PostgresStore>),
}

/// An open store. Clones share its connections.
#[derive(Clone)]
pub struct Database {
    engine: Engine,
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").finish_non_exhaustive()
    }
}

impl Database {
    /// Opens the store that `DATABASE_URL` names, with at most `DATABASE_POOL` connections, through
    /// what `DATABASE_POOLER` says.
    pub async fn read(settings: &Settings) -> Result<Self, ReadError> {
        let url: DatabaseUrl = settings.parsed("DATABASE_URL")?;
        let connections = u32::try_from(settings.number("DATABASE_POOL", 2, 100)?).unwrap_or(2);
        let pooler: Pooler = settings.parsed("DATABASE_POOLER")?;
        Ok(Self::open_through(pooler, &url, connections).await?)
    }

    /// Refuses a SQLite file that is not there, which [`Database::open`] would make.
    pub fn require(settings: &Settings) -> Result<(), ReadError> {
        match settings.parsed("DATABASE_URL")? {
            DatabaseUrl::Sqlite(path) if !path.exists() => Err(OpenError::Missing(path).into()),
            _ => Ok(()),
        }
    }

    /// Opens a store. A SQLite file and its folder are made if they are missing.
    pub async fn open(url: &DatabaseUrl, connections: u32) -> Result<Self, OpenError> {
        Self::open_through(Pooler::None, url, connections).await
    }

    /// Opens a store through what stands before a server; a file has nothing before it.
    pub async fn open_through(
        pooler: Pooler,
        url: &DatabaseUrl,
        connections: u32,
    ) -> Result<Self, OpenError> {
        let engine = match url {
            DatabaseUrl::Sqlite(path) => {
                if let Some(folder) = path.parent() {
                    tokio::fs::create_dir_all(folder).await?;
                }
                let options = SqliteOptions {
                    readers: connections - 1,
                    ..SqliteOptions::default()
                };
                Engine::Sqlite(Arc::new(SqliteStore::open(path, options).await?))
            }
            DatabaseUrl::Postgres(url) => Self::open_postgres(pooler, url, connections).await?,
        };
        Ok(Self { engine })
    }

    #[cfg(feature = "postgres")]
    async fn open_postgres(
        pooler: Pooler,
        url: &SecretString,
        connections: u32,
    ) -> Result<Engine, OpenError> {
        use secrecy::ExposeSecret;

        let options = PostgresOptions {
            connections,
            pooler,
            ..PostgresOptions::default()
        };
        let store = PostgresStore::connect(url.expose_secret(), options).await?;
        Ok(Engine::Postgres(Arc::new(store)))
    }

    #[cfg(not(feature = "postgres"))]
    #[expect(clippy::unused_async, reason = "the same call as with the feature")]
    async fn open_postgres(
        _pooler: Pooler,
        _url: &SecretString,
        _connections: u32,
    ) -> Result<Engine, OpenError> {
        Err(OpenError::NotBuilt("Postgres"))
    }

    /// Brings the schema to that of this program; a newer one is refused.
    pub async fn migrate(&self) -> Result<(), MigrationError> {
        match &self.engine {
            Engine::Sqlite(store) => store.migrate().await,
            #[cfg(feature = "postgres")]
            Engine::Postgres(store) => store.migrate().await,
        }
    }

    /// Whether the schema is that of this program; a newer one is refused.
    pub async fn is_migrated(&self) -> Result<bool, MigrationError> {
        match &self.engine {
            Engine::Sqlite(store) => store.is_migrated().await,
            #[cfg(feature = "postgres")]
            Engine::Postgres(store) => store.is_migrated().await,
        }
    }

    /// Gives a role of Postgres what the programs need, and no more: it can add to the books and
    /// change nothing in them. SQLite has no roles.
    pub async fn give_privileges_to(&self, role: &str) -> Result<(), GivePrivilegesError> {
        match &self.engine {
            Engine::Sqlite(_) => {
                let _ = role;
                Err(GivePrivilegesError::NoRoles)
            }
            #[cfg(feature = "postgres")]
            Engine::Postgres(store) => Ok(store.give_privileges_to(role).await?),
        }
    }

    /// Whether the database answers and can be written.
    pub async fn ping(&self) -> Result<(), Unavailable> {
        match &self.engine {
            Engine::Sqlite(store) => store.ping().await,
            #[cfg(feature = "postgres")]
            Engine::Postgres(store) => store.ping().await,
        }
    }

    /// The ports of the store, for whoever works with it.
    pub fn stores(&self) -> Stores {
        match &self.engine {
            Engine::Sqlite(store) => Stores::of(store.clone()),
            #[cfg(feature = "postgres")]
            Engine::Postgres(store) => Stores::of(store.clone()),
        }
    }

    /// Ends all connections, once the transactions in hand are over.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite(store) => store.close().await,
            #[cfg(feature = "postgres")]
            Engine::Postgres(store) => store.close().await,
        }
    }
}

/// Why the store of the settings was not opened.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// A variable is wrong.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The store does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_a_file_or_a_server_and_shows_no_password() {
        let parse = |text: &str| text.parse::<DatabaseUrl>();
        for url in [
            "sqlite:///var/lib/n.sqlite",
            "sqlite:/var/lib/n.sqlite?mode=rwc",
        ] {
            let Ok(DatabaseUrl::Sqlite(path)) = parse(url) else {
                panic!("{url}")
            };
            assert_eq!(path, PathBuf::from("/var/lib/n.sqlite"));
        }
        let server = parse("postgres://n:canary@db/n").unwrap();
        assert!(!format!("{server:?}").contains("canary"));
        for bad in [
            "",
            "sqlite://",
            "mysql://db/n",
            "postgres://",
            "/var/lib/n.sqlite",
        ] {
            assert_eq!(parse(bad).unwrap_err(), DatabaseUrlError, "{bad}");
        }
    }
}
