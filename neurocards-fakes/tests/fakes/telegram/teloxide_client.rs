//! The client that the bot uses understands every answer and update.

use image::ImageFormat;
use neurocards_fakes::telegram::{Attachment, Checkout, Fault, Target};
use teloxide::payloads::{
    EditMessageCaptionSetters, EditMessageReplyMarkupSetters, EditMessageTextSetters,
    GetUpdatesSetters, SendInvoiceSetters, SendMessageSetters, SendVideoSetters,
};
use teloxide::requests::Requester;
use teloxide::types::{
    BotCommand, ChatAction, ChatId, InlineKeyboardButton, InlineKeyboardMarkup, InputFile,
    InputMedia, InputMediaPhoto, InputMediaVideo, LabeledPrice, MessageId, ParseMode, Update,
    UpdateKind,
};
use teloxide::{ApiError, Bot, RequestError};

use crate::telegram::rig::{Rig, picture};

const ANNA: ChatId = ChatId(7);

fn bot(rig: &Rig) -> Bot {
    let url = reqwest::Url::parse(&rig.fake.url()).unwrap();
    Bot::new(rig.fake.token()).set_api_url(url)
}

fn keyboard() -> InlineKeyboardMarkup {
    InlineKeyboardMarkup::new([[InlineKeyboardButton::callback("Дальше", "next")]])
}

#[tokio::test]
async fn it_sends_edits_and_deletes_texts() {
    let rig = Rig::new().await;
    let bot = bot(&rig);
    assert_eq!(
        bot.get_me().await.unwrap().username(),
        "neurocards_test_bot"
    );
    let html = "<b>Привет</b>, &lt;ты&gt;";
    let sent = bot
        .send_message(ANNA, html)
        .parse_mode(ParseMode::Html)
        .reply_markup(keyboard());
    let sent = sent.await.unwrap();
    assert_eq!(sent.text(), Some("Привет, <ты>"));
    assert_eq!(sent.entities().unwrap().len(), 1);
    let edited = bot
        .edit_message_text(ANNA, sent.id, "Готово")
        .reply_markup(keyboard());
    assert_eq!(edited.await.unwrap().text(), Some("Готово"));
    let same = bot
        .edit_message_text(ANNA, sent.id, "Готово")
        .reply_markup(keyboard())
        .await;
    assert!(matches!(
        same,
        Err(RequestError::Api(ApiError::MessageNotModified))
    ));
    bot.delete_message(ANNA, sent.id).await.unwrap();
    let gone = bot.edit_message_text(ANNA, sent.id, "Ещё").await;
    assert!(matches!(
        gone,
        Err(RequestError::Api(ApiError::MessageToEditNotFound))
    ));
    assert!(rig.fake.ledger().broken_rules().is_empty());
}

#[tokio::test]
async fn it_sends_media_and_sends_them_again_by_file_id() {
    let rig = Rig::new().await;
    let bot = bot(&rig);
    let thumbnail = InputFile::memory(picture(180, 320, ImageFormat::Jpeg)).file_name("t.jpg");
    let video = bot
        .send_video(ANNA, InputFile::memory(vec![1_u8; 5000]).file_name("v.mp4"))
        .width(720)
        .height(1280)
        .duration(15)
        .supports_streaming(true)
        .thumbnail(thumbnail)
        .caption("Готово")
        .await
        .unwrap();
    let sent = video.video().unwrap();
    assert_eq!(
        (sent.width, sent.height, sent.duration.seconds()),
        (720, 1280, 15)
    );
    assert!(sent.thumbnail.is_some());
    let again = bot
        .send_video(ANNA, InputFile::file_id(sent.file.id.clone()))
        .await
        .unwrap();
    assert_eq!(again.video().unwrap().file.unique_id, sent.file.unique_id);

    let photo = InputFile::memory(picture(900, 600, ImageFormat::Png)).file_name("p.png");
    let photo = bot.send_photo(ANNA, photo).await.unwrap();
    assert_eq!(photo.photo().unwrap().last().unwrap().width, 900);
    let document = InputFile::memory("текст").file_name("a.txt");
    let document = bot.send_document(ANNA, document).await.unwrap();
    assert_eq!(
        document.document().unwrap().file_name.as_deref(),
        Some("a.txt")
    );
    let album = [
        InputMedia::Photo(InputMediaPhoto::new(InputFile::memory(picture(
            99,
            99,
            ImageFormat::Png,
        )))),
        InputMedia::Video(InputMediaVideo::new(InputFile::file_id(
            sent.file.id.clone(),
        ))),
    ];
    let album = bot.send_media_group(ANNA, album).await.unwrap();
    assert!(album[0].media_group_id().is_some());
    assert_eq!(album[0].media_group_id(), album[1].media_group_id());
    bot.send_chat_action(ANNA, ChatAction::UploadVideo)
        .await
        .unwrap();
    let other = InputFile::memory(picture(80, 80, ImageFormat::Png));
    let other = InputMedia::Photo(InputMediaPhoto::new(other));
    let edited = bot.edit_message_media(ANNA, photo.id, other).await.unwrap();
    assert_eq!(edited.photo().unwrap().last().unwrap().width, 80);
    let captioned = bot.edit_message_caption(ANNA, photo.id).caption("Вот");
    assert_eq!(captioned.await.unwrap().caption(), Some("Вот"));
    let with_buttons = bot
        .edit_message_reply_markup(ANNA, photo.id)
        .reply_markup(keyboard());
    assert!(with_buttons.await.unwrap().reply_markup().is_some());
    assert!(rig.fake.ledger().broken_rules().is_empty());
}

