//! The variables of the bot and the worker.

use super::Variable;

macro_rules! variables {
    ($($ident:ident = $value:expr;)*) => {
        $(
            #[expect(missing_docs, reason = "each variable says itself what it is about")]
            pub static $ident: Variable = $value;
        )*

        /// Every variable of every program, in the order of `.env.example`: one file may serve all.
        pub fn all() -> Vec<&'static Variable> {
            vec![$(&$ident),*]
        }
    };
}

const SECS: &str = "seconds, more than 0, fractions allowed";

variables! {
    BOT_TOKEN = Variable::required("BOT_TOKEN", "a bot token from @BotFather, as 123456:ABC-DEF", "The Telegram bot.").secret();
    TELEGRAM_API_URL = Variable::with_default("TELEGRAM_API_URL", "an http(s) URL", "https://api.telegram.org", "Telegram's Bot API, or a server that speaks it.");
    DATABASE_URL = Variable::required("DATABASE_URL", "postgres://user:password@host/database or sqlite://path", "The store of orders, jobs and credits. Postgres for production and several hosts; SQLite for one host.").secret();
    MEDIA_URL = Variable::with_default("MEDIA_URL", "file:///directory or s3://bucket/prefix", "file:///var/lib/neurocards/media", "Where photos and videos are kept.");
    S3_ENDPOINT = Variable::optional("S3_ENDPOINT", "an http(s) URL", "The S3-compatible service, unless it is Amazon's.");
    S3_REGION = Variable::with_default("S3_REGION", "a region name", "us-east-1", "The region of the bucket.");
    S3_ACCESS_KEY_ID = Variable::optional("S3_ACCESS_KEY_ID", "an access key id", "The key that may read and write the bucket; needed for s3://.");
    S3_SECRET_ACCESS_KEY = Variable::optional("S3_SECRET_ACCESS_KEY", "a secret access key", "The secret of that key; needed for s3://.").secret();
    ADMIN_IDS = Variable::optional("ADMIN_IDS", "numeric Telegram user ids, separated by commas", "Who is told of alarms. Each must have started the bot.");
    SUPPORT_URL = Variable::with_default("SUPPORT_URL", "an http(s) URL", "https://t.me/neurocards_support", "Where people get help.");
    TERMS_URL = Variable::with_default("TERMS_URL", "an http(s) URL", "https://neurocards.example/terms", "The agreement people accept.");
    OFFER_URL = Variable::with_default("OFFER_URL", "an http(s) URL", "https://neurocards.example/offer", "The public offer.");
    PRIVACY_URL = Variable::with_default("PRIVACY_URL", "an http(s) URL", "https://neurocards.example/privacy", "The privacy policy.");
    TERMS_VERSION = Variable::with_default("TERMS_VERSION", "a number from 1", "1", "Raise it to ask everybody for consent again.");
    WELCOME_CREDITS = Variable::with_default("WELCOME_CREDITS", "a number from 0 to 1000", "2", "Free credits of a new user.");
    PACKS_STARS = Variable::with_default("PACKS_STARS", "packs as credits=price, separated by commas, prices in whole Stars", "5=200,10=350,30=900,100=2500", "The packs of credits that are sold for Telegram Stars.");
    PROVIDER_TOKEN = Variable::optional("PROVIDER_TOKEN", "a payment provider token from @BotFather", "Who takes roubles; without it nothing is sold for them.").secret();
    PACKS_ROUBLES = Variable::with_default("PACKS_ROUBLES", "packs as credits=price, separated by commas, prices in whole roubles", "5=390,10=690,30=1790,100=4990", "The packs of credits that are sold for roubles, if there is a PROVIDER_TOKEN.");
    PROVIDER_VAT_CODE = Variable::with_default("PROVIDER_VAT_CODE", "a number from 1 to 12", "1", "The payment provider's code of the VAT rate on fiscal receipts; 1 is none.");
    SELF_REFUND_DAYS = Variable::with_default("SELF_REFUND_DAYS", "a number from 0 to 30", "14", "How many days after a payment users may take their Stars back by themselves, while its credits are unspent; 0 turns it off.");
    REFERRAL_CREDITS = Variable::with_default("REFERRAL_CREDITS", "a number from 0 to 1000", "2", "Credits for a user and the friend they brought, on the friend's first purchase; 0 turns rewards off.");
    REFERRAL_FRIENDS_MAX = Variable::with_default("REFERRAL_FRIENDS_MAX", "a number from 1 to 1000000", "50", "For how many friends one user is rewarded.");
    RECONCILE_EVERY_SECS = Variable::with_default("RECONCILE_EVERY_SECS", SECS, "86400", "How often payments are compared with Telegram's list of Stars, beside each start.");
    HTTP_LISTEN = Variable::optional("HTTP_LISTEN", "an address and port, as 0.0.0.0:8080", "Where the bot listens for health checks and for callbacks of the video provider.");
    WORKER_HTTP_LISTEN = Variable::optional("WORKER_HTTP_LISTEN", "an address and port, as 127.0.0.1:8081", "Where a worker listens for health checks; of its own, as the bot may run beside it.");
    PUBLIC_URL = Variable::optional("PUBLIC_URL", "an http(s) URL", "Where the internet reaches HTTP_LISTEN. With it, a video whose order was answered with a cut connection reports itself.");
    KIE_API_KEYS = Variable::required("KIE_API_KEYS", "one or more keys, separated by commas", "Keys of the video provider; a key without money or access is set aside and the next is used.").secret();
    KIE_BASE_URL = Variable::with_default("KIE_BASE_URL", "an http(s) URL", "https://api.kie.ai", "The video provider's API.");
    KIE_UPLOAD_URL = Variable::with_default("KIE_UPLOAD_URL", "an http(s) URL", "https://kieai.redpandaai.co", "The video provider's upload service.");
    KIE_TIMEOUT_SECS = Variable::with_default("KIE_TIMEOUT_SECS", SECS, "30", "The longest answer of the video provider's API.");
    KIE_SUBMIT_TIMEOUT_SECS = Variable::with_default("KIE_SUBMIT_TIMEOUT_SECS", SECS, "180", "How long the video provider's answer to an order is waited for: an answer that is missed may be a second paid video.");
    OPENAI_API_KEY = Variable::required("OPENAI_API_KEY", "a key", "The text model that writes scenarios.").secret();
    OPENAI_BASE_URL = Variable::with_default("OPENAI_BASE_URL", "an http(s) URL", "https://api.openai.com/v1", "OpenAI's API, or a server that speaks it.");
    OPENAI_MODEL = Variable::with_default("OPENAI_MODEL", "the name of a model with image input and structured output", "gpt-5-mini", "The text model.");
    OPENAI_TIMEOUT_SECS = Variable::with_default("OPENAI_TIMEOUT_SECS", SECS, "60", "The longest answer of the text model; after it the fallback prompt serves.");
    WORKER_CONCURRENCY = Variable::with_default("WORKER_CONCURRENCY", "a number from 1 to 1000", "16", "Steps in hand at once. A job that waits for the provider takes no place.");
    DELIVERY_CONCURRENCY = Variable::with_default("DELIVERY_CONCURRENCY", "a number from 1 to 100", "4", "Videos that are sent at once, and as many messages beside them.");
    DATABASE_POOL = Variable::with_default("DATABASE_POOL", "a number from 2 to 100", "5", "The most connections this process opens to the database.");
    DATABASE_POOLER = Variable::with_default("DATABASE_POOLER", "none or transaction", "none", "What stands between the programs and Postgres: transaction for PgBouncer in transaction mode and for the poolers of Neon and Supabase.");
    POLL_SECS = Variable::with_default("POLL_SECS", SECS, "1", "How often the store is asked for work when no hint comes.");
    LEASE_SECS = Variable::with_default("LEASE_SECS", SECS, "60", "How long a claim of a job or a message lasts without a heartbeat: the time after which the work of a dead worker goes on.");
    HEARTBEAT_SECS = Variable::with_default("HEARTBEAT_SECS", SECS, "15", "How often leases are renewed; at most a quarter of LEASE_SECS.");
    SEND_TIMEOUT_SECS = Variable::with_default("SEND_TIMEOUT_SECS", SECS, "300", "The longest upload of a video to Telegram.");
    DRAIN_SECS = Variable::with_default("DRAIN_SECS", SECS, "30", "How long work in hand may go on after the first SIGTERM or SIGINT.");
    CARD_PAUSE_SECS = Variable::with_default("CARD_PAUSE_SECS", SECS, "3", "The shortest time between two edits of one card.");
    UPDATE_LEASE_SECS = Variable::with_default("UPDATE_LEASE_SECS", SECS, "30", "How long a claim of an update lasts: the time after which the updates of a killed bot go on. A photo must arrive within 60 % of it.");
    RETRY_BASE_SECS = Variable::with_default("RETRY_BASE_SECS", SECS, "20", "The pause after a first temporary fault of a job; doubles with each.");
    RETRY_CAP_SECS = Variable::with_default("RETRY_CAP_SECS", SECS, "120", "The longest pause after a temporary fault.");
    RATE_LIMIT_BASE_SECS = Variable::with_default("RATE_LIMIT_BASE_SECS", SECS, "120", "The pause after a first \"too many requests\", unless the provider says how long; doubles with each.");
    RATE_LIMIT_CAP_SECS = Variable::with_default("RATE_LIMIT_CAP_SECS", SECS, "600", "The longest pause after \"too many requests\".");
    BILLING_HOLD_SECS = Variable::with_default("BILLING_HOLD_SECS", SECS, "300", "How long the queue is held when the video provider's account has no money or access.");
    DELIVERY_RETRY_BASE_SECS = Variable::with_default("DELIVERY_RETRY_BASE_SECS", SECS, "2", "The pause after a first send that certainly did not reach Telegram; doubles up to 5 minutes.");
    TASK_POLL_SECS = Variable::with_default("TASK_POLL_SECS", SECS, "15", "How often a video at the provider is looked up.");
    RECONCILE_WINDOW_SECS = Variable::with_default("RECONCILE_WINDOW_SECS", SECS, "1200", "How long an order whose answer was lost waits for the provider's callback before another attempt: the longest render plus slack.");
    JOB_DEADLINE_SECS = Variable::with_default("JOB_DEADLINE_SECS", SECS, "3600", "The time from order to refund if no video was begun; a video that was begun has half an hour of its own, or six usual renders.");
    STAR_USD = Variable::with_default("STAR_USD", "US dollars with at most 6 decimals", "0.013", "What one Star is worth when it is paid out, for the margin in `ledger report`.");
    ROUBLE_USD = Variable::optional("ROUBLE_USD", "US dollars with at most 6 decimals", "What one rouble is worth, for the margin in `ledger report`.");
    KIE_CREDIT_USD = Variable::with_default("KIE_CREDIT_USD", "US dollars with at most 6 decimals", "0.005", "What one credit of the video provider costs, for the margin in `ledger report`.");
    LOG_FORMAT = Variable::with_default("LOG_FORMAT", "text or json", "text", "How log lines look, on standard error.");
    RUST_LOG = Variable::with_default("RUST_LOG", "a filter of tracing-subscriber, as info or neurocards_worker=debug", "info", "Which log lines are written.");
}

