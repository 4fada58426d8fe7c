use futures::future::BoxFuture;
use futures::stream::BoxStream;
use sqlx::error::BoxDynError;
use sqlx::postgres::{
    PgArguments, PgConnection, PgQueryResult, PgRow, PgStatement, PgTypeInfo, Postgres,
};
use sqlx::{Describe, Either, Error, Execute, Executor, SqlStr};

/// A connection as statements see it. Behind a pooler they have no names: what one transaction
/// prepares on a session of the server, the next finds gone, or finds another's under its name.
///
/// A statement without a name is sent in two halves, so that it needs a transaction around it.
#[derive(Debug)]
pub(crate) struct Link<'c> {
    db: &'c mut PgConnection,
    is_named: bool,
}

impl<'c> Link<'c> {
    pub(super) const fn of(db: &'c mut PgConnection, is_named: bool) -> Self {
        Self { db, is_named }
    }

    /// The same link, for one more statement.
    pub(super) const fn again(&mut self) -> Link<'_> {
        Link::of(self.db, self.is_named)
    }
}

impl<'c> Executor<'c> for Link<'c> {
    type Database = Postgres;

    fn fetch_many<'e, 'q: 'e, E>(
        self,
        query: E,
    ) -> BoxStream<'e, Result<Either<PgQueryResult, PgRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        let is_named = self.is_named;
        self.db.fetch_many(Named { query, is_named })
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<PgRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        let is_named = self.is_named;
        self.db.fetch_optional(Named { query, is_named })
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [PgTypeInfo],
    ) -> BoxFuture<'e, Result<PgStatement, Error>>
    where
        'c: 'e,
    {
        self.db.prepare_with(sql, parameters)
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<Postgres>, Error>>
    where
        'c: 'e,
    {
        self.db.describe(sql)
    }
}

/// A statement that is prepared under a name, or under none.
struct Named<E> {
    query: E,
    is_named: bool,
}

impl<'q, E: Execute<'q, Postgres>> Execute<'q, Postgres> for Named<E> {
    fn sql(self) -> SqlStr {
        self.query.sql()
    }

    fn statement(&self) -> Option<&PgStatement> {
        self.query.statement()
    }

    fn take_arguments(&mut self) -> Result<Option<PgArguments>, BoxDynError> {
        self.query.take_arguments()
    }

    fn persistent(&self) -> bool {
        self.is_named && self.query.persistent()
    }
}
