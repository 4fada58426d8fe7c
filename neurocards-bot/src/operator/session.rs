use clap::Args;
use neurocards_adapters::database::{Database, DatabaseUrl};
use neurocards_adapters::program::ProgramError;
use neurocards_adapters::settings::Settings;
use neurocards_core::actor::{Actor, ActorError, OperatorName, Reason};
use neurocards_core::ports::Stores;

/// An open database with the schema of this program.
pub(crate) struct Session {
    database: Database,
    pub(crate) stores: Stores,
}

/// Who acts, and why: kept for ever.
#[derive(Args)]
pub(crate) struct Who {
    /// Why, in words for whoever reads the books.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Reason,
    /// Who acts: the user of the shell, unless given.
    #[arg(long, value_name = "NAME", value_parser = name)]
    by: Option<OperatorName>,
}

impl Session {
    /// Opens the database, and changes nothing in it: where there are no books, everything would be
    /// well with new ones.
    pub(crate) async fn open(settings: &Settings) -> Result<Self, ProgramError> {
        if let DatabaseUrl::Sqlite(path) = settings.parsed("DATABASE_URL")?
            && !path.exists()
        {
            let why = format!("{}; `neurocards-bot migrate` makes one", path.display());
            return Err(ProgramError::broken("there is no database at DATABASE_URL")(why));
        }
        let database = Database::read(settings).await?;
        let is_migrated = database.is_migrated().await;
        if !is_migrated.map_err(ProgramError::broken("the database"))? {
            let why = "`neurocards-bot migrate` brings it up to date".to_owned();
            return Err(ProgramError::broken(
                "the database at DATABASE_URL is empty or of an older version",
            )(why));
        }
        Ok(Self {
            stores: database.stores(),
            database,
        })
    }

    pub(crate) async fn close(self) {
        self.database.close().await;
    }
}

impl Who {
    /// The actor that is written.
    pub(crate) fn actor(&self) -> Actor {
        let named = self.by.clone().or_else(shell_user);
        named.map_or(Actor::System, Actor::Operator)
    }
}

fn name(text: &str) -> Result<OperatorName, ActorError> {
    OperatorName::parse(text)
}

/// Who sits at the shell, as far as it tells; else that it was a shell.
fn shell_user() -> Option<OperatorName> {
    let told = ["SUDO_USER", "USER", "LOGNAME"]
        .into_iter()
        .find_map(|variable| OperatorName::parse(std::env::var(variable).ok()?).ok());
    told.or_else(|| OperatorName::parse("shell").ok())
}
