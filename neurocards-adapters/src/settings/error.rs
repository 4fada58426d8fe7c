use std::path::PathBuf;

use thiserror::Error;

/// Why a program cannot start with these settings: names the variable and what is expected.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// A variable without a default is not set.
    #[error("{name} is missing: expected {expected}")]
    Missing {
        /// The name of the variable.
        name: &'static str,
        /// What the variable takes, as the end of "expected …".
        expected: &'static str,
    },
    /// A variable is set to something else than it takes.
    #[error("{name} is {value}: expected {expected}")]
    Malformed {
        /// The name of the variable.
        name: &'static str,
        /// What the variable takes, as the end of "expected …".
        expected: &'static str,
        /// What it was set to, quoted; hidden for secrets.
        value: String,
    },
    /// Two variables contradict each other.
    #[error("{name} does not fit: {why}")]
    Conflict {
        /// The variable to change.
        name: &'static str,
        /// What it contradicts, and how to mend it.
        why: String,
    },
    /// The world does not take a value that looks right.
    #[error("{name} is refused: {why}")]
    Refused {
        /// The variable to change.
        name: &'static str,
        /// Who refuses it, and in which words.
        why: String,
    },
    /// The file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    File {
        /// The path of the file.
        path: PathBuf,
        /// The error of the system.
        source: std::io::Error,
    },
    /// A line of the file is neither empty, nor a comment, nor an assignment.
    #[error("{}, line {line}: expected NAME=value", path.display())]
    NoAssignment {
        /// The path of the file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
    },
    /// The file sets a variable this program does not have.
    #[error("{}, line {line}: {name} is no variable of ours{}", path.display(), question(*meant))]
    UnknownName {
        /// The path of the file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// The name as the file has it.
        name: String,
        /// The variable that must be meant.
        meant: Option<&'static str>,
    },
    /// More than one thing is wrong.
    #[error("{}", lines(.0))]
    Several(Vec<Self>),
}

impl SettingsError {
    /// All errors among `results` as one, a line each.
    pub fn all(results: impl IntoIterator<Item = Result<(), Self>>) -> Result<(), Self> {
        let errors = results.into_iter().filter_map(Result::err);
        let mut errors: Vec<Self> = errors.flat_map(Self::one_by_one).collect();
        match errors.len() {
            0 => Ok(()),
            1 => Err(errors.remove(0)),
            _ => Err(Self::Several(errors)),
        }
    }

    fn one_by_one(self) -> Vec<Self> {
        match self {
            Self::Several(errors) => errors,
            error => vec![error],
        }
    }
}

fn question(meant: Option<&str>) -> String {
    meant.map_or_else(String::new, |meant| format!(": did you mean {meant}?"))
}

fn lines(errors: &[SettingsError]) -> String {
    let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
    lines.join("\n")
}
