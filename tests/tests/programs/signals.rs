//! SIGTERM and SIGINT stop in two stages and leave nothing half done.

use neurocards_tests::{Program, StoreKind, TestBench, TestBenchOptions};
use tokio::net::TcpListener;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_told_to_stop_gives_its_jobs_back_to_the_next_one() {
    let bench = TestBench::without_worker(StoreKind::Sqlite, TestBenchOptions::default()).await;
    let first = Program::start("neurocards-worker", &bench);
    let anna = bench.seller(7).await;
    bench.kie.hold();
    anna.order("3 видео").await;
    bench.wait_for_tasks(3).await;
    assert!(first.terminate().await.success());
    let second = Program::start("neurocards-worker", &bench);
    bench.kie.release_all();
    anna.receive(3).await;
    assert!(second.terminate().await.success());
    assert_eq!(bench.kie.creates().len(), 3);
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn idle_programs_stop_at_once_with_exit_code_0() {
    let bench = TestBench::empty(StoreKind::Sqlite, TestBenchOptions::default()).await;
    let bot = Program::start("neurocards-bot", &bench);
    let worker = Program::start("neurocards-worker", &bench);
    let anna = bench.seller(7).await;
    // A worker that delivers has heard of signals.
    bench.deliver_to(&anna).await;
    assert!(bot.terminate().await.success());
    assert!(worker.terminate().await.success());
    bench.finish().await;
}

#[tokio::test]
async fn a_program_that_waits_for_its_database_stops_when_it_is_told() {
    let bench = TestBench::empty(StoreKind::Sqlite, TestBenchOptions::default()).await;
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("postgres://n@{}/n", silent.local_addr().unwrap());
    for name in ["neurocards-bot", "neurocards-worker"] {
        let program = Program::start_at(name, &bench, &url);
        let _connection = silent.accept().await.unwrap();
        assert!(program.terminate().await.success(), "{name}");
    }
    bench.finish().await;
}
