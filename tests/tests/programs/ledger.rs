//! The ledger from a shell, on SQLite and on Postgres.

use neurocards_core::chat::alarm::{Alarm, AlarmKind};
use neurocards_core::ids::JobId;
use neurocards_core::money::ledger::EntryKind::{Capture, Grant, Hold, Refund};
use neurocards_tests::{Seller, StoreKind, TestBench, TestBenchOptions, on_both_stores};
use serde_json::json;
use sqlx::{Connection, PgConnection};

use crate::shell::Shell;

on_both_stores!(
    the_same_key_grants_once,
    grants_without_a_key_are_grants_of_their_own,
    a_key_is_taken_as_it_was_given_and_as_it_is_told,
    a_stranger_gets_nothing_unless_that_is_asked_for,
    a_mistaken_grant_is_taken_back_once_unless_it_is_spent,
    a_bad_command_says_what_is_expected_and_writes_nothing,
    a_statement_tells_who_why_and_which_video,
    a_refunded_job_is_ended_once_and_its_user_is_told,
    a_job_with_its_video_is_not_refunded,
    what_people_did_is_listed_with_their_names_and_reasons,
    a_report_adds_a_day_up,
    a_promo_code_is_made_listed_and_ended,
    an_alarm_is_listed_and_ended,
);

/// A bench with a bot and no worker, and a seller with 6 welcome credits.
async fn bench(kind: StoreKind) -> (TestBench, Seller, Shell) {
    let bench = TestBench::without_worker(kind, TestBenchOptions::default()).await;
    let anna = bench.seller(7).await;
    let shell = Shell::of(&bench);
    (bench, anna, shell)
}

async fn the_job_of(bench: &TestBench, seller: &Seller) -> JobId {
    bench.orders(seller).await[0].jobs[0]
}

async fn the_same_key_grants_once(kind: StoreKind) {
    let (bench, anna, shell) = bench(kind).await;
    let grant = "ledger grant 7 5 --reason a_bad_video --key case-17";
    let first = shell.ask(grant).await;
    assert_eq!(
        (&first["granted"], &first["available"]),
        (&json!(true), &json!(11))
    );
    let second = shell.ask(grant).await;
    assert_eq!(
        (&second["granted"], &second["available"]),
        (&json!(false), &json!(11))
    );
    let other = shell
        .run("ledger grant 7 6 --reason more --key case-17")
        .await;
    assert_eq!(other.code, 1, "{other:?}");
    assert_eq!(bench.credits(&anna).await, 11);
    bench.finish().await;
}

/// The books are locked for longer than the command waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_grant_that_may_be_written_is_repeated_with_its_key() {
    let (bench, anna, shell) = bench(StoreKind::Postgres).await;
    let mut other = PgConnection::connect(bench.database_url()).await.unwrap();
    let mut lock = other.begin().await.unwrap();
    sqlx::query("lock table entries")
        .execute(&mut *lock)
        .await
        .unwrap();
    let said = shell.run("ledger grant 7 5 --reason gift").await;
    lock.rollback().await.unwrap();
    assert_eq!(said.code, 1, "{said:?}");
    let (_, advice) = said.err.split_once("--key ").expect("the key is told");
    let (key, _) = advice.split_once(',').unwrap();
    let again = format!("ledger grant 7 5 --reason gift --key {key}");
    shell.ask(&again).await;
    assert_eq!(shell.ask(&again).await["granted"], false);
    assert_eq!(bench.credits(&anna).await, 11);
    bench.finish().await;
}

