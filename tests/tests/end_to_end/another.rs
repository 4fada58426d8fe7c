//! "Make another with this product".

use neurocards_tests::{StoreKind, TestBench, on_both_stores};

on_both_stores!(
    another_video_keeps_photo_and_description,
    nobody_else_can_use_the_button,
    one_more_variant_keeps_the_brief,
);

async fn another_video_keeps_photo_and_description(kind: StoreKind) {
    let mut bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    anna.order("1 видео").await;
    let video = anna.receive(1).await.remove(0);
    bench.kill_bot().await;
    bench.start_bot();
    anna.person()
        .press_text(video.message_id, "Ещё с этим товаром")
        .unwrap();
    let confirm = anna.choose("1 видео").await;
    assert!(
        confirm.text.contains("Кружка ручной работы"),
        "{}",
        confirm.text
    );
    anna.person()
        .press_text(confirm.message_id, "Запустить")
        .unwrap();
    anna.receive(2).await;
    let orders = bench.orders(&anna).await;
    assert_eq!(orders[0].product, orders[1].product);
    assert_eq!(
        bench.telegram.with_ledger(|ledger| ledger.downloads.len()),
        1,
        "one photo, one download"
    );
    bench.finish().await;
}

async fn nobody_else_can_use_the_button(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    anna.order("1 видео").await;
    let video = anna.receive(1).await.remove(0);
    let label = "Ещё с этим товаром";
    let button = video
        .keyboard
        .iter()
        .flatten()
        .find(|button| button.text.contains(label));
    let data = button.and_then(|button| button.data.clone()).unwrap();

    let boris = bench.seller(8).await;
    let menu = boris.see("🏠 Меню").await.message_id;
    let stolen = neurocards_fakes::telegram::Target::Stale(data);
    let press = boris.person().press(menu, &stolen).unwrap();
    boris
        .person()
        .wait_for_toast(neurocards_tests::WITHIN, &press)
        .await
        .unwrap();
    boris.catch_up().await;
    assert!(
        !boris.texts().iter().any(|text| text.contains("Кружка")),
        "{:#?}",
        boris.texts()
    );
    assert_eq!(bench.orders(&boris).await, []);
    bench.finish().await;
}

async fn one_more_variant_keeps_the_brief(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    anna.order("1 видео").await;
    let video = anna.receive(1).await.remove(0);
    anna.person()
        .press_text(video.message_id, "Ещё вариант")
        .unwrap();
    anna.press("Всё готово к съёмке", "Запустить").await;
    anna.receive(2).await;
    let orders = bench.orders(&anna).await;
    assert_eq!(orders[0].brief, orders[1].brief);
    let creates = bench.kie.creates();
    assert_ne!(
        creates[0].body["input"]["prompt"],
        creates[1].body["input"]["prompt"]
    );
    bench.finish().await;
}
