//! The way of a person from /start to a placed order.

use neurocards_core::ids::{MessageId, UserId};
use neurocards_core::money::credits::Credits;
use neurocards_fakes::telegram::{Fault, FaultKind, MessageView, Person};

use super::rig::{Rig, WITHIN, ask, count, photo, see, texts};

/// From the menu to the confirm screen; gives its message.
pub(crate) async fn to_confirm(person: &Person) -> i64 {
    person
        .send_photo(photo(), Some("Кружка <b>ручной</b> работы"))
        .unwrap();
    let template = see(person, "Какое видео").await;
    assert!(template.text.contains("<b>ручной</b>"), "as it was written");
    person.press_text(template.message_id, "UGC").unwrap();
    see(person, "пожелания").await;
    person.say("нет").unwrap();
    let format = see(person, "Формат видео").await;
    person.press_text(format.message_id, "Дальше").unwrap();
    let count = see(person, "Сколько видео").await;
    person.press_text(count.message_id, "1 видео").unwrap();
    let confirm = see(person, "Всё готово к съёмке").await;
    assert!(
        confirm.text.contains("нет"),
        "the wish is a wish: {}",
        confirm.text
    );
    confirm.message_id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_comes_from_start_to_one_order_however_often_they_tap() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let confirm = to_confirm(&anna).await;
    let taps: Vec<_> = (0..3)
        .map(|_| anna.press_text(confirm, "Запустить").unwrap())
        .collect();
    let mut words = Vec::new();
    for tap in &taps {
        words.push(anna.wait_for_toast(WITHIN, tap).await.unwrap().text);
    }
    assert!(
        words[0].as_ref().unwrap().contains("Запустила"),
        "{words:?}"
    );
    assert!(
        words[1..]
            .iter()
            .all(|word| word.as_ref().unwrap().contains("уже запущен"))
    );

    let orders = rig.orders(7).await;
    assert_eq!(orders.len(), 1);
    let balance = rig.stores.ledger.balance(UserId(7)).await.unwrap();
    assert_eq!(
        (balance.available, balance.held),
        (Credits::small(1), Credits::small(1))
    );
    let card = rig.stores.jobs.card(orders[0].id).await.unwrap().unwrap();
    assert_eq!(
        card.message,
        i32::try_from(confirm).ok().map(MessageId),
        "one message, the card"
    );
    assert_eq!(count(&anna, "Всё готово к съёмке"), 0, "{:?}", texts(&anna));
    rig.finish().await;
}

/// No worker runs here.
#[tokio::test(flavor = "multi_thread")]
async fn the_confirm_message_becomes_the_card_at_once() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let confirm = to_confirm(&anna).await;
    // The first edit is lost with its answer, as in any weather.
    let cut = Fault::calls("editMessageText", 1, FaultKind::CutAfter);
    rig.telegram.add_fault(cut).unwrap();
    anna.press_text(confirm, "Запустить").unwrap();
    let is_card = |view: &MessageView| view.message_id == confirm && !view.has_button("Запустить");
    let card = anna.wait_for(WITHIN, is_card).await.unwrap();
    assert!(card.has_button("Отменить"), "{card:?}");
    let messages = texts(&anna).len();
    ask(&anna, "/balance", "Кабинет").await;
    assert_eq!(texts(&anna).len(), messages + 1, "{:?}", texts(&anna));
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_few_credits_are_told_before_anything_is_placed() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let confirm = to_confirm(&anna).await;
    anna.press_text(confirm, "Изменить").unwrap();
    let template = see(&anna, "Какое видео").await;
    anna.press_text(template.message_id, "Рекламный").unwrap();
    let wishes = see(&anna, "золотой свет").await;
    anna.press_text(wishes.message_id, "Без пожеланий").unwrap();
    let format = see(&anna, "Формат видео").await;
    anna.press_text(format.message_id, "Дальше").unwrap();
    let count = see(&anna, "Сколько видео").await;
    anna.press_text(count.message_id, "5 видео").unwrap();
    let short = see(&anna, "не хватает 3 кредитов").await;
    assert!(short.has_button("Пополнить"));
    assert_eq!(rig.orders(7).await, []);
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_that_is_too_small_is_told_in_words() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let mut small = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(90, 60)
        .write_to(&mut small, image::ImageFormat::Png)
        .unwrap();
    anna.send_document("p.png", "image/png", small.into_inner(), None)
        .unwrap();
    let told = see(&anna, "слишком маленькое").await;
    assert!(told.text.contains("90×60"), "{}", told.text);
    anna.send_document("p.png", "image/png", "no picture", None)
        .unwrap();
    see(&anna, "не фото").await;
    rig.finish().await;
}
