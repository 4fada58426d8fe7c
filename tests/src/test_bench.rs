use std::collections::HashMap;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use neurocards_adapters::kie::KieDeadlines;
use neurocards_adapters::settings::{Settings, variables};
use neurocards_adapters::shutdown::Shutdown;
use neurocards_adapters::system::{SystemClock, SystemIds};
use neurocards_adapters::telegram::client::{
    Deadlines, RoubleProvider, TelegramClient, TelegramOptions,
};
use neurocards_bot::conversation::Links;
use neurocards_bot::{BotDeps, BotError, BotOptions, BotServices};
use neurocards_core::chat::alarm::{Alarm, AlarmKind};
use neurocards_core::ids::{ChargeId, ChatId, UserId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::ReferralRules;
use neurocards_core::money::ledger::{Balance, Entry, EntryKind};
use neurocards_core::money::payment::{Currency, Packs, Payment};
use neurocards_core::page::Page;
use neurocards_core::ports::{IdSource, Stores};
use neurocards_core::use_cases::reconcile::{Reconcile, Reconciliation};
use neurocards_core::work::order::Order;
use neurocards_core::work::policy::Backoff;
use neurocards_fakes::kie::{FakeKie, StillClip};
use neurocards_fakes::openai::FakeOpenAi;
use neurocards_fakes::telegram::{FakeTelegram, User};
use neurocards_worker::{WorkerDeps, WorkerOptions, WorkerServices};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use url::Url;

use crate::on_stores::Books;
use crate::{Seller, StoreKind, TestBenchOptions, WITHIN, Worker};

/// The whole of neurocards: the real bot, real workers, a real database; stand-ins for Telegram,
/// KIE and OpenAI.
pub struct TestBench {
    /// The fake of the chat, with its people.
    pub telegram: FakeTelegram,
    /// The video provider.
    pub kie: FakeKie,
    /// The text model.
    pub openai: FakeOpenAi,
    /// The stores of the one database that all parts share.
    pub stores: Stores,
    options: TestBenchOptions,
    ingress: SocketAddr,
    bot: Option<(JoinHandle<Result<(), BotError>>, Shutdown)>,
    workers: Vec<Worker>,
    books: Books,
    dir: TempDir,
}

impl TestBench {
    /// The usual bench with one bot and one worker.
    pub async fn open(kind: StoreKind) -> Self {
        Self::with(kind, TestBenchOptions::default()).await
    }

    /// A bench with one bot and one worker.
    pub async fn with(kind: StoreKind, options: TestBenchOptions) -> Self {
        let mut bench = Self::without_worker(kind, options).await;
        bench.add_worker();
        bench
    }

    /// A bench with a bot and no worker.
    pub async fn without_worker(kind: StoreKind, options: TestBenchOptions) -> Self {
        let mut bench = Self::empty(kind, options).await;
        bench.start_bot();
        bench
    }

    /// A bench with neither bot nor worker: for tests that run the programs.
    pub async fn empty(kind: StoreKind, options: TestBenchOptions) -> Self {
        log_as_asked();
        let dir = tempfile::tempdir().unwrap();
        let books = Books::open(kind, dir.path()).await;
        Self {
            telegram: FakeTelegram::builder()
                .provider_token(PROVIDER_TOKEN)
                .start()
                .await
                .unwrap(),
            kie: FakeKie::builder()
                .renderer(StillClip)
                .start()
                .await
                .unwrap(),
            openai: FakeOpenAi::start().await.unwrap(),
            stores: books.database.stores(),
            options,
            ingress: free_address(),
            bot: None,
            workers: Vec::new(),
            books,
            dir,
        }
    }

    /// A bot begins.
    pub fn start_bot(&mut self) {
        assert!(self.bot.is_none(), "one bot at a time");
        let shutdown = Shutdown::new();
        let bot = tokio::spawn(neurocards_bot::run(self.bot_deps(), shutdown.clone()));
        self.bot = Some((bot, shutdown));
    }

    /// The bot dies where it stands.
    pub async fn kill_bot(&mut self) {
        let (bot, _) = self.bot.take().expect("a bot runs");
        bot.abort();
        assert!(bot.await.unwrap_err().is_cancelled());
    }

    /// One more worker begins.
    pub fn add_worker(&mut self) {
        let deps = self.worker_deps(self.workers.len());
        self.workers.push(Worker::start(deps));
    }

    /// A worker begins that `finish` does not stop: for tests that kill it.
    pub fn worker_to_kill(&self) -> Worker {
        Worker::start(self.worker_deps(100))
    }

    /// A person with the welcome credits, at the menu.
    pub async fn seller(&self, id: i64) -> Seller {
        let seller = self.stranger(id);
        seller.join().await;
        seller
    }

    /// A person who has not written yet.
    pub fn stranger(&self, id: i64) -> Seller {
        Seller::new(self.telegram.add_user(User::new(id, "Анна", "ru")))
    }

    /// What a seller has.
    pub async fn balance(&self, seller: &Seller) -> Balance {
        self.stores.ledger.balance(seller.user()).await.unwrap()
    }

    /// Credits a seller can spend.
    pub async fn credits(&self, seller: &Seller) -> i64 {
        self.balance(seller).await.available.get()
    }

    /// A seller's entries, oldest first.
    pub async fn entries(&self, seller: &Seller) -> Vec<Entry> {
        let page = Page {
            offset: 0,
            limit: 100,
        };
        let mut entries = self
            .stores
            .ledger
            .statement(seller.user(), page)
            .await
            .unwrap();
        entries.reverse();
        entries
    }

    /// The kinds of a seller's entries, oldest first.
    pub async fn entry_kinds(&self, seller: &Seller) -> Vec<EntryKind> {
        self.entries(seller)
            .await
            .into_iter()
            .map(|entry| entry.kind)
            .collect()
    }

    /// A seller's orders, newest first.
    pub async fn orders(&self, seller: &Seller) -> Vec<Order> {
        let page = Page {
            offset: 0,
            limit: 100,
        };
        self.stores.jobs.orders(seller.user(), page).await.unwrap()
    }

    /// A payment by its charge id.
    pub async fn payment(&self, charge: &str) -> Payment {
        let charge = ChargeId::parse(charge).unwrap();
        let payment = self.stores.payments.payment(&charge).await.unwrap();
        payment.expect("the charge is booked")
    }

    /// Returns once a seller was sent all that is due to them now: a chat's deliveries keep their
    /// order.
    pub async fn deliver_to(&self, seller: &Seller) {
        let (chat, last) = (ChatId(seller.user().0), SystemIds.uuid().to_string());
        let alarm = Alarm::about(AlarmKind::UpdatePassedOver, &last, &last);
        self.stores.alarms.raise(&alarm).await.unwrap();
        self.stores.alarms.tell(&[chat]).await.unwrap();
        seller.see(&last).await;
    }

    /// Waits until the video provider was asked for this many tasks.
    pub async fn wait_for_tasks(&self, count: usize) {
        let made = self
            .kie
            .wait_for_tasks(WITHIN, |tasks| tasks.len() == count);
        made.await.unwrap();
    }

    /// Waits for something in the books, which tell nobody when they change.
    pub async fn until(&self, mut holds: impl AsyncFnMut() -> bool) {
        let look = async {
            while !holds().await {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(WITHIN, look).await.unwrap();
    }

    /// Stops everything and checks what must hold on every bench: the books are right and agree
    /// with Telegram's, its rules were kept, no key went astray, no attempt was submitted twice.
    pub async fn finish(self) {
        self.finish_with_differences(0).await;
    }

    /// The same, where this many payments differ from Telegram's list.
    pub async fn finish_with_differences(mut self, differences: usize) {
        if let Some((bot, shutdown)) = self.bot.take() {
            shutdown.stop();
            tokio::time::timeout(WITHIN, bot)
                .await
                .unwrap()
                .unwrap()
                .unwrap();
        }
        for worker in self.workers.drain(..) {
            worker.stop().await;
        }
        assert_eq!(self.stores.ledger.audit(100).await.unwrap(), []);
        let found = self.reconcile().await;
        assert_eq!(found.differences.len(), differences, "{found:#?}");
        let said = self.telegram.ledger();
        assert!(said.broken_rules().is_empty(), "{:#?}", said.broken_rules());
        self.check_the_provider();
        self.books.database.close().await;
    }

    async fn reconcile(&self) -> Reconciliation {
        let reconcile = Reconcile {
            payments: self.stores.payments.clone(),
            provider: Arc::new(self.client()),
            clock: Arc::new(SystemClock),
            rules: ReferralRules::default(),
            given_back: TelegramClient::given_back(),
        };
        reconcile.run().await.unwrap()
    }

    fn check_the_provider(&self) {
        let ledger = self.kie.ledger();
        assert_eq!(ledger.violations, Vec::<String>::new());
        for (callback, creates) in ledger.creates_per_callback() {
            assert_eq!(
                creates, 1,
                "an attempt was submitted more than once: {callback}"
            );
        }
    }

    /// Where the books are.
    pub fn database_url(&self) -> &str {
        &self.books.url
    }

    /// Where the bot listens.
    pub fn ingress(&self) -> SocketAddr {
        self.ingress
    }

    /// An address that nothing of this machine listens at.
    pub fn free_address(&self) -> SocketAddr {
        free_address()
    }

    /// The folder of photos and videos.
    pub fn media(&self) -> PathBuf {
        self.dir.path().join("media")
    }

    /// What the programs must be told to work on this bench: short pauses included.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let media = self.media();
        let fixed = [
            ("BOT_TOKEN", self.telegram.token().to_owned()),
            ("TELEGRAM_API_URL", self.telegram.url()),
            ("DATABASE_URL", self.books.url.clone()),
            ("MEDIA_URL", format!("file://{}", media.display())),
            ("KIE_API_KEYS", self.kie.key().to_owned()),
            ("KIE_BASE_URL", self.kie.api_url()),
            ("KIE_UPLOAD_URL", self.kie.upload_url()),
            ("OPENAI_API_KEY", self.openai.key().to_owned()),
            ("OPENAI_BASE_URL", self.openai.url()),
            ("HTTP_LISTEN", self.ingress.to_string()),
            ("PUBLIC_URL", format!("http://{}", self.ingress)),
            ("WELCOME_CREDITS", self.options.welcome_credits.to_string()),
            ("LEASE_SECS", self.options.job_lease.as_secs().to_string()),
            (
                "UPDATE_LEASE_SECS",
                self.options.update_lease.as_secs().to_string(),
            ),
        ];
        let paces = [
            ("POLL_SECS", "0.05"),
            ("HEARTBEAT_SECS", "0.25"),
            ("SEND_TIMEOUT_SECS", "15"),
            ("DRAIN_SECS", "5"),
            ("CARD_PAUSE_SECS", "0.05"),
            ("RETRY_BASE_SECS", "0.05"),
            ("TASK_POLL_SECS", "0.1"),
            ("KIE_SUBMIT_TIMEOUT_SECS", "15"),
            ("RECONCILE_WINDOW_SECS", "30"),
        ];
        let paces = paces.map(|(name, value)| (name, value.to_owned()));
        fixed.into_iter().chain(paces).collect()
    }

    fn client(&self) -> TelegramClient {
        let options = TelegramOptions {
            token: self.telegram.token().to_owned().into(),
            api_url: Url::parse(&self.telegram.url()).unwrap(),
            deadlines: Deadlines::default(),
        };
        TelegramClient::new(&options).unwrap()
    }

    /// What the programs would read, so that all are put together the same way.
    fn settings(&self) -> Settings {
        let environment: HashMap<_, _> = self.environment().into_iter().collect();
        let find = |name: &str| environment.get(name).cloned();
        Settings::read(variables::all(), None, find).unwrap()
    }

    fn bot_deps(&self) -> BotDeps {
        let services = BotServices::read(&self.settings()).unwrap();
        BotDeps::over(self.stores.clone(), &services, self.bot_options()).unwrap()
    }

    fn bot_options(&self) -> BotOptions {
        BotOptions {
            welcome_credits: Credits::small(self.options.welcome_credits),
            job_deadline: self.options.job_deadline,
            packs: packs(),
            roubles: Some(RoubleProvider {
                token: PROVIDER_TOKEN.into(),
                vat_code: 1,
            }),
            listen: Some(self.ingress),
            poll_every: Duration::from_millis(50),
            checkout_within: self.options.checkout_within,
            lease_for: self.options.update_lease,
            photo_within: Duration::from_mins(1),
            reply_patience: Duration::from_mins(1),
            drain_for: Duration::from_secs(5),
            ..BotOptions::named(format!("bot-{}", self.ingress), links())
        }
    }

    fn worker_deps(&self, number: usize) -> WorkerDeps {
        let mut services = WorkerServices::read(&self.settings()).unwrap();
        services.kie.deadlines = KieDeadlines::default();
        services.telegram.deadlines = Deadlines::default();
        if !self.options.callbacks {
            services.kie.callbacks = None;
        }
        let options = self.worker_options(number);
        WorkerDeps::over(self.stores.clone(), services, options).unwrap()
    }

    fn worker_options(&self, number: usize) -> WorkerOptions {
        WorkerOptions {
            poll_every: Duration::from_millis(50),
            lease_for: self.options.job_lease,
            heartbeat_every: Duration::from_millis(250),
            drain_for: Duration::from_secs(5),
            card_pause: Duration::from_millis(30),
            delivery_backoff: Backoff {
                first: Duration::from_millis(50),
                most: Duration::from_millis(200),
            },
            policy: self.options.policy,
            admins: vec![ChatId(ADMIN.0)],
            ..WorkerOptions::named(format!("worker-{number}"))
        }
    }
}

/// The operator who is told of alarms.
pub const ADMIN: UserId = UserId(1);

/// The provider of roubles that this Telegram knows.
const PROVIDER_TOKEN: &str = "381764678:TEST:bench";

fn packs() -> Packs {
    let lists = [
        (Currency::Stars, "5=200,10=350"),
        (Currency::Roubles, "5=390,10=690"),
    ];
    Packs::parse(&lists).unwrap()
}

fn links() -> Links {
    let page = |path: &str| Url::parse(&format!("https://example.com/{path}")).unwrap();
    Links {
        terms: page("terms"),
        offer: page("offer"),
        privacy: page("privacy"),
        support: page("support"),
    }
}

/// An address of this machine that nobody listens on, and that no other bench gets, of this process
/// or of one that runs beside it: ports below the range from which the system hands out its own.
fn free_address() -> SocketAddr {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Processes that start one after the other begin sixteen ports apart.
    let base = 20_000 + u16::try_from(std::process::id() % 700).unwrap() * 16;
    loop {
        let port = base + NEXT.fetch_add(1, Ordering::Relaxed) % 1_500;
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        if TcpListener::bind(address).is_ok() {
            return address;
        }
    }
}

/// Log lines of the bench on standard error, if `RUST_LOG` asks for them.
fn log_as_asked() {
    let filter = tracing_subscriber::EnvFilter::from_default_env();
    // An error means that another test of this process was first.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}
