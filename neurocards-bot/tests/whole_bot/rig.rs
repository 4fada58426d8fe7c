//! A bot that can be killed, a fake Telegram, people in it, a store that outlives the bot.

use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use image::{DynamicImage, ImageFormat};
use neurocards_adapters::kie::callback::CallbackKey;
use neurocards_adapters::shutdown::Shutdown;
use neurocards_adapters::telegram::client::{Deadlines, TelegramClient, TelegramOptions};
use neurocards_bot::conversation::Links;
use neurocards_bot::{BotDeps, BotError, BotOptions};
use neurocards_core::chat::delivery::{ClaimedDelivery, DeliveryEnd, DeliveryKind};
use neurocards_core::ids::{ChatId, MessageId, UserId, WorkerId};
use neurocards_core::money::ledger::Balance;
use neurocards_core::money::payment::Payment;
use neurocards_core::page::Page;
use neurocards_core::ports::{MockMediaStore, Stores};
use neurocards_core::work::media::MediaKey;
use neurocards_core::work::order::Order;
use neurocards_fakes::telegram::{FakeTelegram, MessageView, Person, User};
use neurocards_testkit::clock::HandClock;
use neurocards_testkit::factory::a_catalogue;
use neurocards_testkit::ids::SeededIds;
use neurocards_testkit::model::MemoryStore;
use tokio::task::JoinHandle;
use url::Url;

use super::flaky_inbox::FlakyInbox;

/// The longest that anything here takes; conditions end every wait long before.
pub(crate) const WITHIN: Duration = Duration::from_mins(1);

/// Who takes roubles.
pub(crate) const PROVIDER_TOKEN: &str = "381764678:TEST:1";
/// Who is told of alarms.
pub(crate) const ADMIN: ChatId = ChatId(1);

pub(crate) struct Rig {
    pub(crate) telegram: FakeTelegram,
    pub(crate) stores: Stores,
    pub(crate) inbox: Arc<FlakyInbox>,
    pub(crate) clock: Arc<HandClock>,
    /// How the next bot runs.
    pub(crate) options: BotOptions,
    ids: Arc<SeededIds>,
    bot: Option<(JoinHandle<Result<(), BotError>>, Shutdown)>,
}

impl Rig {
    /// Everything but the bot.
    pub(crate) async fn idle() -> Self {
        let clock = HandClock::new();
        let mut stores = MemoryStore::stores(clock.clone());
        let inbox = FlakyInbox::over(stores.inbox, clock.clone());
        stores.inbox = inbox.clone();
        Self {
            telegram: FakeTelegram::builder()
                .provider_token(PROVIDER_TOKEN)
                .clock_at(HandClock::START_SECS)
                .start()
                .await
                .unwrap(),
            stores,
            inbox,
            clock,
            options: options(),
            ids: Arc::new(SeededIds::new(1)),
            bot: None,
        }
    }

    /// The fakes and a bot that talks.
    pub(crate) async fn start() -> Self {
        let mut rig = Self::idle().await;
        rig.start_bot();
        rig
    }

    /// A bot process begins.
    pub(crate) fn start_bot(&mut self) {
        assert!(self.bot.is_none(), "one bot at a time");
        let shutdown = Shutdown::new();
        let bot = tokio::spawn(neurocards_bot::run(self.deps(), shutdown.clone()));
        self.bot = Some((bot, shutdown));
    }

    /// The bot dies where it stands; its leases run out.
    pub(crate) async fn kill_bot(&mut self) {
        let (bot, _) = self.bot.take().expect("a bot runs");
        bot.abort();
        assert!(bot.await.unwrap_err().is_cancelled());
        self.clock
            .advance(options().lease_for + Duration::from_secs(1));
    }

    /// The bot is asked to stop, and does.
    pub(crate) async fn stop_bot(&mut self) {
        let (bot, shutdown) = self.bot.take().expect("a bot runs");
        shutdown.stop();
        tokio::time::timeout(WITHIN, bot)
            .await
            .unwrap()
            .unwrap()
            .unwrap();
    }

    /// How a bot ended by itself.
    pub(crate) async fn ended(&mut self) -> Result<(), BotError> {
        let (bot, _) = self.bot.take().expect("a bot runs");
        tokio::time::timeout(WITHIN, bot).await.unwrap().unwrap()
    }

    /// A person who has not written yet.
    pub(crate) fn person(&self, id: i64) -> Person {
        self.telegram.add_user(User::new(id, "Анна", "ru"))
    }

    /// A person at the menu, with the welcome credits.
    pub(crate) async fn guest(&self, id: i64) -> Person {
        let person = self.person(id);
        person.start(None).unwrap();
        let consent = see(&person, "Здравствуйте").await;
        person.press_text(consent.message_id, "Принимаю").unwrap();
        let welcome = see(&person, "Рада знакомству").await;
        person.press_text(welcome.message_id, "Продолжить").unwrap();
        see(&person, "🏠 Меню").await;
        person
    }

    pub(crate) async fn orders(&self, user: i64) -> Vec<Order> {
        let page = Page {
            offset: 0,
            limit: 100,
        };
        self.stores.jobs.orders(UserId(user), page).await.unwrap()
    }