async fn a_mistaken_grant_is_taken_back_once_unless_it_is_spent(kind: StoreKind) {
    let (bench, anna, shell) = bench(kind).await;
    shell
        .ask("ledger grant 7 500 --reason a_slip --key slip")
        .await;
    let statement = shell.ask("ledger statement 7").await;
    let key = statement[0]["key"].as_str().unwrap();
    let correct = format!("ledger correct {key} --reason ten_times_too_many");
    assert_eq!(shell.ask(&correct).await["corrected"], true);
    assert_eq!(shell.ask(&correct).await["corrected"], false);
    assert_eq!(bench.credits(&anna).await, 6);
    let statement = shell.ask("ledger statement 7").await;
    assert_eq!(statement[0]["kind"], "chargeback");
    assert_eq!(statement[0]["reason"], "ten times too many");
    anna.order("3 видео").await;
    for (key, why) in [
        ("welcome:7", "the balance is 3, 6 are needed"),
        ("slap", "no grant has the key slap"),
    ] {
        let refused = shell.run(&format!("ledger correct {key} --reason x")).await;
        assert_eq!(refused.code, 1, "{refused:?}");
        assert!(refused.err.contains(why), "{refused:?}");
    }
    bench.finish().await;
}

async fn a_key_is_taken_as_it_was_given_and_as_it_is_told(kind: StoreKind) {
    let (bench, anna, shell) = bench(kind).await;
    let given = shell.ask("ledger grant 7 5 --reason gift --key K1").await;
    assert_eq!(given["key"], "K1");
    let statement = shell.ask("ledger statement 7").await;
    let told = statement[0]["key"].as_str().unwrap();
    let again = format!("ledger grant 7 5 --reason gift --key {told}");
    assert_eq!(shell.ask(&again).await["granted"], false);
    let corrected = shell.ask("ledger correct K1 --reason slip").await;
    assert_eq!(
        (&corrected["key"], &corrected["corrected"]),
        (&json!("K1"), &json!(true))
    );
    let again = format!("ledger correct {told} --reason slip");
    assert_eq!(shell.ask(&again).await["corrected"], false);
    assert_eq!(bench.credits(&anna).await, 6);
    bench.finish().await;
}

async fn a_stranger_gets_nothing_unless_that_is_asked_for(kind: StoreKind) {
    let (bench, _, shell) = bench(kind).await;
    let refused = shell.run("ledger grant 12345 5 --reason gift").await;
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(
        refused.err.contains("the bot has never met the user 12345"),
        "{refused:?}"
    );
    let balance = shell.ask("ledger balance 12345").await;
    assert_eq!(balance["available"], 0);
    let given = shell
        .ask("ledger grant 12345 5 --reason gift --stranger")
        .await;
    assert_eq!(given["granted"], true);
    bench.finish().await;
}

/// As in `neurocards-bot ledger statement 7 | head -3`.
#[tokio::test]
async fn a_reader_that_goes_away_is_no_error() {
    let (bench, _, shell) = bench(StoreKind::Sqlite).await;
    let said = shell.run_unread("ledger statement 7").await;
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{said:?}");
    bench.finish().await;
}

async fn grants_without_a_key_are_grants_of_their_own(kind: StoreKind) {
    let (bench, anna, shell) = bench(kind).await;
    for _ in 0..2 {
        let said = shell.run("ledger grant 7 5 --reason gift").await;
        assert_eq!(said.code, 0, "{said:?}");
    }
    assert_eq!(bench.credits(&anna).await, 16);
    let balance = shell.ask("ledger balance 7").await;
    assert_eq!(balance, json!({"user": 7, "available": 16, "held": 0}));
    bench.finish().await;
}