#[tokio::test]
async fn it_downloads_what_a_person_sent() {
    let rig = Rig::new().await;
    let bot = bot(&rig);
    let original = picture(400, 300, ImageFormat::Png);
    rig.anna
        .send_document("a.png", "image/png", original.clone(), Some("Кружка"))
        .unwrap();
    let updates = bot.get_updates().await.unwrap();
    let UpdateKind::Message(message) = &updates.last().unwrap().kind else {
        panic!("{updates:?}")
    };
    assert_eq!(message.caption(), Some("Кружка"));
    let file = bot
        .get_file(message.document().unwrap().file.id.clone())
        .await
        .unwrap();
    let url = format!(
        "{}/file/bot{}/{}",
        rig.fake.url(),
        rig.fake.token(),
        file.path
    );
    let bytes = rig.download(&url).await;
    assert_eq!(bytes, original);
    assert_eq!(rig.fake.ledger().downloads.len(), 1);
}

/// Updates as the bot's inbox reads them: out of text.
async fn parsed_updates(rig: &Rig) -> Vec<UpdateKind> {
    let raw = rig.drain_updates().await;
    let parse = |raw: &serde_json::Value| serde_json::from_str::<Update>(&raw.to_string()).unwrap();
    raw.iter().map(|raw| parse(raw).kind).collect()
}

#[tokio::test]
async fn every_kind_of_update_parses() {
    let rig = Rig::new().await;
    rig.anna
        .send_photo(picture(50, 50, ImageFormat::Png), None)
        .unwrap();
    let (width, height, duration_secs) = (720, 1280, 9);
    let bytes = vec![0_u8; 10].into();
    let video = Attachment::Video {
        bytes,
        width,
        height,
        duration_secs,
        thumbnail: None,
    };
    rig.anna.send_file(video, None).unwrap();
    let message_id = rig.message_with(&["a"]).await;
    rig.anna.press_text(message_id, "a").unwrap();
    rig.ok(
        "deleteMessage",
        serde_json::json!({"chat_id": 7, "message_id": message_id}),
    )
    .await;
    rig.anna
        .press(message_id, &Target::Stale("a".to_owned()))
        .unwrap();
    rig.anna.block();
    rig.anna.unblock();
    let kinds = parsed_updates(&rig).await;
    assert_eq!(kinds.len(), 7, "{kinds:?}");
    let UpdateKind::Message(photo) = &kinds[1] else {
        panic!("{kinds:?}")
    };
    assert_eq!(photo.photo().unwrap().last().unwrap().width, 50);
    let UpdateKind::Message(video) = &kinds[2] else {
        panic!("{kinds:?}")
    };
    assert_eq!(video.video().unwrap().width, 720);
    let UpdateKind::CallbackQuery(fresh) = &kinds[3] else {
        panic!("{kinds:?}")
    };
    assert!(fresh.regular_message().is_some());
    let UpdateKind::CallbackQuery(stale) = &kinds[4] else {
        panic!("{kinds:?}")
    };
    assert!(stale.regular_message().is_none() && stale.message.is_some());
    let UpdateKind::MyChatMember(blocked) = &kinds[5] else {
        panic!("{kinds:?}")
    };
    assert!(blocked.new_chat_member.is_banned());
}

