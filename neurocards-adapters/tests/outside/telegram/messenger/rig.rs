//! A messenger, a fake Telegram and a person in it.

use std::io::Cursor;

use bytes::Bytes;
use chrono::DateTime;
use image::{DynamicImage, ImageFormat};
use neurocards_adapters::telegram::client::TelegramClient;
use neurocards_adapters::telegram::messenger::TelegramMessenger;
use neurocards_core::chat::button::Button;
use neurocards_core::chat::card::{Card, CardVideo};
use neurocards_core::chat::delivery::{SentMessage, VideoMessage};
use neurocards_core::ids::{ChatId, JobId, OrderId, ProductId, UserId};
use neurocards_core::money::credits::Credits;
use neurocards_core::ports::{Messenger, SendError, VideoFiles};
use neurocards_core::user::Language;
use neurocards_core::work::brief::Template;
use neurocards_core::work::media::{MediaKey, MediaKind, StoredVideo};
use neurocards_core::work::stage::Stage;
use neurocards_fakes::telegram::{FakeTelegram, MessageView, Person, User};
use uuid::Uuid;

use crate::telegram::client_of;

/// The id of the person and of their chat.
pub(crate) const ANNA: i64 = 7;
pub(crate) const ORDER: OrderId = OrderId(Uuid::from_u128(1));
pub(crate) const PRODUCT: ProductId = ProductId(Uuid::from_u128(2));
pub(crate) const JOB: JobId = JobId(Uuid::from_u128(3));

pub(crate) struct Rig {
    pub(crate) telegram: FakeTelegram,
    pub(crate) client: TelegramClient,
    pub(crate) messenger: TelegramMessenger,
    pub(crate) anna: Person,
}

impl Rig {
    /// Anna began a chat with the bot.
    pub(crate) async fn start() -> Self {
        let telegram = FakeTelegram::start().await.unwrap();
        let anna = telegram.add_user(User::new(ANNA, "Анна", "ru"));
        anna.start(None).unwrap();
        let client = client_of(&telegram);
        let messenger = TelegramMessenger::new(client.clone());
        Self {
            telegram,
            client,
            messenger,
            anna,
        }
    }

    /// Sends a video to Anna.
    pub(crate) async fn send(
        &self,
        video: &VideoMessage,
        files: Option<VideoFiles>,
    ) -> Result<SentMessage, SendError> {
        self.messenger
            .send_video(ChatId(ANNA), Language::Ru, video, files)
            .await
    }

    /// Stops, after a look at whether the Bot API was used as it is documented.
    pub(crate) async fn finish(self) {
        let broken: Vec<_> = self
            .telegram
            .ledger()
            .broken_rules()
            .into_iter()
            .cloned()
            .collect();
        assert!(broken.is_empty(), "{broken:#?}");
        self.telegram.stop().await;
    }
}

/// What the buttons of a message ask for.
pub(crate) fn presses(message: &MessageView) -> Vec<Button> {
    let keys = message.keyboard.iter().flatten();
    keys.map(|key| Button::parse(key.data.as_deref().unwrap()).unwrap())
        .collect()
}

pub(crate) fn card(stages: &[Stage]) -> Card {
    let video = |stage: &Stage| CardVideo {
        job: JOB,
        stage: *stage,
        attempts: 0,
        has_open_attempt: false,
    };
    Card {
        order: ORDER,
        user: UserId(ANNA),
        chat: ChatId(ANNA),
        message: None,
        product: PRODUCT,
        headline: "Кружка <b>&amp; ложка".to_owned(),
        template: Template::Ad,
        language: Language::Ru,
        price: Credits::small(1),
        placed_at: DateTime::UNIX_EPOCH,
        now: DateTime::UNIX_EPOCH,
        videos: stages.iter().map(video).collect(),
    }
}

/// A finished video that Telegram does not have yet.
pub(crate) fn film() -> VideoMessage {
    VideoMessage {
        order: ORDER,
        job: JOB,
        product: PRODUCT,
        video: StoredVideo {
            key: MediaKey::of(b"film", MediaKind::Mp4),
            bytes: 4,
            seconds: 15,
            width: 720,
            height: 1280,
        },
        photo: MediaKey::of(b"photo", MediaKind::Png),
        is_gift: false,
        file_id: None,
    }
}

/// The bytes of that video, and a photo for its thumbnail.
pub(crate) fn files() -> VideoFiles {
    VideoFiles {
        video: Bytes::from_static(b"film"),
        photo: Some(photo()),
    }
}

fn photo() -> Bytes {
    let mut png = Cursor::new(Vec::new());
    DynamicImage::new_rgba8(1200, 1600)
        .write_to(&mut png, ImageFormat::Png)
        .unwrap();
    png.into_inner().into()
}
