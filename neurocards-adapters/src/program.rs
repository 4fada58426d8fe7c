//! What the programs share: their settings, their end.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use thiserror::Error;

use crate::database::{Database, OpenError, ReadError};
use crate::logging;
use crate::settings::{Settings, SettingsError, doubtful_names, set_in_vain, variables};

const DATABASE: &str = "the database";

/// Why a program ended.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ProgramError {
    /// A variable is wrong: exit code 2.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// Something it needs does not work: exit code 1.
    #[error("{what}: {source}")]
    Broken {
        /// What does not work.
        what: &'static str,
        /// The error that it met.
        source: Box<dyn Error + Send + Sync>,
    },
}

impl ProgramError {
    /// Makes any error one of a program: `map_err(ProgramError::broken("the media store"))`.
    pub fn broken<E: Into<Box<dyn Error + Send + Sync>>>(
        what: &'static str,
    ) -> impl FnOnce(E) -> Self {
        move |source| Self::Broken {
            what,
            source: source.into(),
        }
    }
}

impl From<ReadError> for ProgramError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Settings(error) => Self::Settings(error),
            ReadError::Open(OpenError::Unavailable(error)) => {
                Self::Settings(SettingsError::Refused {
                    name: "DATABASE_URL",
                    why: error.to_string(),
                })
            }
            ReadError::Open(error) => Self::broken(DATABASE)(error),
        }
    }
}

/// A program whose parts are open and do nothing yet: its database, and what it runs on.
pub struct Opened<Deps> {
    /// The database behind the stores of `deps`; whoever runs the program closes it at the end.
    pub database: Database,
    /// Everything the program needs from the world.
    pub deps: Deps,
}

impl<Deps> Opened<Deps> {
    /// Brings the database to the schema of this program; a newer one is refused.
    pub async fn migrate(&self) -> Result<(), ProgramError> {
        let migrated = self.database.migrate().await;
        migrated.map_err(ProgramError::broken(DATABASE))
    }

    /// Asks the database whether it has the schema of this program and can be written, and closes
    /// it.
    pub async fn check(&self) -> Result<(), ProgramError> {
        let checked = self.check_database().await;
        self.database.close().await;
        checked
    }

    async fn check_database(&self) -> Result<(), ProgramError> {
        let is_migrated = self.database.is_migrated().await;
        if !is_migrated.map_err(ProgramError::broken(DATABASE))? {
            let why = "its schema is missing or older than this program: \
                       `neurocards-bot migrate` brings it up to date";
            return Err(ProgramError::broken(DATABASE)(why));
        }
        let answered = self.database.ping().await;
        answered.map_err(ProgramError::broken(DATABASE))
    }
}

/// Writes a line on standard output. A reader that has gone, such as `head`, is no error.
pub fn print_line(line: impl fmt::Display) -> Result<(), ProgramError> {
    let mut out = io::stdout().lock();
    match writeln!(out, "{line}").and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(ProgramError::broken("standard output")),
    }
}

/// Says on standard error what is set and of no use.
pub fn warn_of_vain(settings: &Settings) {
    for vain in set_in_vain(settings) {
        tracing::warn!("{vain}");
    }
}

/// Reads the settings, starts logging and runs `program` to its end. An error is one line on
/// standard error, and so is each of several.
pub fn run<F>(file: Option<&Path>, program: impl FnOnce(Settings) -> F) -> ExitCode
where
    F: Future<Output = Result<(), ProgramError>>,
{
    let ended = settings(file).and_then(|settings| {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(ProgramError::broken("the runtime"))?;
        runtime.block_on(program(settings))
    });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(if matches!(error, ProgramError::Settings(_)) {
                2
            } else {
                1
            })
        }
    }
}

fn settings(file: Option<&Path>) -> Result<Settings, ProgramError> {
    let settings = Settings::read(variables::all(), file, |name| std::env::var(name).ok())?;
    logging::init(&settings)?;
    let names = std::env::vars_os().map(|(name, _)| name);
    for doubt in doubtful_names(&variables::all(), names) {
        tracing::warn!("{doubt}");
    }
    Ok(settings)
}