#[tokio::test]
async fn it_sells_for_stars_and_refunds() {
    let rig = Rig::new().await;
    let bot = bot(&rig);
    rig.drain_updates().await;
    let price = LabeledPrice::new("5 кредитов", 390);
    let invoice = bot
        .send_invoice(ANNA, "5 кредитов", "Пакет", "order-1", "XTR", [price])
        .start_parameter("order-1")
        .await
        .unwrap();
    let buyer = rig.anna.clone();
    let MessageId(invoice_id) = invoice.id;
    let paying = tokio::spawn(async move { buyer.pay(i64::from(invoice_id)).await });
    let question = bot.get_updates().timeout(50).await.unwrap();
    let UpdateKind::PreCheckoutQuery(query) = &question[0].kind else {
        panic!("{question:?}")
    };
    assert_eq!(
        (query.total_amount, query.invoice_payload.as_str()),
        (390, "order-1")
    );
    bot.answer_pre_checkout_query(query.id.clone(), true)
        .await
        .unwrap();
    let receipt = paying.await.unwrap().unwrap();
    let paid = bot
        .get_updates()
        .offset(question[0].id.as_offset())
        .timeout(50)
        .await
        .unwrap();
    let UpdateKind::Message(message) = &paid[0].kind else {
        panic!("{paid:?}")
    };
    let payment = message.successful_payment().unwrap();
    assert_eq!(payment.telegram_payment_charge_id.0, receipt.charge_id);

    let user = teloxide::types::UserId(7);
    let charge = payment.telegram_payment_charge_id.clone();
    bot.refund_star_payment(user, charge.clone()).await.unwrap();
    assert!(bot.refund_star_payment(user, charge).await.is_err());
    let transactions = bot.get_star_transactions().await.unwrap().transactions;
    assert_eq!(transactions.len(), 2);
    assert!(transactions[0].source.is_some() && transactions[1].receiver.is_some());
    assert!(rig.fake.ledger().broken_rules().is_empty());
}

#[tokio::test]
async fn it_sets_the_bot_up() {
    let rig = Rig::new().await;
    let bot = bot(&rig);
    bot.set_my_commands([BotCommand::new("start", "Начать")])
        .await
        .unwrap();
    assert_eq!(bot.get_my_commands().await.unwrap().len(), 1);
    bot.set_my_description().await.unwrap();
    bot.set_my_short_description().await.unwrap();
    bot.set_chat_menu_button().await.unwrap();
    assert!(bot.get_webhook_info().await.unwrap().url.is_none());
    let hook = reqwest::Url::parse("http://127.0.0.1:1/hook").unwrap();
    bot.set_webhook(hook.clone()).await.unwrap();
    assert_eq!(bot.get_webhook_info().await.unwrap().url, Some(hook));
    bot.delete_webhook().await.unwrap();
    let hook = reqwest::Url::parse("http://127.0.0.1:1/hook").unwrap();
    bot.set_webhook(hook.clone()).await.unwrap();
    assert_eq!(bot.get_webhook_info().await.unwrap().url, Some(hook));
    bot.delete_webhook().await.unwrap();
    assert_eq!(bot.get_chat(ANNA).await.unwrap().id, ANNA);
    assert!(rig.fake.ledger().broken_rules().is_empty());
}

#[tokio::test]
async fn it_sees_a_block_and_a_flood_as_what_they_are() {
    let rig = Rig::new().await;
    let bot = bot(&rig);
    rig.fake.add_fault(Fault::flood("sendMessage", 3)).unwrap();
    let error = bot.send_message(ANNA, "a").await.unwrap_err();
    assert!(
        matches!(error, RequestError::RetryAfter(secs) if secs.seconds() == 3),
        "{error:?}"
    );
    rig.anna.block();
    let error = bot.send_message(ANNA, "a").await.unwrap_err();
    assert!(
        matches!(error, RequestError::Api(ApiError::BotBlocked)),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_payment_link_can_be_paid() {
    let rig = Rig::new().await;
    let bot = bot(&rig);
    let price = LabeledPrice::new("5", 1);
    let link = bot
        .create_invoice_link("5", "Пакет", "order-2", "XTR", [price])
        .await
        .unwrap();
    let checkout = Checkout {
        link: Some(link),
        skip_pre_checkout: true,
        ..Checkout::default()
    };
    let receipt = rig.anna.check_out(checkout).await.unwrap();
    assert_eq!(receipt.total_amount, 1);
    let told = rig.anna.messages().pop().unwrap();
    assert_eq!(told.payment.unwrap().charge_id, receipt.charge_id);
}
