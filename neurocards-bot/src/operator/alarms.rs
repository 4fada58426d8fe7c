use clap::Subcommand;
use neurocards_adapters::program::ProgramError;
use neurocards_core::chat::alarm::StoredAlarm;
use neurocards_core::page::Page;
use serde_json::json;

use super::show::lines;
use super::{Answer, Session};

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Alarms that stand, the gravest first.
    List {
        /// Alarms to show.
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=100))]
        limit: u16,
        /// Alarms before them to leave out.
        #[arg(long, default_value_t = 0)]
        offset: u32,
        #[command(flatten)]
        answer: Answer,
    },
    /// Ends an alarm whose cause you have seen to; one whose cause is seen again stands again.
    End {
        /// Its key, as the list shows it.
        key: String,
        #[command(flatten)]
        answer: Answer,
    },
}

pub(super) async fn run(command: Command, session: &Session) -> Result<(), ProgramError> {
    match command {
        Command::List {
            limit,
            offset,
            answer,
        } => {
            let standing = session.stores.alarms.standing(Page { offset, limit }).await;
            let standing = standing.map_err(ProgramError::broken("the alarms"))?;
            answer.show(&standing, || lines(&standing, "no alarm stands", line))
        }
        Command::End { key, answer } => end(session, &key, answer).await,
    }
}

async fn end(session: &Session, key: &str, answer: Answer) -> Result<(), ProgramError> {
    let ended = session.stores.alarms.end(key).await;
    if !ended.map_err(ProgramError::broken("no alarm was ended"))? {
        let unknown = ProgramError::broken("no alarm was ended");
        return Err(unknown(format!("no alarm with the key {key} stands")));
    }
    answer.show(&json!({"key": key, "ended": true}), || {
        format!("{key} is ended")
    })
}

fn line(alarm: &StoredAlarm) -> String {
    format!(
        "{}  {}  since {}, seen {} times, last {}\n    {}",
        alarm.severity.as_str(),
        alarm.key,
        alarm.first_at.format("%Y-%m-%d %H:%M:%S"),
        alarm.seen,
        alarm.last_at.format("%Y-%m-%d %H:%M:%S"),
        alarm.text,
    )
}
