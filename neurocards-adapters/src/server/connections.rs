use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::task::{AbortHandle, JoinSet};

use crate::shutdown::Shutdown;

/// Connections at once.
const CONNECTIONS_MAX: usize = 256;
/// How long a connection may take to bring the head of a request, the first and every other.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// The longest head, in bytes.
const HEAD_MAX_BYTES: usize = 16 * 1024;

/// The open connections, oldest first.
pub(super) struct Connections {
    http: http1::Builder,
    routes: Router,
    shutdown: Shutdown,
    open: VecDeque<Connection>,
    tasks: JoinSet<()>,
}

struct Connection {
    task: AbortHandle,
    /// Whether a request of it is being answered.
    busy: Arc<AtomicBool>,
}

impl Connections {
    pub(super) fn of(routes: Router, shutdown: Shutdown) -> Self {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(HEAD_WITHIN)
            .max_buf_size(HEAD_MAX_BYTES);
        Self {
            http,
            routes,
            shutdown,
            open: VecDeque::new(),
            tasks: JoinSet::new(),
        }
    }

    /// Serves one more connection. When there are too many, the oldest that brings no request is
    /// closed; if all of them are busy, the new one is.
    pub(super) fn take(&mut self, stream: TcpStream) {
        while self.tasks.try_join_next().is_some() {}
        self.open
            .retain(|connection| !connection.task.is_finished());
        if self.open.len() >= CONNECTIONS_MAX && !self.give_way() {
            return;
        }
        let busy = Arc::new(AtomicBool::new(false));
        let task = self.tasks.spawn(self.serve(stream, busy.clone()));
        self.open.push_back(Connection { task, busy });
    }

    fn give_way(&mut self) -> bool {
        let is_idle = |connection: &Connection| !connection.busy.load(Ordering::Relaxed);
        let idle = self.open.iter().position(is_idle);
        let idle = idle.and_then(|oldest| self.open.remove(oldest));
        idle.inspect(|connection| connection.task.abort()).is_some()
    }

    fn serve(&self, stream: TcpStream, busy: Arc<AtomicBool>) -> impl Future<Output = ()> + use<> {
        let routes = TowerToHyperService::new(self.routes.clone());
        let answering = busy.clone();
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let (busy, answer) = (answering.clone(), routes.call(request));
            async move {
                busy.store(true, Ordering::Relaxed);
                let answer = answer.await;
                busy.store(false, Ordering::Relaxed);
                answer
            }
        });
        let connection = self.http.serve_connection(TokioIo::new(stream), service);
        let shutdown = self.shutdown.clone();
        async move {
            tokio::pin!(connection);
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                () = shutdown.stopping() => {
                    if !busy.load(Ordering::Relaxed) {
                        return;
                    }
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%error, "a connection broke off");
            }
        }
    }

    /// Returns when the last request in hand is answered.
    pub(super) async fn finish(&mut self) {
        while self.tasks.join_next().await.is_some() {}
    }
}
