use std::io;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_util::task::AbortOnDropHandle;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Talking,
    Silent,
    TalkingAgain,
}

/// A way to the test server on which one connection falls silent: the first that passes a certain
/// statement. The server gets the statement, its answer waits.
pub(crate) struct SilentServer {
    pub(crate) url: String,
    stage: watch::Sender<Stage>,
    _accepting: AbortOnDropHandle<()>,
}

impl SilentServer {
    /// Before the database that `url` names; silent at a statement that contains `word`.
    pub(crate) async fn before(url: &str, word: &'static str) -> Self {
        let server = PgConnectOptions::from_str(url).unwrap();
        let there = (server.get_host().to_owned(), server.get_port());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = listener.local_addr().unwrap().port();
        let stage = watch::Sender::new(Stage::Talking);
        let way = Way {
            word,
            stage: stage.clone(),
        };
        let accepting = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&there).await.unwrap();
                way.clone().join(client, server);
            }
        });
        Self {
            url: server.port(here).to_url_lossy().into(),
            stage,
            _accepting: AbortOnDropHandle::new(accepting),
        }
    }

    /// The answer that waited arrives.
    pub(crate) fn talk_again(&self) {
        assert_eq!(*self.stage.borrow(), Stage::Silent, "nothing waits");
        self.stage.send_replace(Stage::TalkingAgain);
    }
}

#[derive(Clone)]
struct Way {
    word: &'static str,
    stage: watch::Sender<Stage>,
}

impl Way {
    /// Carries what both say, until either is gone.
    fn join(self, client: TcpStream, server: TcpStream) {
        let (asks, answered) = client.into_split();
        let (answers, asked) = server.into_split();
        let is_silent = Arc::<AtomicBool>::default();
        tokio::spawn(self.clone().carry_questions(asks, asked, is_silent.clone()));
        tokio::spawn(self.carry_answers(answers, answered, is_silent));
    }

    async fn carry_questions(
        self,
        mut from: OwnedReadHalf,
        mut to: OwnedWriteHalf,
        is_silent: Arc<AtomicBool>,
    ) -> io::Result<()> {
        let mut bytes = vec![0; 1 << 16];
        loop {
            let read = from.read(&mut bytes).await?;
            if read == 0 {
                return Ok(());
            }
            let said = String::from_utf8_lossy(&bytes[..read]).to_lowercase();
            if said.contains(self.word) && *self.stage.borrow() == Stage::Talking {
                is_silent.store(true, Ordering::SeqCst);
                self.stage.send_replace(Stage::Silent);
            }
            to.write_all(&bytes[..read]).await?;
        }
    }

    async fn carry_answers(
        self,
        mut from: OwnedReadHalf,
        mut to: OwnedWriteHalf,
        is_silent: Arc<AtomicBool>,
    ) -> io::Result<()> {
        let mut stage = self.stage.subscribe();
        let mut bytes = vec![0; 1 << 16];
        loop {
            let read = from.read(&mut bytes).await?;
            if read == 0 {
                return Ok(());
            }
            if is_silent.load(Ordering::SeqCst) {
                let again = stage.wait_for(|stage| *stage == Stage::TalkingAgain).await;
                again.map_err(io::Error::other)?;
            }
            to.write_all(&bytes[..read]).await?;
        }
    }
}