async fn a_bad_command_says_what_is_expected_and_writes_nothing(kind: StoreKind) {
    let (bench, anna, shell) = bench(kind).await;
    for (command, expected) in [
        (
            "ledger grant 7 0 --reason x",
            "expected 1 to 1000000000 credits",
        ),
        (
            "ledger grant 7 -5 --reason x",
            "expected 1 to 1000000000 credits",
        ),
        (
            "ledger grant 7 9223372036854775808 --reason x",
            "expected 1 to 1000000000 credits",
        ),
        (
            "ledger grant 7 1000000001 --reason x",
            "expected 1 to 1000000000",
        ),
        ("ledger grant 7 5", "--reason"),
        ("ledger grant 7 5 --reason _", "expected a reason"),
        ("ledger grant anna 5 --reason x", "numeric Telegram user id"),
        ("ledger refund 12 --reason x", "expected a UUID"),
        (
            "promo create abc --credits 1 --uses 1 --until 2999-01-01 --reason x",
            "4 to 32 letters",
        ),
    ] {
        let said = shell.run(command).await;
        assert_eq!(said.code, 2, "{command}: {said:?}");
        assert!(said.err.contains(expected), "{command}: {said:?}");
    }
    let most = shell.run("ledger grant 7 1000000000 --reason x").await;
    assert_eq!(most.code, 1, "the balance has no room: {most:?}");
    assert!(most.err.contains("has 1000000000 at most"), "{most:?}");
    for nothing in ["payment refunded typo", "promo end TYPO"] {
        let said = shell.run(&format!("{nothing} --reason x")).await;
        assert_eq!(said.code, 1, "{nothing}: {said:?}");
    }
    assert!(most.err.contains("has 1000000000 at most"), "{most:?}");
    assert_eq!(bench.entry_kinds(&anna).await, [Grant]);
    bench.finish().await;
}

async fn a_statement_tells_who_why_and_which_video(kind: StoreKind) {
    let (mut bench, anna, shell) = bench(kind).await;
    shell
        .ask("ledger grant 7 5 --reason for_a_friend --key k1")
        .await;
    bench.add_worker();
    anna.order("1 видео").await;
    anna.receive(1).await;
    let rows = shell.ask("ledger statement 7").await;
    let kinds: Vec<_> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["capture", "hold", "grant", "grant"]);
    let gift = &rows[2];
    assert_eq!(gift["reason"], "for a friend");
    assert_eq!(gift["actor"], "operator:olga");
    assert_eq!(gift["key"], "manual:k1");
    assert_eq!(gift["balance_after"], 11);
    assert_eq!(rows[1]["actor"], "user");
    assert_eq!(rows[1]["video"], "Кружка ручной работы, 300 мл (1 of 1)");
    assert!(
        rows.as_array()
            .unwrap()
            .iter()
            .all(|row| row["reason"] != "")
    );
    let text = shell.run("ledger statement 7 --limit 1").await.out;
    assert!(
        text.contains("capture") && text.contains("Кружка"),
        "{text}"
    );
    bench.finish().await;
}

async fn a_refunded_job_is_ended_once_and_its_user_is_told(kind: StoreKind) {
    let (mut bench, anna, shell) = bench(kind).await;
    anna.order("1 видео").await;
    let job = the_job_of(&bench, &anna).await;
    let refund = format!("ledger refund {job} --reason wrong_photo");
    assert_eq!(shell.ask(&refund).await["refunded"], true);
    assert_eq!(shell.ask(&refund).await["refunded"], false);
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Refund]);
    assert_eq!(bench.credits(&anna).await, 6);
    let entries = bench.entries(&anna).await;
    assert_eq!(entries[2].reason.as_str(), "wrong photo");
    assert_eq!(entries[2].actor.to_string(), "operator:olga");
    bench.add_worker();
    anna.see("Мы остановили это видео").await;
    let unknown = shell
        .run("ledger refund 00000000-0000-0000-0000-000000000001 --reason x")
        .await;
    assert_eq!(unknown.code, 1);
    assert!(unknown.err.contains("no such job"), "{unknown:?}");
    bench.finish().await;
}

async fn a_job_with_its_video_is_not_refunded(kind: StoreKind) {
    let (mut bench, anna, shell) = bench(kind).await;
    bench.add_worker();
    anna.order("1 видео").await;
    anna.receive(1).await;
    let job = the_job_of(&bench, &anna).await;
    let said = shell.run(&format!("ledger refund {job} --reason x")).await;
    assert_eq!(said.code, 1);
    assert!(said.err.contains("ledger grant"), "{said:?}");
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Capture]);
    bench.finish().await;
}

