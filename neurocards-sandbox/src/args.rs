//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// The whole of neurocards in one process, with no keys and no network: the real bot, the real
/// worker and SQLite, with stand-ins for Telegram, the video model and the text model.
///
/// Without a command it serves a chat page and prints its address. Ctrl-C stops it.
#[derive(Debug, Parser)]
#[command(version, after_help = EXIT_CODES, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// What to do instead of serving the page.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The page's options.
    #[command(flatten)]
    pub serve: ServeArgs,
}

const EXIT_CODES: &str = "\
Exit codes: 0 all went as promised, 1 it did not, 2 bad input.
Logs go to standard error; RUST_LOG sets how much is told (default: warn).";

/// What the program does instead of serving the page.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Makes videos from a photo without a browser, and says what became of money and messages
    Demo(DemoArgs),
}

/// Options of the chat page.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Where the page is served; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Keep database, photos and videos in DIR, empty or missing; a temporary folder by default
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

/// Options of the demo. What they may be is checked by
/// [`Request::check`](crate::demo::Request::check), so that every fault is one line.
#[derive(Debug, Args)]
#[command(after_help = DEMO_HELP, args_override_self = true)]
pub struct DemoArgs {
    /// The product's photo: JPEG, PNG or WebP, at most 20 MB, each side at least 300 pixels
    #[arg(long, value_name = "FILE")]
    pub photo: PathBuf,
    /// Facts about the product, 1 to 4,000 characters
    #[arg(long, value_name = "TEXT")]
    pub text: String,
    /// The way to a scenario: ugc (a person shows the product), ad (the product alone),
    /// self (your own --prompt)
    #[arg(long, value_name = "NAME", default_value = "ugc")]
    pub template: String,
    /// The own prompt, 1 to 2,000 characters; with --template self, and only then
    #[arg(long, value_name = "TEXT")]
    pub prompt: Option<String>,
    /// How many videos: 1, 3 or 5
    #[arg(long, value_name = "N", default_value = "1")]
    pub count: String,
    /// Length of a video in seconds: 5, 10 or 15
    #[arg(long, value_name = "N", default_value = "15")]
    pub seconds: String,
    /// Where the MP4 files go; made if it is missing
    #[arg(long, value_name = "DIR", default_value = "neurocards-demo")]
    pub out: PathBuf,
    /// What goes wrong on the way; see below
    #[arg(long, value_name = "NAME")]
    pub fault: Option<String>,
    /// One JSON document on standard output, and nothing else there; see below
    #[arg(long)]
    pub json: bool,
    /// Keep database, photos and videos in DIR, empty or missing; a temporary folder by default
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

const DEMO_HELP: &str = "\
Faults:
  kie-500          the video model answers 500 once; a retry recovers
  kie-500-forever  it answers 500 to everything; 3 attempts, then the credit is back
  kie-moderation   it refuses the content; the credit is back and the cause is told
  kie-rate-limit   it asks for patience; the job waits and recovers
  kie-lost-reply   the answer to a submit is lost; the task reports itself, there is no second one
  openai-down      the text model is down; the fallback prompt is used
  worker-killed    the worker dies after its submit; another one finishes, there is no second task

The JSON document:
  ok           whether every promise below held; the exit code says the same
  fault        the fault played, or null
  order        the order's id
  template     ugc, ad or self
  credits      before, after, held (credits)
  videos       one object per video:
    number       from 1
    outcome      delivered, refunded or open
    attempts     submits that were begun
    tasks        tasks the provider is known to have made
    stages       what the card showed of it, in order
    cause        why it was refunded, one word, or null
    file         path of the MP4, or null
    size_bytes, seconds, width, height   of the MP4, or null
    elapsed_ms   from the launch to its end
  entries      ledger entries, oldest first: kind, amount, balance_after, reason
  messages     what the bot sent to this chat: sent, edits, videos, notices
  notices      the words in which failures were told
  effects      calls that took effect at the stand-ins, by name
  promises     what had to hold: what, held
  elapsed_ms   of the whole run

Exit codes: 0 all went as promised, also when the right end is a refund; 1 it did not; 2 bad input.
Logs go to standard error; RUST_LOG sets how much is told (default: warn).";
