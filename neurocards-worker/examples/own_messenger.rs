//! A messenger of one's own: the chat is this terminal. An order of three videos is made, one of
//! which the provider refuses; its card, its videos and its refund are told here. The video provider
//! is a mock; the example `own_generator` shows a real one.
//!
//! ```sh
//! cargo run -p neurocards-worker --example own_messenger
//! ```

mod shop;

use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use futures::{StreamExt, stream};
use neurocards_adapters::shutdown::Shutdown;
use neurocards_core::chat::card::Card;
use neurocards_core::chat::delivery::{SentMessage, VideoMessage};
use neurocards_core::ids::{ChatId, MessageId, TaskId};
use neurocards_core::ports::{
    Messenger, MockVideoGenerator, Notice, RemoteVideo, SendError, SubmitError, TaskState,
    VideoFiles,
};
use neurocards_core::user::Language;
use neurocards_fakes::render::{ClipOptions, render_clip};
use neurocards_testkit::factory::a_refusal;
use shop::{Done, Shop, a_photo};

const VIDEOS: usize = 3;

/// Prints what a chat would show, and stops the worker when nothing more will come.
struct Terminal {
    messages: AtomicI32,
    left: AtomicUsize,
    shutdown: Shutdown,
}

impl Terminal {
    fn waiting_for(left: usize, shutdown: Shutdown) -> Self {
        Self {
            messages: AtomicI32::new(1),
            left: AtomicUsize::new(left),
            shutdown,
        }
    }

    /// The id of a new message.
    fn message(&self) -> MessageId {
        MessageId(self.messages.fetch_add(1, Ordering::Relaxed))
    }

    /// One video less to wait for.
    fn told(&self) {
        if self.left.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.shutdown.stop();
        }
    }
}

fn show(card: &Card) {
    let stages: Vec<_> = card.videos.iter().map(|video| video.stage).collect();
    println!("[card] {}: {stages:?}", card.headline);
}

#[async_trait]
impl Messenger for Terminal {
    async fn edit_card(&self, card: &Card, _: MessageId) -> Result<bool, SendError> {
        show(card);
        Ok(true)
    }

    async fn send_card(&self, card: &Card) -> Result<MessageId, SendError> {
        show(card);
        Ok(self.message())
    }

    async fn send_video(
        &self,
        chat: ChatId,
        _: Language,
        message: &VideoMessage,
        files: Option<VideoFiles>,
    ) -> Result<SentMessage, SendError> {
        let Some(files) = files else {
            return Err(SendError::NotSent("a terminal keeps no files".to_owned()));
        };
        println!(
            "[video] to chat {chat}: {} s, {} bytes",
            message.video.seconds,
            files.video.len()
        );
        self.told();
        Ok(self.message().into())
    }

    async fn send_notice(
        &self,
        _: ChatId,
        _: Language,
        notice: &Notice,
    ) -> Result<MessageId, SendError> {
        println!("[notice] {notice:?}");
        if matches!(notice, Notice::Failed { .. }) {
            self.told();
        }
        Ok(self.message())
    }
}

/// A provider that refuses the first video and makes the others at once.
fn provider(film: Bytes) -> MockVideoGenerator {
    let mut provider = MockVideoGenerator::new();
    let photo_url = || Ok("https://provider.example/photo".to_owned());
    provider.expect_upload().returning(move |_, _| photo_url());
    let submits = AtomicUsize::new(0);
    provider
        .expect_submit()
        .returning(move |_| match submits.fetch_add(1, Ordering::Relaxed) {
            0 => Err(SubmitError::Rejected(a_refusal())),
            number => Ok(TaskId::parse(number.to_string()).expect("a number")),
        });
    provider.expect_check().returning(|task, _| {
        Ok(TaskState::Ready(RemoteVideo {
            url: task.as_str().to_owned(),
            spent: None,
        }))
    });
    provider.expect_fetch().returning(move |_| {
        let film = film.clone();
        Ok(stream::once(async { Ok(film) }).boxed())
    });
    provider
}

#[tokio::main]
async fn main() -> Done<()> {
    let (shop, shutdown) = (Shop::open().await?, Shutdown::new());
    shop.order(VIDEOS, a_photo()?).await?;
    let film = render_clip(&a_photo()?, &ClipOptions::tiny())?;
    let terminal = Terminal::waiting_for(VIDEOS, shutdown.clone());
    shop.work(provider(film.into()), terminal, shutdown).await;
    println!("{} of 5 credits are left", shop.credits().await?);
    Ok(())
}
