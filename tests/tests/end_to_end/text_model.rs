//! What the text model does wrong.

use neurocards_core::money::ledger::EntryKind::{Capture, Grant, Hold, Refund};
use neurocards_fakes::openai::{Fault, FaultKind};
use neurocards_tests::{StoreKind, TestBench, on_both_stores};

on_both_stores!(
    a_text_model_that_is_down_is_replaced_by_a_prompt_without_people_in_an_ad,
    a_refusal_of_the_text_model_is_refunded_and_nothing_is_filmed,
);

async fn a_text_model_that_is_down_is_replaced_by_a_prompt_without_people_in_an_ad(
    kind: StoreKind,
) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    bench.openai.down_for_ever();
    anna.order("1 видео").await;
    anna.receive(1).await;
    let prompt = bench.kie.creates()[0].body["input"]["prompt"].to_string();
    assert!(prompt.contains("No people"), "{prompt}");
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Capture]);
    bench.finish().await;
}

async fn a_refusal_of_the_text_model_is_refunded_and_nothing_is_filmed(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    bench.openai.add_fault(Fault::for_ever(FaultKind::Refusal));
    let card = anna.order("1 видео").await;
    anna.watch(card, "вернул").await;
    assert_eq!(bench.kie.creates().len(), 0);
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Refund]);
    bench.finish().await;
}