/// What the bot and the worker share.
pub fn shared() -> Vec<&'static Variable> {
    vec![
        &BOT_TOKEN,
        &TELEGRAM_API_URL,
        &DATABASE_URL,
        &DATABASE_POOL,
        &DATABASE_POOLER,
        &MEDIA_URL,
        &S3_ENDPOINT,
        &S3_REGION,
        &S3_ACCESS_KEY_ID,
        &S3_SECRET_ACCESS_KEY,
        &ADMIN_IDS,
        &SUPPORT_URL,
        &POLL_SECS,
        &LOG_FORMAT,
        &RUST_LOG,
    ]
}

/// The variables of `neurocards-bot`.
pub fn bot() -> Vec<&'static Variable> {
    let mut variables = shared();
    variables.extend([
        &TERMS_URL,
        &OFFER_URL,
        &PRIVACY_URL,
        &TERMS_VERSION,
        &WELCOME_CREDITS,
        &PACKS_STARS,
        &PROVIDER_TOKEN,
        &PACKS_ROUBLES,
        &PROVIDER_VAT_CODE,
        &SELF_REFUND_DAYS,
        &REFERRAL_CREDITS,
        &REFERRAL_FRIENDS_MAX,
        &RECONCILE_EVERY_SECS,
        &HTTP_LISTEN,
        &UPDATE_LEASE_SECS,
        &DRAIN_SECS,
        &JOB_DEADLINE_SECS,
        &STAR_USD,
        &ROUBLE_USD,
        &KIE_CREDIT_USD,
    ]);
    variables
}

