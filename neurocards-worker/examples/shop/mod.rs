//! What an example needs beside its subject: a shop with books, media, a customer and a mug, and a
//! worker that does not wait.

use std::error::Error;
use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use image::{ImageFormat, Rgb, RgbImage};
use neurocards_adapters::database::Database;
use neurocards_adapters::media::{self, MediaOptions};
use neurocards_adapters::shutdown::Shutdown;
use neurocards_adapters::system::{SystemClock, SystemIds};
use neurocards_core::ids::UserId;
use neurocards_core::ports::{
    MediaStore, Messenger, MockPromptWriter, Stores, Unavailable, VideoGenerator,
};
use neurocards_core::work::media::MediaKind;
use neurocards_core::work::prompt;
use neurocards_testkit::factory::{a_catalogue, a_grant, a_product, a_visitor, an_order};
use neurocards_worker::{WorkerDeps, WorkerOptions};
use tempfile::TempDir;

pub(crate) type Done<T> = Result<T, Box<dyn Error>>;

const CUSTOMER: UserId = UserId(7);

pub(crate) struct Shop {
    stores: Stores,
    media: Arc<dyn MediaStore>,
    _folder: TempDir,
}

impl Shop {
    /// Books in a SQLite file, media in memory, a customer with 5 credits.
    pub(crate) async fn open() -> Done<Self> {
        let folder = tempfile::tempdir()?;
        let books = folder.path().join("books.sqlite");
        let database = Database::open(&format!("sqlite://{}", books.display()).parse()?, 2).await?;
        database.migrate().await?;
        let stores = database.stores();
        stores.users.meet(&a_visitor(CUSTOMER)).await?;
        let welcome = a_grant(CUSTOMER, "welcome", 5);
        stores.ledger.grant(&welcome).await?;
        Ok(Self {
            stores,
            media: Arc::new(media::open(&MediaOptions::at("memory:".parse()?))?),
            _folder: folder,
        })
    }

    /// The customer orders videos of a mug in `photo`, a JPEG, for 1 credit each.
    pub(crate) async fn order(&self, videos: usize, photo: Bytes) -> Done<()> {
        let mut mug = a_product(CUSTOMER, &SystemIds);
        mug.photo = self.media.put(photo, MediaKind::Jpeg).await?;
        let order = an_order().of(CUSTOMER).showing(&mug).videos(videos);
        self.stores.jobs.place(&order.build(&SystemIds)).await?;
        Ok(())
    }

    /// Works until `shutdown`, with prompts that need no text model.
    pub(crate) async fn work(
        &self,
        videos: impl VideoGenerator + 'static,
        messenger: impl Messenger + 'static,
        shutdown: Shutdown,
    ) {
        let mut prompts = MockPromptWriter::new();
        prompts
            .expect_write()
            .returning(|request, _| Ok(prompt::fallback(request)));
        let mut options = WorkerOptions::named("example");
        options.poll_every = Duration::from_millis(50);
        options.policy.poll_every = Duration::ZERO;
        let deps = WorkerDeps {
            stores: self.stores.clone(),
            videos: Arc::new(videos),
            prompts: Arc::new(prompts),
            media: self.media.clone(),
            messenger: Arc::new(messenger),
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            catalogue: a_catalogue(),
            options,
        };
        neurocards_worker::run(deps, shutdown).await;
    }

    /// How many credits the customer can spend.
    pub(crate) async fn credits(&self) -> Result<String, Unavailable> {
        let balance = self.stores.ledger.balance(CUSTOMER).await?;
        Ok(balance.available.to_string())
    }
}

/// A JPEG of a mug, or nearly.
pub(crate) fn a_photo() -> image::ImageResult<Bytes> {
    let mut jpeg = Cursor::new(Vec::new());
    let inside = |x: u32, y: u32| x.abs_diff(300) < 150 && y.abs_diff(400) < 200;
    let colour = |x, y| {
        if inside(x, y) {
            [30, 110, 140]
        } else {
            [240, 205, 180]
        }
    };
    RgbImage::from_fn(600, 800, |x, y| Rgb(colour(x, y))).write_to(&mut jpeg, ImageFormat::Jpeg)?;
    Ok(jpeg.into_inner().into())
}
