use std::io::Cursor;

use bytes::Bytes;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use neurocards_core::ids::UserId;
use neurocards_fakes::telegram::{MessageView, Person, Receipt};

use crate::WITHIN;

/// A person who sells things, in their chat.
pub struct Seller {
    person: Person,
}

impl Seller {
    pub(crate) fn new(person: Person) -> Self {
        Self { person }
    }

    /// The person behind.
    pub fn person(&self) -> &Person {
        &self.person
    }

    /// Their id in Telegram and in the store.
    pub fn user(&self) -> UserId {
        UserId(self.person.id())
    }

    /// From /start to the menu.
    pub async fn join(&self) {
        self.person.start(None).unwrap();
        self.consent().await;
    }

    /// From a link with this payload to the menu.
    pub async fn join_by(&self, payload: &str) {
        self.consent_by(payload).await;
        self.press("Рада знакомству", "Продолжить").await;
        self.see("🏠 Меню").await;
    }

    /// From a link with this payload to the welcome.
    pub async fn consent_by(&self, payload: &str) {
        self.person.start(Some(payload)).unwrap();
        self.press("Здравствуйте", "Принимаю").await;
        self.see("Рада знакомству").await;
    }

    async fn consent(&self) {
        self.press("Здравствуйте", "Принимаю").await;
        self.press("Рада знакомству", "Продолжить").await;
        self.see("🏠 Меню").await;
    }

    /// The newest message of the bot with these words, as soon as there is one.
    pub async fn see(&self, words: &str) -> MessageView {
        self.see_that(words, |view| view.text.contains(words)).await
    }

    /// The newest message of the bot for which `is_it` holds, as soon as there is one.
    pub async fn see_that(&self, what: &str, is_it: impl Fn(&MessageView) -> bool) -> MessageView {
        let seen = self.person.wait_for(WITHIN, is_it).await;
        seen.unwrap_or_else(|_| panic!("no {what:?} in {:#?}", self.texts()))
    }

    /// Presses a button of the newest message with these words.
    pub async fn press(&self, words: &str, label: &str) -> MessageView {
        let has_it = |view: &MessageView| view.text.contains(words) && view.has_button(label);
        let view = self
            .see_that(&format!("{words} with [{label}]"), has_it)
            .await;
        self.person.press_text(view.message_id, label).unwrap();
        view
    }

    /// From the photo to the confirm screen; answers its message.
    pub async fn prepare(&self, count: &str) -> MessageView {
        self.person
            .send_photo(photo(), Some("Кружка ручной работы, 300 мл"))
            .unwrap();
        self.choose(count).await
    }

    /// From the template to the confirm screen; answers its message.
    pub async fn choose(&self, count: &str) -> MessageView {
        self.decide().await;
        self.press("Сколько видео", count).await;
        self.see("Всё готово к съёмке").await
    }

    /// From the template to the question how many.
    pub async fn decide(&self) {
        self.press("Какое видео", "Рекламный ролик").await;
        self.press("Есть пожелания", "Без пожеланий").await;
        self.press("Формат видео", "Дальше").await;
    }

    /// Opens the packs from the cabinet.
    pub async fn open_top_up(&self) {
        let cabinet = self.ask("/balance", "Кабинет").await.message_id;
        self.person.press_text(cabinet, "Пополнить").unwrap();
        self.watch(cabinet, "Пополнение").await;
    }

    /// Presses a pack; answers the message of its invoice.
    pub async fn take_invoice(&self, pack: &str) -> i64 {
        let invoices = |views: Vec<MessageView>| {
            let ids = views.into_iter().filter(|view| view.invoice.is_some());
            ids.map(|view| view.message_id).max()
        };
        let before = invoices(self.person.from_bot());
        self.press("Пополнение", pack).await;
        let is_new = |view: &MessageView| view.invoice.is_some() && Some(view.message_id) > before;
        self.see_that("an invoice", is_new).await.message_id
    }

    /// Buys a pack, from the cabinet to the payment.
    pub async fn buy(&self, pack: &str) -> Receipt {
        self.open_top_up().await;
        let invoice = self.take_invoice(pack).await;
        self.person.pay(invoice).await.unwrap()
    }

    /// Opens the newest receipt.
    pub async fn open_receipt(&self) {
        let cabinet = self.ask("/balance", "Кабинет").await.message_id;
        self.person.press_text(cabinet, "Чеки").unwrap();
        self.press("Выберите платёж", "кредит").await;
    }

    /// Takes the newest payment back, from the cabinet on.
    pub async fn ask_money_back(&self) {
        self.open_receipt().await;
        self.press("Номер платежа", "Вернуть").await;
        self.press("Отменить возврат будет нельзя", "Да, вернуть")
            .await;
    }

    /// Says something; the answer that has these words.
    pub async fn ask(&self, question: &str, words: &str) -> MessageView {
        let asked = self.person.say(question).unwrap();
        let answers = |view: &MessageView| view.message_id > asked && view.text.contains(words);
        self.see_that(&format!("{words} after {question}"), answers)
            .await
    }

    /// Returns once the bot has handled all that was said before.
    pub async fn catch_up(&self) {
        self.ask("/privacy", "Конфиденциальность").await;
    }

    /// Orders this many videos; once the order is in the books, answers the message that becomes
    /// its card.
    pub async fn order(&self, count: &str) -> i64 {
        let confirm = self.prepare(count).await.message_id;
        let press = self.person.press_text(confirm, "Запустить").unwrap();
        let answered = self.person.wait_for_toast(WITHIN, &press).await;
        answered.unwrap_or_else(|_| panic!("the press of {confirm} has no answer"));
        confirm
    }

    /// Waits for this many videos in the chat.
    pub async fn receive(&self, videos: usize) -> Vec<MessageView> {
        let enough = |_: &MessageView| self.person.videos().len() >= videos;
        self.see_that(&format!("{videos} videos"), enough).await;
        self.person.videos()
    }

    /// Waits until a message of theirs shows these words, for example their card.
    pub async fn watch(&self, message: i64, words: &str) -> MessageView {
        let it = |view: &MessageView| view.message_id == message && view.text.contains(words);
        self.see_that(&format!("{words} in message {message}"), it)
            .await
    }

    /// How many messages of the bot contain these words now.
    pub fn count(&self, words: &str) -> usize {
        self.person
            .from_bot()
            .iter()
            .filter(|view| view.text.contains(words))
            .count()
    }

    /// Every text of the bot, oldest first.
    pub fn texts(&self) -> Vec<String> {
        self.person
            .from_bot()
            .into_iter()
            .map(|view| view.text)
            .collect()
    }
}

/// A photo that is good for a product. It has the shape of a video: framing it takes most of the
/// time that these tests compute.
pub fn photo() -> Bytes {
    let picture = RgbImage::from_fn(540, 960, |x, y| {
        let shade = |value: u32| u8::try_from(value % 256).unwrap_or_default();
        Rgb([shade(x / 3), shade(y / 4), shade((x + y) / 5)])
    });
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(picture)
        .write_to(&mut file, ImageFormat::Jpeg)
        .unwrap();
    file.into_inner().into()
}