    /// Stops, and checks that the Bot API was used as documented and the ledger adds up.
    pub(crate) async fn finish(mut self) {
        if self.bot.is_some() {
            self.stop_bot().await;
        }
        let ledger = self.telegram.ledger();
        assert!(
            ledger.broken_rules().is_empty(),
            "{:#?}",
            ledger.broken_rules()
        );
        assert_eq!(self.stores.ledger.audit(100).await.unwrap(), []);
        self.telegram.stop().await;
    }

    fn deps(&self) -> BotDeps {
        let mut media = MockMediaStore::new();
        media
            .expect_put()
            .returning(|bytes, kind| Ok(MediaKey::of(&bytes, kind)));
        BotDeps {
            stores: self.stores.clone(),
            media: Arc::new(media),
            client: TelegramClient::new(&TelegramOptions {
                token: self.telegram.token().to_owned().into(),
                api_url: Url::parse(&self.telegram.url()).unwrap(),
                deadlines: Deadlines::default(),
            })
            .unwrap(),
            ids: self.ids.clone(),
            clock: self.clock.clone(),
            callback_key: CallbackKey::of(&self.telegram.token().into()),
            catalogue: a_catalogue(),
            options: self.options.clone(),
        }
    }

    pub(crate) async fn balance(&self, user: i64) -> Balance {
        self.stores.ledger.balance(UserId(user)).await.unwrap()
    }

    pub(crate) async fn payments(&self, user: i64) -> Vec<Payment> {
        let page = Page {
            offset: 0,
            limit: 100,
        };
        let payments = self.stores.payments.payments(UserId(user), page).await;
        payments.unwrap()
    }

    /// What operators were told since the last look; everything in the outbox counts as sent then.
    pub(crate) async fn alarms(&self) -> Vec<String> {
        let mut alarms = Vec::new();
        self.stores.alarms.tell(&[ADMIN]).await.unwrap();
        loop {
            let claimed = self.claim_deliveries().await;
            if claimed.is_empty() {
                return alarms;
            }
            for ClaimedDelivery { delivery, lease } in claimed {
                if let DeliveryKind::Alarm { text } = delivery.kind {
                    alarms.push(text);
                }
                let sent = DeliveryEnd::Sent(MessageId(1).into());
                let closed = self.stores.outbox.close(lease, &sent, WITHIN).await;
                closed.unwrap();
            }
        }
    }

    async fn claim_deliveries(&self) -> Vec<ClaimedDelivery> {
        let worker = WorkerId("reader".to_owned());
        let claimed = self.stores.outbox.claim(&worker, 100, WITHIN).await;
        claimed.unwrap()
    }

    /// Waits for something in the store, which tells nobody when it changes.
    pub(crate) async fn until(&self, mut holds: impl AsyncFnMut() -> bool) {
        let look = async {
            while !holds().await {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(WITHIN, look).await.unwrap();
    }
}

fn options() -> BotOptions {
    let link = |path| {
        Url::parse("https://example.com")
            .unwrap()
            .join(path)
            .unwrap()
    };
    let links = Links {
        terms: link("terms"),
        offer: link("offer"),
        privacy: link("privacy"),
        support: link("support"),
    };
    BotOptions {
        poll_every: Duration::from_millis(20),
        poll_backoff: Duration::from_millis(160),
        drain_for: Duration::from_secs(5),
        admins: vec![ADMIN],
        ..BotOptions::named("bot-test", links).leased_for(Duration::from_mins(3))
    }
}

/// The newest message of the bot that contains these words, as soon as there is one.
pub(crate) async fn see(person: &Person, words: &str) -> MessageView {
    let seen = person
        .wait_for(WITHIN, |view| view.text.contains(words))
        .await;
    seen.unwrap_or_else(|_| panic!("no {words:?} in {:#?}", texts(person)))
}

/// Says something; the answer that has these words, as soon as there is one.
pub(crate) async fn ask(person: &Person, question: &str, words: &str) -> MessageView {
    let asked = person.say(question).unwrap();
    let answers = |view: &MessageView| view.message_id > asked && view.text.contains(words);
    let answer = person.wait_for(WITHIN, answers).await;
    answer.unwrap_or_else(|_| panic!("no {words:?} after {question} in {:#?}", texts(person)))
}

/// The first line of every message of the bot, oldest first.
pub(crate) fn texts(person: &Person) -> Vec<String> {
    let first_line = |view: MessageView| view.text.lines().next().unwrap_or_default().to_owned();
    person.from_bot().into_iter().map(first_line).collect()
}

/// How many messages of the bot contain these words now.
pub(crate) fn count(person: &Person, words: &str) -> usize {
    texts(person)
        .iter()
        .filter(|text| text.contains(words))
        .count()
}

/// A photo that is good for a product.
pub(crate) fn photo() -> Bytes {
    let mut file = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(400, 500)
        .write_to(&mut file, ImageFormat::Jpeg)
        .unwrap();
    file.into_inner().into()
}