/// The variables of `neurocards-worker`.
pub fn worker() -> Vec<&'static Variable> {
    let mut variables = shared();
    variables.extend([
        &KIE_API_KEYS,
        &KIE_BASE_URL,
        &KIE_UPLOAD_URL,
        &KIE_SUBMIT_TIMEOUT_SECS,
        &KIE_TIMEOUT_SECS,
        &PUBLIC_URL,
        &WORKER_HTTP_LISTEN,
        &OPENAI_API_KEY,
        &OPENAI_BASE_URL,
        &OPENAI_MODEL,
        &OPENAI_TIMEOUT_SECS,
        &WORKER_CONCURRENCY,
        &DELIVERY_CONCURRENCY,
        &LEASE_SECS,
        &HEARTBEAT_SECS,
        &SEND_TIMEOUT_SECS,
        &DRAIN_SECS,
        &CARD_PAUSE_SECS,
        &RETRY_BASE_SECS,
        &RETRY_CAP_SECS,
        &RATE_LIMIT_BASE_SECS,
        &RATE_LIMIT_CAP_SECS,
        &BILLING_HOLD_SECS,
        &DELIVERY_RETRY_BASE_SECS,
        &TASK_POLL_SECS,
        &RECONCILE_WINDOW_SECS,
    ]);
    variables
}
