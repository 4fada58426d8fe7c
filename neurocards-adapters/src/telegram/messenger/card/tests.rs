use chrono::{DateTime, TimeDelta, Utc};
use neurocards_core::ids::{ChatId, JobId, OrderId, ProductId, UserId};
use neurocards_core::work::brief::Template;
use neurocards_core::work::failure::Cause;
use uuid::Uuid;

use super::*;

fn card(stages: &[Stage]) -> Card {
    let video = |(index, stage): (usize, &Stage)| CardVideo {
        job: JobId(Uuid::from_u128(index as u128)),
        stage: *stage,
        attempts: 0,
        has_open_attempt: false,
    };
    Card {
        order: OrderId(Uuid::from_u128(7)),
        user: UserId(1),
        chat: ChatId(1),
        message: None,
        product: ProductId(Uuid::from_u128(8)),
        headline: "Кружка <ручной> работы".to_owned(),
        template: Template::Ugc,
        language: Language::Ru,
        price: Credits::small(1),
        placed_at: DateTime::<Utc>::UNIX_EPOCH,
        now: DateTime::<Utc>::UNIX_EPOCH,
        videos: stages.iter().enumerate().map(video).collect(),
    }
}

fn labels(card: &Card) -> Vec<String> {
    keyboard(card).labels().map(ToOwned::to_owned).collect()
}

#[test]
fn a_new_order_shows_what_was_ordered_and_can_be_cancelled() {
    let card = card(&[Stage::Queued { place: 2 }, Stage::Writing, Stage::Writing]);
    let expected = "<b>🎬 Работаю над вашим заказом</b>\n\n\
        📦 Товар: Кружка &lt;ручной&gt; работы\n🎭 Шаблон: ✨ UGC-блогер\n🎞 3 видео · 3 кредита\n\
        ⏱ Прошло: меньше минуты\n\n\
        <b>1.</b> ⏳ В очереди, место 2\n<b>2.</b> ✍️ Пишу сценарий\n<b>3.</b> ✍️ Пишу сценарий";
    assert_eq!(text(&card).render(), expected);
    assert_eq!(labels(&card), ["✖️ Отменить"]);
}

#[test]
fn time_is_told_in_whole_minutes_while_something_goes_on() {
    let mut card = card(&[Stage::Rendering]);
    card.now += TimeDelta::seconds(150);
    assert!(text(&card).plain().contains("⏱ Прошло: 2 минуты\n"));
    let before = text(&card);
    card.now += TimeDelta::seconds(29);
    assert_eq!(text(&card), before);
    card.videos[0].stage = Stage::Delivered;
    let settled = text(&card);
    card.now += TimeDelta::days(1);
    assert_eq!(text(&card), settled);
}

#[test]
fn a_repeated_attempt_is_told() {
    let mut card = card(&[Stage::Rendering]);
    card.videos[0].attempts = 2;
    assert!(text(&card).plain().contains("🎥 Снимаю видео (попытка 2)"));
    assert_eq!(labels(&card), Vec::<String>::new());
}

#[test]
fn refunds_are_summed_up_and_every_lost_message_has_a_button() {
    let mut card = card(&[
        Stage::Failed(Cause::TooLate),
        Stage::ToFetch,
        Stage::Cancelled,
        Stage::Delivered,
        Stage::ToFetch,
    ]);
    card.price = Credits::small(2);
    let plain = text(&card).plain();
    assert!(plain.starts_with("☑️ Заказ завершён"), "{plain}");
    assert!(
        plain.ends_with("↩️ Вернула на баланс: 4 кредита"),
        "{plain}"
    );
    let expected = [
        "🎬 Получить видео 2",
        "🎬 Получить видео 5",
        "🔄 Ещё с этим товаром",
        "🏠 Меню",
    ];
    assert_eq!(labels(&card), expected);
}

#[test]
fn the_title_tells_how_an_order_ended() {
    let failed = Stage::Failed(Cause::Unclear);
    for (stages, expected) in [
        ([Stage::Delivered, Stage::ToFetch], "card-title-done"),
        ([Stage::Cancelled, Stage::Cancelled], "card-title-cancelled"),
        ([failed, Stage::Cancelled], "card-title-failed"),
        ([failed, Stage::Delivered], "card-title-partly"),
        ([failed, Stage::Ready], "card-title-working"),
    ] {
        assert_eq!(title(&card(&stages)), expected);
    }
}
