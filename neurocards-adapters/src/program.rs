//! What the programs share: their settings, their end.

use std::error::Error;
use std::future::Future;
use std::path::Path;
use std::process::ExitCode;

use thiserror::Error;

use crate::logging;
use crate::settings::{Settings, SettingsError, variables};

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
        /// Why.
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

impl From<crate::database::ReadError> for ProgramError {
    fn from(error: crate::database::ReadError) -> Self {
        match error {
            crate::database::ReadError::Settings(error) => Self::Settings(error),
            crate::database::ReadError::Open(error) => Self::broken("the database")(error),
        }
    }
}

#[cfg(feature = "media")]
impl From<crate::media::ReadMediaError> for ProgramError {
    fn from(error: crate::media::ReadMediaError) -> Self {
        match error {
            crate::media::ReadMediaError::Settings(error) => Self::Settings(error),
            crate::media::ReadMediaError::Open(error) => Self::broken("the media store")(error),
        }
    }
}

/// Reads the settings, starts logging and runs `program` to its end. An error is one line on
/// standard error.
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
    Ok(settings)
}
