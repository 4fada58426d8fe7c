//! `GET /readyz` is green exactly while a program can do what it is there for, and again by itself.

use std::net::SocketAddr;

use neurocards_fakes::telegram::{Fault, User};
use neurocards_tests::{Program, StoreKind, TestBench, TestBenchOptions, WITHIN};
use sqlx::{Connection, PgConnection};

/// Bot and worker of a bench, and where each answers.
struct Programs {
    bench: TestBench,
    bot: Program,
    worker: Program,
    worker_at: SocketAddr,
}

impl Programs {
    async fn start(kind: StoreKind) -> Self {
        let bench = TestBench::empty(kind, TestBenchOptions::default()).await;
        let worker_at = bench.free_address();
        let address = worker_at.to_string();
        let variables = [("WORKER_HTTP_LISTEN", address.as_str())];
        let programs = Self {
            bot: Program::start("neurocards-bot", &bench),
            worker: Program::start_with("neurocards-worker", &bench, &variables),
            bench,
            worker_at,
        };
        programs.are_ready().await;
        programs
    }

    fn both(&self) -> [SocketAddr; 2] {
        [self.bench.ingress(), self.worker_at]
    }

    async fn are_ready(&self) {
        for program in self.both() {
            until(program, 200, "ready\n").await;
        }
    }

    async fn lack(&self, what: &str) {
        for program in self.both() {
            until(program, 503, what).await;
        }
    }

    async fn finish(self) {
        assert!(self.bot.terminate().await.success());
        assert!(self.worker.terminate().await.success());
        self.bench.finish().await;
    }
}

/// Asks a program whether it is ready until it answers so.
async fn until(program: SocketAddr, status: u16, words: &str) {
    let url = format!("http://{program}/readyz");
    let mut last = String::new();
    let ask = async {
        loop {
            if let Ok(answer) = reqwest::get(&url).await {
                let is_status = answer.status().as_u16() == status;
                last = answer.text().await.unwrap();
                if is_status && last.contains(words) {
                    return;
                }
            }
            tokio::task::yield_now().await;
        }
    };
    let asked = tokio::time::timeout(WITHIN, ask).await;
    asked.unwrap_or_else(|_| panic!("no {words:?} but {last:?}"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_is_not_ready_while_no_update_can_be_asked_for() {
    let programs = Programs::start(StoreKind::Sqlite).await;
    let (telegram, bot) = (&programs.bench.telegram, programs.bench.ingress());
    let anna = telegram.add_user(User::new(7, "Anna", "en"));
    for (code, words) in [
        (
            401,
            "updates: cannot be asked for: Telegram refuses BOT_TOKEN",
        ),
        (
            409,
            "updates: are taken by another program with the same BOT_TOKEN",
        ),
        (
            502,
            "updates: cannot be asked for: Telegram does not answer",
        ),
    ] {
        telegram
            .add_fault(Fault::status("getUpdates", 1_000, code))
            .unwrap();
        // It ends the call that waits for updates; the next one meets the fault.
        anna.say("/help").unwrap();
        until(bot, 503, words).await;
        until(programs.worker_at, 200, "ready\n").await;
        telegram.clear_faults();
        until(bot, 200, "ready\n").await;
    }
    programs.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_program_is_ready_while_the_media_store_keeps_nothing() {
    let programs = Programs::start(StoreKind::Sqlite).await;
    let media = programs.bench.media();
    let away = media.with_extension("away");
    std::fs::rename(&media, &away).unwrap();
    // A file where the folder was: also whoever may write everywhere cannot write below it.
    std::fs::write(&media, "").unwrap();
    programs.lack("media store: keeps nothing").await;
    std::fs::remove_file(&media).unwrap();
    std::fs::rename(&away, &media).unwrap();
    programs.are_ready().await;
    programs.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_program_is_ready_while_the_database_takes_no_writes() {
    let programs = Programs::start(StoreKind::Postgres).await;
    let database = programs.bench.database_url();
    let mut admin = PgConnection::connect(database).await.unwrap();
    for (only_reads, words) in [("on", Some("database: takes no writes")), ("off", None)] {
        set_read_only(&mut admin, only_reads).await;
        match words {
            Some(words) => programs.lack(words).await,
            None => programs.are_ready().await,
        }
    }
    admin.close().await.unwrap();
    programs.finish().await;
}

/// Sessions that are open keep what they had: they are ended, as a failover would.
async fn set_read_only(admin: &mut PgConnection, only_reads: &str) {
    let alter = format!(
        "do $$ begin
            execute format(
                'alter database %I set default_transaction_read_only = {only_reads}',
                current_database()
            );
        end $$"
    );
    sqlx::raw_sql("set default_transaction_read_only = off")
        .execute(&mut *admin)
        .await
        .unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(alter))
        .execute(&mut *admin)
        .await
        .unwrap();
    sqlx::raw_sql(
        "select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()",
    )
    .execute(&mut *admin)
    .await
    .unwrap();
}
