//! One, three and five videos.

use neurocards_core::money::ledger::EntryKind::{Capture, Grant, Hold};
use neurocards_tests::{StoreKind, TestBench, TestBenchOptions, WITHIN, on_both_stores};

on_both_stores!(
    one_video_is_one_card_one_video_and_one_credit,
    three_videos_are_three_jobs_and_three_messages_of_their_own,
    five_videos_are_made_side_by_side,
    too_few_credits_place_nothing,
    the_videos_of_one_order_differ_in_their_prompts,
    an_order_is_shown_by_one_message_that_is_edited,
);

async fn one_video_is_one_card_one_video_and_one_credit(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    let card = anna.order("1 видео").await;
    let videos = anna.receive(1).await;
    anna.watch(card, "Готово").await;
    assert_eq!(anna.person().videos().len(), 1);
    let media = videos[0].media.as_ref().unwrap();
    assert!(media.width < media.height, "{media:?}");
    assert_eq!(bench.credits(&anna).await, 5);
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Capture]);
    assert_eq!(bench.kie.creates().len(), 1);
    assert_eq!(
        bench
            .telegram
            .with_ledger(|ledger| ledger.effects("sendVideo", 7)),
        1
    );
    bench.finish().await;
}

async fn three_videos_are_three_jobs_and_three_messages_of_their_own(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    let card = anna.order("3 видео").await;
    let mut videos = anna.receive(3).await;
    anna.watch(card, "Готово").await;
    videos.dedup_by_key(|video| video.message_id);
    assert_eq!(videos.len(), 3);
    assert_eq!(bench.credits(&anna).await, 3);
    assert_eq!(bench.orders(&anna).await[0].jobs.len(), 3);
    assert_eq!(bench.kie.creates().len(), 3);
    bench.finish().await;
}

async fn five_videos_are_made_side_by_side(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    bench.kie.hold();
    anna.order("5 видео").await;
    let together = bench
        .kie
        .wait_for_tasks(WITHIN, |tasks| tasks.len() == 5)
        .await;
    assert!(
        together.is_ok(),
        "five tasks at the provider before the first is done"
    );
    bench.kie.release_all();
    anna.receive(5).await;
    assert_eq!(bench.credits(&anna).await, 1);
    bench.finish().await;
}

async fn too_few_credits_place_nothing(kind: StoreKind) {
    let poor = TestBenchOptions {
        welcome_credits: 2,
        ..TestBenchOptions::default()
    };
    let bench = TestBench::with(kind, poor).await;
    let anna = bench.seller(7).await;
    anna.person()
        .send_photo(neurocards_tests::photo(), Some("Кружка"))
        .unwrap();
    anna.press("Какое видео", "Рекламный ролик").await;
    anna.press("Есть пожелания", "Без пожеланий").await;
    anna.press("Формат видео", "Дальше").await;
    anna.press("Сколько видео", "5 видео").await;
    anna.see("не хватает").await;
    assert_eq!(bench.orders(&anna).await, []);
    assert_eq!(bench.credits(&anna).await, 2);
    bench.finish().await;
}

async fn the_videos_of_one_order_differ_in_their_prompts(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    anna.order("5 видео").await;
    anna.receive(5).await;
    let creates = bench.kie.creates();
    let mut prompts: Vec<_> = creates
        .iter()
        .map(|create| &create.body["input"]["prompt"])
        .collect();
    prompts.sort_by_key(ToString::to_string);
    prompts.dedup();
    assert_eq!(prompts.len(), 5);
    bench.finish().await;
}

async fn an_order_is_shown_by_one_message_that_is_edited(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    let card = anna.order("3 видео").await;
    anna.receive(3).await;
    let settled = anna.watch(card, "Всё готово").await;
    assert!(settled.edit_count > 0);
    assert!(settled.has_button("Ещё с этим товаром"), "{settled:#?}");
    assert_eq!(anna.count("Товар: Кружка"), 1, "{:#?}", anna.texts());
    bench.finish().await;
}
