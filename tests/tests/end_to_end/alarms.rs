//! What operators are told of, through the real bot and worker.

use neurocards_core::page::Page;
use neurocards_fakes::kie::{Call, Fault as KieFault, FaultKind as KieFaultKind};
use neurocards_fakes::openai::{ErrorCode, Fault as TextFault, FaultKind as TextFaultKind};
use neurocards_tests::{ADMIN, StoreKind, TestBench, on_both_stores};

on_both_stores!(
    every_fault_of_the_provider_that_needs_an_operator_is_one_alarm,
    every_fault_of_the_text_model_is_one_alarm,
);

/// What stands, by its keys.
async fn standing(bench: &TestBench) -> Vec<String> {
    let page = Page {
        offset: 0,
        limit: 100,
    };
    let standing = bench.stores.alarms.standing(page).await.unwrap();
    standing.into_iter().map(|alarm| alarm.key).collect()
}

/// Orders a video, and asserts that the operator reads one message about the one alarm that stands.
async fn assert_one_alarm(bench: TestBench, key: &str, words: &str) {
    let admin = bench.seller(ADMIN.0).await;
    let anna = bench.seller(7).await;
    anna.order("1 видео").await;
    admin.see(words).await;
    assert_eq!(standing(&bench).await, [key]);
    bench.deliver_to(&admin).await;
    assert_eq!(admin.count(words), 1, "{:#?}", admin.texts());
    bench.finish().await;
}

async fn every_fault_of_the_provider_that_needs_an_operator_is_one_alarm(kind: StoreKind) {
    let (account, ours) = ("provider_account", "videos_fail");
    let faults = [
        (KieFaultKind::no_credits(), account),
        (KieFaultKind::no_credits_as_500(), account),
        (KieFaultKind::key_spent(), account),
        (KieFaultKind::no_access(), account),
        (KieFaultKind::model_paused(), ours),
    ];
    for (fault, key) in faults {
        let bench = TestBench::open(kind).await;
        let added = KieFault::for_ever(Call::Create, fault);
        bench.kie.add_fault(added).unwrap();
        let words = match key {
            "provider_account" => "video provider refuses our account",
            _ => "no user can help it",
        };
        assert_one_alarm(bench, key, words).await;
    }
}

async fn every_fault_of_the_text_model_is_one_alarm(kind: StoreKind) {
    let error = |code| TextFaultKind::Error {
        code,
        retry_after_secs: None,
    };
    let faults = [
        error(ErrorCode::InvalidApiKey),
        error(ErrorCode::InsufficientQuota),
        error(ErrorCode::ModelNotFound),
        error(ErrorCode::ServerIsOverloaded),
        TextFaultKind::Failed,
        TextFaultKind::EmptyText,
        TextFaultKind::NotJson,
        TextFaultKind::CutBefore,
        TextFaultKind::CutAfter,
    ];
    for fault in faults {
        let bench = TestBench::open(kind).await;
        bench.openai.add_fault(TextFault::for_ever(fault));
        assert_one_alarm(bench, "text_model", "writes no scenarios").await;
    }
}
