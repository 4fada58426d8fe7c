use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::silence::Silence;

/// What a raw server does once it has read a request.
#[derive(Debug, Clone)]
pub(super) enum Then {
    /// Closes at once.
    Close,
    /// Writes these bytes, then closes.
    Write(Vec<u8>),
    /// Writes these bytes, then neither writes nor closes.
    Hang(Vec<u8>),
}

/// A server below HTTP, for answers that no HTTP server gives.
pub(super) struct RawServer {
    pub(super) uri: String,
    seen: Arc<AtomicUsize>,
}

impl RawServer {
    pub(super) async fn start(then: Then) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let uri = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(AtomicUsize::new(0));
        let (counter, silence) = (seen.clone(), Silence::begin());
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                counter.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(connection, then.clone(), silence.clone()));
            }
        });
        Self { uri, seen }
    }

    /// Connections so far.
    pub(super) fn seen(&self) -> usize {
        self.seen.load(Ordering::SeqCst)
    }
}

async fn serve(mut connection: TcpStream, then: Then, silence: Silence) {
    let mut request = vec![0; 64 * 1024];
    let _ = connection.read(&mut request).await;
    match then {
        Then::Close => {}
        Then::Write(answer) => {
            let _ = connection.write_all(&answer).await;
        }
        Then::Hang(answer) => {
            let _ = connection.write_all(&answer).await;
            silence.asked();
            std::future::pending::<()>().await;
        }
    }
}
