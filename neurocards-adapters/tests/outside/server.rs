//! Strangers at the HTTP side of a program.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use neurocards_adapters::server;
use neurocards_adapters::shutdown::Shutdown;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

struct Rig {
    address: SocketAddr,
    shutdown: Shutdown,
    served: JoinHandle<()>,
}

impl Rig {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shutdown = Shutdown::new();
        let stages = shutdown.clone();
        let routes = Router::new().route("/", get(async || "here"));
        let served = tokio::spawn(async move {
            server::serve(listener, routes, &stages, Duration::from_secs(5)).await;
        });
        Self {
            address,
            shutdown,
            served,
        }
    }

    /// A connection that has sent this so far.
    async fn send(&self, bytes: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        // What the server has closed already takes nothing.
        let _ = stream.write_all(bytes).await;
        stream
    }

    async fn ask(&self) -> String {
        let stream = self.send(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        read(stream.await).await
    }

    async fn stop(self) {
        self.shutdown.stop();
        self.served.await.unwrap();
    }
}

/// Everything until the server closes the connection.
async fn read(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    // A connection that was reset says no more.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

fn is_open(stream: &TcpStream) -> bool {
    let mut byte = [0];
    matches!(stream.try_read(&mut byte), Err(error) if error.kind() == std::io::ErrorKind::WouldBlock)
}

#[tokio::test]
async fn slow_heads_give_way_to_whoever_has_a_request() {
    let rig = Rig::start().await;
    let mut slow = Vec::new();
    for _ in 0..400 {
        slow.push(rig.send(b"GET / HTTP/1.1\r\nhost: ").await);
    }
    assert!(rig.ask().await.ends_with("here"));
    let open = slow.iter().filter(|stream| is_open(stream)).count();
    assert!((1..256).contains(&open), "{open} are open");
    rig.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_head_that_does_not_come_to_its_end_is_not_waited_for() {
    let rig = Rig::start().await;
    let slow = rig.send(b"GET / HTTP/1.1\r\nhost: ").await;
    assert_eq!(read(slow).await, "");
    rig.stop().await;
}

#[tokio::test]
async fn an_endless_head_is_refused() {
    let rig = Rig::start().await;
    let mut head = b"GET / HTTP/1.1\r\nhost: ".to_vec();
    head.extend(std::iter::repeat_n(b'a', 64 * 1024));
    let answer = read(rig.send(&head).await).await;
    assert!(!answer.contains("200"), "{answer}");
    assert!(rig.ask().await.ends_with("here"));
    rig.stop().await;
}

#[tokio::test]
async fn a_server_told_to_stop_does_not_wait_for_those_who_say_nothing() {
    let rig = Rig::start().await;
    let silent = rig.send(b"").await;
    assert!(rig.ask().await.ends_with("here"));
    rig.stop().await;
    assert_eq!(read(silent).await, "");
}
