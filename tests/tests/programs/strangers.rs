//! Whoever reaches the port of a program from the internet.

use std::time::Duration;

use neurocards_tests::{Program, StoreKind, TestBench, TestBenchOptions};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// More than a program keeps open.
const SLOW: usize = 600;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_never_end_their_request_keep_nobody_out() {
    let bench = TestBench::empty(StoreKind::Sqlite, TestBenchOptions::default()).await;
    let bot = Program::start("neurocards-bot", &bench);
    // Somebody is answered: the bot listens.
    let anna = bench.seller(7).await;
    let mut slow = Vec::new();
    for _ in 0..SLOW {
        let mut socket = TcpStream::connect(bench.ingress()).await.unwrap();
        // The bot may have closed it already.
        let _ = socket.write_all(b"GET /readyz HTTP/1.1\r\nhost: a").await;
        slow.push(socket);
    }
    let url = format!("http://{}/healthz", bench.ingress());
    let asked = tokio::time::timeout(Duration::from_secs(5), reqwest::get(url)).await;
    assert_eq!(asked.unwrap().unwrap().status(), 200);
    anna.open_top_up().await;
    assert!(bot.terminate().await.success());
    bench.finish().await;
}
