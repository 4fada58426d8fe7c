//! Hints between processes. Different here because Postgres carries them, by LISTEN and NOTIFY.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::ports::{Topic, WakeUp};
use sqlx::postgres::{PgConnectOptions, PgListener, PgPool, PgPoolOptions};
use tokio::sync::Notify;
use tokio_util::task::AbortOnDropHandle;

use super::PostgresStore;
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
        self.bell.heard.wait(topic, at_most).await;
    }
}

/// Hints from and to other processes. Those of this process take no detour.
pub(super) struct Bell {
    heard: Arc<Hints>,
    rung: Arc<Rung>,
    teller: AbortOnDropHandle<()>,
    listener: AbortOnDropHandle<()>,
}

/// Topics that other processes are still to be told of.
#[derive(Default)]
struct Rung {
    topics: Topics,
    any: Notify,
}

impl Bell {
    /// Starts telling and listening.
    pub(super) fn hang(pool: &PgPool, server: PgConnectOptions) -> Self {
        let (heard, rung) = (Arc::<Hints>::default(), Arc::<Rung>::default());
        let teller = tokio::spawn(tell(pool.clone(), rung.clone()));
        let listener = tokio::spawn(listen(server, heard.clone()));
        Self {
            heard,
            rung,
            teller: AbortOnDropHandle::new(teller),
            listener: AbortOnDropHandle::new(listener),
        }
    }

    /// Gives hints, here at once and elsewhere soon. Called after the commit.
    pub(super) fn ring(&self, topics: &[Topic]) {
        for topic in topics {
            self.heard.give(*topic);
            self.rung.topics.add(*topic);
        }
        self.rung.any.notify_one();
    }

    /// Stops telling and listening.
    pub(super) fn silence(&self) {
        self.teller.abort();
        self.listener.abort();
    }
}

async fn tell(pool: PgPool, rung: Arc<Rung>) {
    loop {
        rung.any.notified().await;
        let told = sqlx::query("-- wake_up.tell\nselect pg_notify($1, $2)")
            .bind(CHANNEL)
            .bind(rung.topics.take())
            .execute(&pool)
            .await;
        if let Err(error) = told {
            tracing::debug!(%error, "other processes were not told; they poll");
        }
        tokio::time::sleep(QUIET).await;
    }
}

async fn listen(server: PgConnectOptions, heard: Arc<Hints>) {
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
            hear(&mut listener, &heard).await;
        }
        tracing::debug!("not listening for hints; polling goes on");
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(RELISTEN.1);
    }
}

/// Passes hints on until the connection is lost.
async fn hear(listener: &mut PgListener, heard: &Hints) {
    listener.eager_reconnect(false);
    // What was told while nobody listened is not known: there may be work of every kind.
    Topics::all().for_each(|topic| heard.give(topic));
    while let Ok(Some(notification)) = listener.try_recv().await {
        for topic in Topics::parse(notification.payload()) {
            heard.give(topic);
        }
    }
}