async fn what_people_did_is_listed_with_their_names_and_reasons(kind: StoreKind) {
    let (bench, _anna, shell) = bench(kind).await;
    shell
        .ask("ledger grant 7 5 --reason gift --by boris --key k1")
        .await;
    shell
        .ask("promo create SPRING --credits 3 --uses 9 --until 2999-01-01 --reason campaign")
        .await;
    shell.ask("promo end spring --reason too_late").await;
    let acts = shell.ask("ledger acts").await;
    let told: Vec<_> = acts
        .as_array()
        .unwrap()
        .iter()
        .map(|act| ["actor", "act", "reason"].map(|field| act[field].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(
        told,
        [
            ["operator:olga", "promo_ended", "too late"],
            ["operator:olga", "promo_created", "campaign"],
            ["operator:boris", "grant", "gift"],
        ]
    );
    bench.finish().await;
}

async fn a_report_adds_a_day_up(kind: StoreKind) {
    let (mut bench, anna, shell) = bench(kind).await;
    bench.add_worker();
    anna.order("3 видео").await;
    anna.receive(3).await;
    let report = shell.ask("ledger report --days 2").await;
    for (field, expected) in [
        ("sold", 0),
        ("granted", 6),
        ("held", 3),
        ("captured", 3),
        ("refunded", 0),
        ("charged_back", 0),
        ("stars_received", 0),
    ] {
        assert_eq!(report[field], expected, "{field}: {report}");
    }
    let spent = &report["spent"][0];
    assert_eq!(
        (&spent["attempts"], &spent["unpriced"]),
        (&json!(3), &json!(0))
    );
    assert!(spent["provider_credits_thousandths"].as_i64().unwrap() > 0);
    assert!(
        report["margin_usd_millionths"].as_i64().unwrap() < 0,
        "only gifts were spent: {report}"
    );
    let earlier = shell.ask("ledger report --day 2020-01-01").await;
    assert_eq!(
        (&earlier["granted"], &earlier["spent"]),
        (&json!(0), &json!([]))
    );
    let text = shell.run("ledger report --days 2").await.out;
    assert!(
        text.contains("captured 3") && text.contains("margin"),
        "{text}"
    );
    bench.finish().await;
}

async fn a_promo_code_is_made_listed_and_ended(kind: StoreKind) {
    let (bench, _anna, shell) = bench(kind).await;
    let create = "promo create Spring-26 --credits 3 --uses 9 --until 2999-01-01 --reason campaign";
    assert_eq!(shell.ask(create).await["code"], "SPRING-26");
    let again = shell.run(create).await;
    assert_eq!(again.code, 1);
    assert!(again.err.contains("exists already"), "{again:?}");
    assert_eq!(
        shell.ask("promo end SPRING-26 --reason over").await["ended"],
        true
    );
    let again = shell.run("promo end SPRING-26 --reason over").await;
    assert_eq!(again.code, 1, "{again:?}");
    assert!(again.err.contains("no running promo code"), "{again:?}");
    let list = shell.ask("promo list").await;
    assert_eq!(list[0]["uses_max"], 9);
    assert!(list[0]["ended_at"].is_string(), "{list}");
    bench.finish().await;
}

async fn an_alarm_is_listed_and_ended(kind: StoreKind) {
    let (bench, _, shell) = bench(kind).await;
    let alarm = Alarm::about(
        AlarmKind::PaymentUnbooked,
        "stx_1",
        "A payment is not booked.",
    );
    bench.stores.alarms.raise(&alarm).await.unwrap();
    let standing = shell.ask("alarm list").await;
    assert_eq!(standing[0]["key"], "payment_unbooked:stx_1");
    assert_eq!(standing[0]["severity"], "error");
    let ended = shell.ask("alarm end payment_unbooked:stx_1").await;
    assert_eq!(ended["ended"], json!(true));
    assert_eq!(shell.ask("alarm list").await, json!([]));
    let again = shell.run("alarm end payment_unbooked:stx_1").await;
    assert_eq!(again.code, 1, "{again:?}");
    bench.finish().await;
}
