//! From a photo to an MP4 with a video generator of one's own: no Telegram, no KIE, no keys. The
//! chat is a mock here; the example `own_messenger` shows a real one.
//!
//! ```sh
//! cargo run -p neurocards-worker --example own_generator
//! ```

mod shop;

use std::sync::Mutex;

use async_trait::async_trait;
use bytes::Bytes;
use futures::{StreamExt, stream};
use neurocards_adapters::shutdown::Shutdown;
use neurocards_core::ids::{MessageId, TaskId};
use neurocards_core::ports::{
    Asked, ByteStream, CheckError, FetchError, MockMessenger, RemoteVideo, RenderRequest,
    SubmitError, TaskState, VideoGenerator,
};
use neurocards_core::work::failure::Failure;
use neurocards_core::work::format::Format;
use neurocards_fakes::render::{ClipOptions, render_clip};
use shop::{Done, Shop, a_photo};

/// Films the photo with a slow zoom, at once and on this machine. Its files have numbers.
#[derive(Default)]
struct Camera(Mutex<Vec<Bytes>>);

impl Camera {
    fn keep(&self, file: Bytes) -> String {
        let mut files = self.0.lock().unwrap();
        files.push(file);
        (files.len() - 1).to_string()
    }

    fn file(&self, number: &str) -> Bytes {
        self.0.lock().unwrap()[number.parse::<usize>().unwrap()].clone()
    }
}

#[async_trait]
impl VideoGenerator for Camera {
    async fn upload(&self, photo: Bytes, _: &Format) -> Result<String, Failure> {
        Ok(self.keep(photo))
    }

    async fn submit(&self, request: &RenderRequest) -> Result<TaskId, SubmitError> {
        println!("prompt: {}", request.prompt);
        let film = render_clip(&self.file(&request.photo_url), &ClipOptions::tiny());
        let film = film.map_err(|error| SubmitError::Unknown(error.to_string()))?;
        Ok(TaskId::parse(self.keep(film.into())).expect("a number is an id"))
    }

    async fn check(&self, task: &TaskId, _: Option<Asked>) -> Result<TaskState, CheckError> {
        let (url, spent) = (task.as_str().to_owned(), None);
        Ok(TaskState::Ready(RemoteVideo { url, spent }))
    }

    async fn fetch(&self, video: &RemoteVideo) -> Result<ByteStream, FetchError> {
        let film = self.file(&video.url);
        Ok(stream::once(async { Ok(film) }).boxed())
    }
}

/// A chat that writes the video to `path`, and has seen enough.
fn chat(path: std::path::PathBuf, shutdown: Shutdown) -> MockMessenger {
    let mut chat = MockMessenger::new();
    chat.expect_send_card().returning(|_| Ok(MessageId(1)));
    chat.expect_edit_card().returning(|_, _| Ok(true));
    chat.expect_send_video().returning(move |_, _, _, files| {
        std::fs::write(&path, files.expect("nothing was sent before").video).unwrap();
        shutdown.stop();
        Ok(MessageId(2).into())
    });
    chat
}

#[tokio::main]
async fn main() -> Done<()> {
    let folder = tempfile::tempdir()?;
    let film = folder.path().join("mug.mp4");
    let (shop, shutdown) = (Shop::open().await?, Shutdown::new());
    shop.order(1, a_photo()?).await?;
    let chat = chat(film.clone(), shutdown.clone());
    shop.work(Camera::default(), chat, shutdown).await;
    println!("a video of {} bytes", std::fs::metadata(&film)?.len());
    println!("{} of 5 credits are left", shop.credits().await?);
    Ok(())
}
