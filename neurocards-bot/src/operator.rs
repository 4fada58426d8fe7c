//! What operators do from a shell, with no more than `DATABASE_URL`.

mod alarms;
mod corrections;
mod fsck;
mod ledger;
mod payments;
mod promos;
mod reports;
mod session;
mod show;

pub(crate) use session::{Session, Who};

use clap::{Args, Subcommand};
use neurocards_adapters::program::ProgramError;
use neurocards_adapters::settings::Settings;

/// Commands of operators.
#[derive(Subcommand)]
pub(crate) enum Operate {
    /// Credits: balances, statements, gifts, refunds of jobs, who did what, what came in.
    #[command(subcommand)]
    Ledger(ledger::Command),
    /// Payments: receipts, money given back, the comparison with Telegram.
    #[command(subcommand)]
    Payment(payments::Command),
    /// Promo codes: create, end and list them.
    #[command(subcommand)]
    Promo(promos::Command),
    /// Alarms: list what stands, end what was seen to.
    #[command(subcommand)]
    Alarm(alarms::Command),
    /// Proves on the whole database that the money adds up; exit code 1 and every bad row if not.
    Fsck(fsck::Command),
}

/// How every command answers.
#[derive(Args, Clone, Copy)]
pub(crate) struct Answer {
    /// One JSON document instead of text.
    #[arg(long)]
    json: bool,
}

/// Does what was asked.
pub(crate) async fn run(command: Operate, settings: Settings) -> Result<(), ProgramError> {
    let session = Session::open(&settings).await?;
    let done = match command {
        Operate::Ledger(command) => ledger::run(command, &session, &settings).await,
        Operate::Payment(command) => payments::run(command, &session, &settings).await,
        Operate::Promo(command) => promos::run(command, &session).await,
        Operate::Alarm(command) => alarms::run(command, &session).await,
        Operate::Fsck(command) => fsck::run(&command, &session).await,
    };
    session.close().await;
    done
}
