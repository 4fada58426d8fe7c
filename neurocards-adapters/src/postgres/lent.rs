use std::time::Duration;

use futures::future::BoxFuture;
use futures::stream::BoxStream;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgQueryResult, PgRow, PgStatement, PgTypeInfo, Postgres};
use sqlx::{Describe, Either, Error, Execute, Executor, SqlStr};
use tokio::runtime::Handle;
use tokio::time::timeout;

use super::link::Link;

/// A connection that the pool lent. It goes back without a transaction whenever this value is
/// dropped, even if nobody waited for the answer to the begin of one. If its server is silent, it
/// is closed instead, so that silence does not use the pool up.
#[derive(Debug)]
pub(crate) struct Lent {
    /// There until the drop.
    db: Option<PoolConnection<Postgres>>,
    is_named: bool,
    /// Whether there may be a transaction to roll back.
    is_open: bool,
    /// How long the server may be silent at each step of the way back.
    patience: Duration,
}

impl Lent {
    pub(super) const fn new(
        db: PoolConnection<Postgres>,
        is_named: bool,
        patience: Duration,
    ) -> Self {
        Self {
            db: Some(db),
            is_named,
            is_open: false,
            patience,
        }
    }

    /// Begins a transaction by a statement without arguments.
    pub(super) async fn begin(mut self, statement: SqlStr) -> Result<Self, Error> {
        self.is_open = true;
        self.link().execute(statement).await?;
        Ok(self)
    }

    pub(super) async fn commit(mut self) -> Result<(), Error> {
        self.link().execute("commit").await?;
        self.is_open = false;
        Ok(())
    }

    pub(super) fn link(&mut self) -> Link<'_> {
        let db = self.db.as_deref_mut();
        Link::of(db.expect("only the drop takes it"), self.is_named)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let (Some(db), Ok(runtime)) = (self.db.take(), Handle::try_current()) {
            runtime.spawn(give_back(db, self.is_open, self.patience));
        }
    }
}

async fn give_back(mut db: PoolConnection<Postgres>, is_open: bool, patience: Duration) {
    if is_open {
        let rolled_back = timeout(patience, db.execute("rollback")).await;
        if !matches!(rolled_back, Ok(Ok(_))) {
            return db.close_on_drop();
        }
    }
    // Dropped on its way back, it is closed.
    let _ = timeout(patience, db.return_to_pool()).await;
}

impl<'c> Executor<'c> for &'c mut Lent {
    type Database = Postgres;

    fn fetch_many<'e, 'q: 'e, E>(
        self,
        query: E,
    ) -> BoxStream<'e, Result<Either<PgQueryResult, PgRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        self.link().fetch_many(query)
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<PgRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        self.link().fetch_optional(query)
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [PgTypeInfo],
    ) -> BoxFuture<'e, Result<PgStatement, Error>>
    where
        'c: 'e,
    {
        self.link().prepare_with(sql, parameters)
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<Postgres>, Error>>
    where
        'c: 'e,
    {
        self.link().describe(sql)
    }
}
