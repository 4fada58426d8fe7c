use std::time::Instant;

use futures::TryStreamExt;
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream};
use sqlx::postgres::{PgArguments, PgQueryResult, PgRow, PgStatement, PgTypeInfo, Postgres};
use sqlx::{Describe, Either, Error, Execute, Executor, SqlStr};

use super::access::Access;
use super::transactions::READS;

/// A statement with its arguments, which can be run again.
type Kept = (SqlStr, Option<PgArguments>);

type Answers = Vec<Either<PgQueryResult, PgRow>>;

/// Where a single statement reads, again if its connection is stale. Its answer is bounded, and kept
/// whole.
#[derive(Debug, Clone)]
pub(crate) struct Reader(pub(super) Access);

impl Reader {
    async fn read<'q>(self, mut query: impl Execute<'q, Postgres>) -> Result<Answers, Error> {
        let arguments = query.take_arguments().map_err(Error::Encode)?;
        let kept = (query.sql(), arguments);
        let begun = Instant::now();
        match self.run(kept.clone()).await {
            Err(error) if self.0.renews(begun, &error) => self.run(kept).await,
            done => done,
        }
    }

    async fn run(&self, statement: Kept) -> Result<Answers, Error> {
        // Behind a pooler, what is not in a transaction may be parted.
        let mut lent = if self.0.is_pooled() {
            self.0.begin(READS).await?
        } else {
            self.0.lend().await?
        };
        lent.link().fetch_many(statement).try_collect().await
    }
}

impl<'c> Executor<'c> for Reader {
    type Database = Postgres;

    fn fetch_many<'e, 'q: 'e, E>(
        self,
        query: E,
    ) -> BoxStream<'e, Result<Either<PgQueryResult, PgRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        let answers = stream::once(self.read(query));
        let answers = answers.map_ok(|answers| stream::iter(answers.into_iter().map(Ok)));
        Box::pin(answers.try_flatten())
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<PgRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        Box::pin(async move {
            let answers = self.read(query).await?;
            Ok(answers.into_iter().find_map(Either::right))
        })
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [PgTypeInfo],
    ) -> BoxFuture<'e, Result<PgStatement, Error>>
    where
        'c: 'e,
    {
        Box::pin(async move { self.0.lend().await?.prepare_with(sql, parameters).await })
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<Postgres>, Error>>
    where
        'c: 'e,
    {
        Box::pin(async move { self.0.lend().await?.describe(sql).await })
    }
}
