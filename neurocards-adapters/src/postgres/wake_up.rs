//! Hints between processes. Different here because Postgres carries them, by LISTEN and NOTIFY.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::ports::{Topic, WakeUp};
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use tokio::sync::Notify;
use tokio_util::task::AbortOnDropHandle;

use super::PostgresStore;
use super::access::Access;
use super::reader::Reader;
use super::topics::Topics;
use crate::database::Hints;

/// The channel of all hints; a notification's payload names its topics.
const CHANNEL: &str = "neurocards";

/// The shortest time between two notifications of one process. A notification makes commits wait
/// for each other, so that many hints travel as one.
const QUIET: Duration = Duration::from_millis(5);

/// The first and the longest pause before listening is tried again.
const RELISTEN: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

#[async_trait]
impl WakeUp for PostgresStore {
    async fn wait(&self, topic: Topic, at_most: Duration) {
        self.hints.received.wait(topic, at_most).await;
    }
}

/// The channel of hints between processes. Hints of this process take no detour.
pub(super) struct HintChannel {
    received: Arc<Hints>,
    outgoing: Arc<Outgoing>,
    /// Nothing behind a pooler, through which nobody can listen.
    others: Option<Others>,
}

/// The way to other processes and back.
struct Others {
    publisher: AbortOnDropHandle<()>,
    listener: AbortOnDropHandle<()>,
}

/// Topics that other processes are still to be told of.
#[derive(Default)]
struct Outgoing {
    topics: Topics,
    any: Notify,
}

impl HintChannel {
    /// Starts publishing and listening.
    pub(super) fn start(access: &Access, server: PgConnectOptions) -> Self {
        let (received, outgoing) = (Arc::<Hints>::default(), Arc::<Outgoing>::default());
        let others = (!access.is_pooled()).then(|| Others {
            publisher: spawn(publish_all(access.clone(), outgoing.clone())),
            listener: spawn(listen(server, received.clone())),
        });
        Self {
            received,
            outgoing,
            others,
        }
    }

    /// Gives hints, here at once and elsewhere soon. Called after the commit.
    pub(super) fn publish(&self, topics: &[Topic]) {
        for topic in topics {
            self.received.give(*topic);
            self.outgoing.topics.add(*topic);
        }
        self.outgoing.any.notify_one();
    }

    /// Stops publishing and listening.
    pub(super) fn stop(&self) {
        if let Some(others) = &self.others {
            others.publisher.abort();
            others.listener.abort();
        }
    }
}

fn spawn(task: impl Future<Output = ()> + Send + 'static) -> AbortOnDropHandle<()> {
    AbortOnDropHandle::new(tokio::spawn(task))
}

async fn publish_all(access: Access, outgoing: Arc<Outgoing>) {
    loop {
        outgoing.any.notified().await;
        let published = sqlx::query("-- wake_up.publish_all\nselect pg_notify($1, $2)")
            .bind(CHANNEL)
            .bind(outgoing.topics.take())
            .execute(Reader(access.clone()))
            .await;
        if let Err(error) = published {
            tracing::debug!(%error, "other processes were not told; they poll");
        }
        tokio::time::sleep(QUIET).await;
    }
}

async fn listen(server: PgConnectOptions, received: Arc<Hints>) {
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .max_lifetime(None)
        .idle_timeout(None)
        .connect_lazy_with(server.application_name("neurocards-listener"));
    let mut pause = RELISTEN.0;
    loop {
        let listening = PgListener::connect_with(&pool).await;
        if let Ok(mut listener) = listening
            && listener.listen(CHANNEL).await.is_ok()
        {
            pause = RELISTEN.0;
            receive(&mut listener, &received).await;
        }
        tracing::debug!("not listening for hints; polling goes on");
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(RELISTEN.1);
    }
}

/// Passes hints on until the connection is lost.
async fn receive(listener: &mut PgListener, received: &Hints) {
    listener.eager_reconnect(false);
    // What was published while nobody listened is not known: there may be work of every kind.
    Topics::all().for_each(|topic| received.give(topic));
    while let Ok(Some(notification)) = listener.try_recv().await {
        for topic in Topics::parse(notification.payload()) {
            received.give(topic);
        }
    }
}
