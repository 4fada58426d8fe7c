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
    /// What a variable names does not answer, or refuses us.
    #[error("{name}: {why}")]
    Refused {
        /// The name of the variable.
        name: &'static str,
        /// What was met there, without secrets.
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
    #[error("{}, line {line}: {name} is no variable of this program", path.display())]
    UnknownName {
        /// The path of the file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// The name as the file has it.
        name: String,
    },
}
