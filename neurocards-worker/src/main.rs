//! `neurocards-worker`: makes videos and delivers them.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use neurocards_adapters::alarms::warn_without;
use neurocards_adapters::database::Database;
use neurocards_adapters::media;
use neurocards_adapters::program::{self, Opened, ProgramError};
use neurocards_adapters::settings::{Settings, Variable, variables};
use neurocards_adapters::shutdown::Shutdown;
use neurocards_worker::{WorkerDeps, health};
use tokio::net::TcpListener;

/// Makes videos out of orders and brings them to their chats. Run as many as you like with one
/// database and one media store.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// A file of NAME=value lines; the environment wins over it.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Works until SIGTERM or SIGINT (the default).
    Run,
    /// Reads the settings, opens the database and the media store, and says what is wrong.
    Check,
}

fn main() -> ExitCode {
    let help = Variable::help(&variables::worker());
    let matches = Arguments::command().after_help(help).get_matches();
    let arguments = match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    let command = arguments.command.unwrap_or(Command::Run);
    program::run(arguments.config.as_deref(), |settings| async move {
        match command {
            Command::Run => run(settings).await,
            Command::Check => check(settings).await,
        }
    })
}

async fn run(settings: Settings) -> Result<(), ProgramError> {
    let shutdown = Shutdown::on_signals().map_err(ProgramError::broken("signals"))?;
    let Some(started) = shutdown.unless_stopping(Box::pin(start(settings))).await else {
        return Ok(());
    };
    let (opened, listener) = started?;
    tokio::join!(
        health::serve(listener, &opened.deps, &shutdown),
        neurocards_worker::run(opened.deps.clone(), shutdown.clone()),
    );
    opened.database.close().await;
    Ok(())
}

/// Opens everything and brings the database up to date; a stop may drop it anywhere.
async fn start(
    settings: Settings,
) -> Result<(Opened<WorkerDeps>, Option<TcpListener>), ProgramError> {
    let opened = neurocards_worker::open(&settings).await?;
    let listener = health::bind(&settings).await?;
    neurocards_worker::require_token(&settings).await?;
    opened.migrate().await?;
    warn_without(&opened.deps.options.admins);
    Ok((opened, listener))
}

async fn check(settings: Settings) -> Result<(), ProgramError> {
    settings.verify(&variables::worker(), &variables::all())?;
    program::warn_of_vain(&settings);
    Database::require(&settings)?;
    let opened = neurocards_worker::open(&settings).await?;
    opened.check().await?;
    let kept = media::probe(&*opened.deps.media, &opened.deps.options.worker).await;
    kept.map_err(ProgramError::broken("the media store"))?;
    program::print_line("settings, database and media store are in order")
}
