use std::path::Path;

use neurocards_adapters::database::{Database, DatabaseUrl};
use neurocards_testkit::postgres::TestDatabase;

/// Which database a bench keeps its books in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreKind {
    /// A file of its own.
    Sqlite,
    /// A database of its own on the server that the test command started.
    Postgres,
}

/// An open database, and what must live as long as it.
pub(crate) struct Books {
    pub(crate) database: Database,
    pub(crate) url: String,
    _server_side: Option<TestDatabase>,
}

impl Books {
    pub(crate) async fn open(kind: StoreKind, dir: &Path) -> Self {
        let (url, server_side) = match kind {
            StoreKind::Sqlite => (
                format!("sqlite://{}", dir.join("books.sqlite").display()),
                None,
            ),
            StoreKind::Postgres => {
                let database = TestDatabase::create().await;
                (database.url().to_owned(), Some(database))
            }
        };
        let parsed: DatabaseUrl = url.parse().unwrap();
        let database = Database::open(&parsed, 6).await.unwrap();
        database.migrate().await.unwrap();
        Self {
            database,
            url,
            _server_side: server_side,
        }
    }
}

/// Makes one test per database of each `async fn(StoreKind)`.
#[macro_export]
macro_rules! on_both_stores {
    ($($test:ident),+ $(,)?) => {
        mod on_sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    super::$test($crate::StoreKind::Sqlite).await;
                }
            )+
        }
        mod on_postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    super::$test($crate::StoreKind::Postgres).await;
                }
            )+
        }
    };
}
