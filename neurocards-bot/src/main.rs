//! `neurocards-bot`: talks to people in Telegram, and does what operators ask from a shell.

mod operator;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use neurocards_adapters::alarms::warn_without;
use neurocards_adapters::database::Database;
use neurocards_adapters::media;
use neurocards_adapters::program::{self, Opened, ProgramError};
use neurocards_adapters::settings::{Settings, Variable, variables};
use neurocards_adapters::shutdown::Shutdown;
use neurocards_bot::{BotDeps, BotError};

/// Takes updates by long polling, talks to people, sells credits, and listens for callbacks of the
/// video provider. Run one per bot token. The commands of operators need only `DATABASE_URL`, unless
/// they say so.
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
    /// Talks until SIGTERM or SIGINT (the default).
    Run,
    /// Brings the database to the schema of this program; needs only `DATABASE_URL`.
    Migrate {
        /// A role of Postgres to grant what the programs need, and no more: it adds entries, and
        /// cannot change or remove any.
        #[arg(long, value_name = "ROLE")]
        app_role: Option<String>,
    },
    /// Reads the settings, opens the database and the media store, and says what is wrong.
    Check {
        /// Ask Telegram, too, whose token this is.
        #[arg(long)]
        online: bool,
    },
    #[command(flatten)]
    Operate(operator::Operate),
}

fn main() -> ExitCode {
    let help = Variable::help(&variables::bot());
    let matches = Arguments::command().after_help(help).get_matches();
    let arguments = match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    let command = arguments.command.unwrap_or(Command::Run);
    program::run(arguments.config.as_deref(), |settings| async move {
        match command {
            Command::Run => run(settings).await,
            Command::Migrate { app_role } => migrate(settings, app_role.as_deref()).await,
            Command::Check { online } => check(settings, online).await,
            Command::Operate(command) => operator::run(command, settings).await,
        }
    })
}

async fn run(settings: Settings) -> Result<(), ProgramError> {
    let shutdown = Shutdown::on_signals().map_err(ProgramError::broken("signals"))?;
    let Some(started) = shutdown.unless_stopping(Box::pin(start(settings))).await else {
        return Ok(());
    };
    let opened = started?;
    let ended = Box::pin(neurocards_bot::run(opened.deps, shutdown)).await;
    opened.database.close().await;
    match ended {
        Err(BotError::Settings(error)) => Err(error.into()),
        ended => ended.map_err(ProgramError::broken("the bot")),
    }
}

/// Opens everything and brings the database up to date; a stop may drop it anywhere.
async fn start(settings: Settings) -> Result<Opened<BotDeps>, ProgramError> {
    let opened = neurocards_bot::open(&settings).await?;
    opened.migrate().await?;
    warn_without(&opened.deps.options.admins);
    Ok(opened)
}

async fn migrate(settings: Settings, app_role: Option<&str>) -> Result<(), ProgramError> {
    let database = Database::read(&settings).await?;
    database
        .migrate()
        .await
        .map_err(ProgramError::broken("the database"))?;
    if let Some(role) = app_role {
        let granted = database.give_privileges_to(role).await;
        granted.map_err(ProgramError::broken("the role of the programs"))?;
    }
    database.close().await;
    program::print_line("the database is up to date")
}

async fn check(settings: Settings, online: bool) -> Result<(), ProgramError> {
    settings.verify(&variables::bot(), &variables::all())?;
    program::warn_of_vain(&settings);
    Database::require(&settings)?;
    let opened = neurocards_bot::open(&settings).await?;
    opened.check().await?;
    let kept = media::probe(&*opened.deps.media, &opened.deps.options.worker).await;
    kept.map_err(ProgramError::broken("the media store"))?;
    program::print_line("settings, database and media store are in order")?;
    if online {
        let asked = opened.deps.client.get_me().await;
        let me = asked.map_err(ProgramError::broken("Telegram"))?;
        program::print_line(format_args!("the token is that of @{}", me.username))?;
    }
    Ok(())
}
