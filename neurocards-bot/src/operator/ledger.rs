use clap::Subcommand;
use neurocards_adapters::program::ProgramError;
use neurocards_adapters::settings::Settings;
use neurocards_adapters::system::SystemIds;
use neurocards_core::ids::{ChargeId, JobId, UserId};
use neurocards_core::money::account::AccountError;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{Entry, Grant, Release, Written};
use neurocards_core::page::Page;
use neurocards_core::ports::{IdSource, LedgerError};
use neurocards_core::work::order::{JobRefunded, VideoTitle};
use serde::Serialize;
use serde_json::json;

use super::show::lines;
use super::{Answer, Session, Who, corrections, reports};

/// Characters of a product's description in a line.
const HEADLINE_MAX: usize = 36;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// What a user has, and what is held for videos in the making.
    Balance {
        /// The Telegram user id.
        #[arg(value_parser = user)]
        user: UserId,
        #[command(flatten)]
        answer: Answer,
    },
    /// A user's entries, newest first.
    Statement {
        /// The Telegram user id.
        #[arg(value_parser = user)]
        user: UserId,
        /// Entries to show.
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=100))]
        limit: u16,
        /// Newer entries to leave out.
        #[arg(long, default_value_t = 0)]
        offset: u32,
        #[command(flatten)]
        answer: Answer,
    },
    /// Gives credits to a user, who is told.
    Grant {
        /// The Telegram user id.
        #[arg(value_parser = user)]
        user: UserId,
        /// How many credits.
        #[arg(value_parser = amount, allow_negative_numbers = true)]
        amount: Credits,
        /// The same key again gives nothing more; without one, every call gives.
        #[arg(long, value_name = "KEY", value_parser = key)]
        key: Option<EntryKey>,
        /// Give to a user whom the bot has never met, too.
        #[arg(long)]
        stranger: bool,
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        answer: Answer,
    },
    /// Takes back all that a grant gave by mistake, unless it is spent; the user is told.
    Correct(corrections::Correct),
    /// Ends a job without a video and gives its credits back; the user is told.
    Refund {
        /// The job, as the statement names it.
        job: JobId,
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        answer: Answer,
    },
    /// What days brought and cost: credits, Stars, roubles, the video provider, the margin.
    Report(reports::Report),
    /// What people did with money, newest first: who, what, why, when.
    Acts(reports::Acts),
}

pub(super) async fn run(
    command: Command,
    session: &Session,
    settings: &Settings,
) -> Result<(), ProgramError> {
    match command {
        Command::Balance { user, answer } => balance(session, user, answer).await,
        Command::Statement {
            user,
            limit,
            offset,
            answer,
        } => statement(session, user, Page { offset, limit }, answer).await,
        Command::Grant {
            user,
            amount,
            key,
            stranger,
            who,
            answer,
        } => {
            if !stranger {
                must_be_known(session, user).await?;
            }
            let grant = Grant {
                key: key.unwrap_or_else(|| EntryKey::Manual(SystemIds.uuid().to_string())),
                user,
                amount,
                reason: who.reason.clone(),
                by: who.actor(),
            };
            give(session, &grant, answer).await
        }
        Command::Correct(correct) => correct.run(session).await,
        Command::Refund { job, who, answer } => refund(session, job, &who, answer).await,
        Command::Report(report) => report.run(session, settings).await,
        Command::Acts(acts) => acts.run(session).await,
    }
}

async fn balance(session: &Session, user: UserId, answer: Answer) -> Result<(), ProgramError> {
    let balance = session
        .stores
        .ledger
        .balance(user)
        .await
        .map_err(ProgramError::broken("the ledger"))?;
    let (available, held) = (balance.available, balance.held);
    let document = json!({"user": user, "available": available, "held": held});
    answer.show(&document, || {
        format!("user {user}: {available} available, {held} held")
    })
}

/// An entry with what its job is a video of.
#[derive(Serialize)]
struct Line {
    #[serde(flatten)]
    entry: Entry,
    #[serde(skip_serializing_if = "Option::is_none")]
    video: Option<String>,
}

async fn statement(
    session: &Session,
    user: UserId,
    page: Page,
    answer: Answer,
) -> Result<(), ProgramError> {
    let broken = ProgramError::broken("the ledger");
    let entries = session.stores.ledger.statement(user, page).await;
    let entries = entries.map_err(broken)?;
    let mut jobs: Vec<_> = entries.iter().filter_map(|entry| entry.job).collect();
    jobs.sort_unstable();
    jobs.dedup();
    let titles = session.stores.jobs.titles(user, &jobs).await;
    let titles = titles.map_err(ProgramError::broken("the jobs"))?;
    let line = |entry: Entry| Line {
        video: entry.job.and_then(|job| video(job, &titles)),
        entry,
    };
    let rows: Vec<_> = entries.into_iter().map(line).collect();
    answer.show(&rows, || lines(&rows, "no entries", Line::text))
}

fn video(job: JobId, titles: &[VideoTitle]) -> Option<String> {
    let title = titles.iter().find(|title| title.job == job)?;
    let headline = title.description.headline(HEADLINE_MAX);
    let number = u16::from(title.variant) + 1;
    Some(format!("{headline} ({number} of {})", title.of))
}

