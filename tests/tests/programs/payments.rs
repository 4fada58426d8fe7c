//! Payments from a shell, on SQLite and on Postgres.

use neurocards_core::money::payment::PaymentStatus;
use neurocards_tests::{StoreKind, TestBench, on_both_stores};

use crate::shell::Shell;

on_both_stores!(
    stars_cannot_be_said_to_be_given_back_by_hand,
    roubles_are_given_back_by_hand_once,
    a_payment_is_found_by_its_number,
);

/// A bench whose seller has just paid; the shell, and the number of the payment.
async fn paid(kind: StoreKind, pack: &str) -> (TestBench, Shell, String) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    anna.open_top_up().await;
    if pack.ends_with('₽') {
        anna.press("Пополнение", "в рублях").await;
    }
    let invoice = anna.take_invoice(pack).await;
    let receipt = anna.person().pay(invoice).await.unwrap();
    anna.see("Оплата прошла").await;
    let shell = Shell::of(&bench);
    (bench, shell, receipt.charge_id)
}

async fn stars_cannot_be_said_to_be_given_back_by_hand(kind: StoreKind) {
    let (bench, shell, charge) = paid(kind, "5 кредитов").await;
    let said = shell
        .run(&format!("payment refunded {charge} --reason by_hand"))
        .await;
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.err.contains("by the running bot"), "{said:?}");
    assert_eq!(bench.payment(&charge).await.status, PaymentStatus::Paid);
    bench.finish().await;
}

async fn roubles_are_given_back_by_hand_once(kind: StoreKind) {
    let (bench, shell, charge) = paid(kind, "690 ₽").await;
    let ended = format!("payment refunded {charge} --reason by_hand");
    let early = shell.run(&ended).await;
    assert_eq!(early.code, 1, "{early:?}");
    assert!(early.err.contains("no refund is due"), "{early:?}");
    let asked = format!("payment refund {charge} --reason a_mistake");
    assert_eq!(shell.ask(&asked).await["asked"], true);
    assert_eq!(shell.ask(&asked).await["asked"], false);
    assert_eq!(shell.ask(&ended).await["ended"], true);
    assert_eq!(shell.run(&ended).await.code, 1);
    let payment = bench.payment(&charge).await;
    assert_eq!(payment.status, PaymentStatus::Refunded);
    bench.finish().await;
}

async fn a_payment_is_found_by_its_number(kind: StoreKind) {
    let (bench, shell, charge) = paid(kind, "5 кредитов").await;
    let shown = shell.ask(&format!("payment show {charge}")).await;
    assert_eq!(
        (&shown["user"], &shown["status"]),
        (&7.into(), &"paid".into())
    );
    let text = shell.run(&format!("payment show {charge}")).await.out;
    assert!(text.contains("user 7") && text.contains(&charge), "{text}");
    let unknown = shell.run("payment show stx1").await;
    assert_eq!(unknown.code, 1);
    assert!(unknown.err.contains("no such payment"), "{unknown:?}");
    bench.finish().await;
}