impl Line {
    fn text(&self) -> String {
        let entry = &self.entry;
        let sign = match entry.kind.sign() {
            1 => "+",
            -1 => "-",
            _ => " ",
        };
        let job = entry.job.map(|job| format!(" job {job}"));
        let video = self.video.as_ref().map(|video| format!(" \"{video}\""));
        format!(
            "{}  {:<10} {:>7}  balance {:<7} {}: {}{}{}  [{}]",
            entry.created_at.format("%Y-%m-%d %H:%M:%S"),
            entry.kind.as_str(),
            format!("{sign}{}", entry.amount),
            entry.balance_after,
            entry.actor,
            entry.reason,
            job.unwrap_or_default(),
            video.unwrap_or_default(),
            entry.key,
        )
    }
}

/// A mistyped id would give credits to nobody.
async fn must_be_known(session: &Session, user: UserId) -> Result<(), ProgramError> {
    let refuse = ProgramError::broken("no credits were given");
    match session.stores.users.user(user).await {
        Ok(Some(_)) => Ok(()),
        Ok(None) => Err(refuse(format!(
            "the bot has never met the user {user}; --stranger gives all the same"
        ))),
        Err(error) => Err(refuse(error.to_string())),
    }
}

async fn give(session: &Session, grant: &Grant, answer: Answer) -> Result<(), ProgramError> {
    let ledger = &session.stores.ledger;
    let written = match ledger.grant(grant).await {
        // What was given then is not given twice: the key is the same.
        Err(LedgerError::Unavailable(_)) => ledger.grant(grant).await,
        told => told,
    };
    let written = written.map_err(|error| ungiven(grant, error))?;
    let balance = ledger
        .balance(grant.user)
        .await
        .map_err(ProgramError::broken("the ledger"))?;
    let (user, amount) = (grant.user, grant.amount);
    let document = json!({
        "user": user,
        "granted": written == Written::New,
        "amount": amount,
        "key": told(&grant.key),
        "available": balance.available,
    });
    answer.show(&document, || match written {
        Written::New => format!("user {user} got {amount} and has {} now", balance.available),
        Written::Existing => format!(
            "the key was used before: nothing more is given, user {user} has {}",
            balance.available
        ),
    })
}

fn ungiven(grant: &Grant, error: LedgerError) -> ProgramError {
    match error {
        LedgerError::Unavailable(error) => {
            let key = told(&grant.key);
            let why = format!("{error}; run the command again with --key {key}, which gives once");
            ProgramError::broken("it is not known whether credits were given")(why)
        }
        LedgerError::Account(AccountError::Amount(_)) => {
            let why = format!("a user has {} at most, held ones included", Credits::MAX);
            ProgramError::broken("no credits were given")(why)
        }
        error => ProgramError::broken("no credits were given")(error),
    }
}

async fn refund(
    session: &Session,
    job: JobId,
    who: &Who,
    answer: Answer,
) -> Result<(), ProgramError> {
    let release = Release {
        job,
        reason: who.reason.clone(),
        by: who.actor(),
    };
    let refunded = session.stores.jobs.refund(&release).await;
    let refunded = refunded.map_err(ProgramError::broken("nothing was refunded"))?;
    let refuse = |why: &str| Err(ProgramError::broken("nothing was refunded")(why.to_owned()));
    match refunded {
        JobRefunded::Unknown => refuse("there is no such job"),
        JobRefunded::Captured => refuse(
            "the job has its video, and its credits are earned; \
             to make up for a bad video, give credits: ledger grant USER AMOUNT --reason TEXT",
        ),
        JobRefunded::Now | JobRefunded::Before => {
            let now = refunded == JobRefunded::Now;
            answer.show(&json!({"job": job, "refunded": now}), || {
                if now {
                    format!("the job {job} is ended and refunded; its user is told")
                } else {
                    format!("the job {job} was refunded before")
                }
            })
        }
    }
}

pub(super) fn user(text: &str) -> Result<UserId, &'static str> {
    let id = text.parse().ok().filter(|id| *id > 0);
    id.map(UserId).ok_or("expected a numeric Telegram user id")
}

fn amount(text: &str) -> Result<Credits, String> {
    let amount = text
        .parse()
        .ok()
        .and_then(|amount| Credits::new(amount).ok());
    let some = amount.filter(|amount| !amount.is_zero());
    some.ok_or_else(|| format!("expected 1 to {} credits", Credits::MAX))
}

/// The key of a grant as an operator gave it, and may give it again.
pub(super) fn told(key: &EntryKey) -> String {
    match key {
        EntryKey::Manual(key) => key.clone(),
        key => key.to_string(),
    }
}

/// A key may be a charge id: that of a payment that is made up for. The form in which a statement
/// tells it is taken, too.
fn key(text: &str) -> Result<EntryKey, String> {
    let text = match EntryKey::parse(text.to_owned()) {
        EntryKey::Manual(key) => key,
        _ => text.to_owned(),
    };
    let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
    if visible && (1..=ChargeId::MAX_LEN).contains(&text.len()) {
        return Ok(EntryKey::Manual(text));
    }
    let most = ChargeId::MAX_LEN;
    Err(format!("expected 1 to {most} visible ASCII characters"))
}
