//! The programs as an operator runs them: settings, signals, kills.

mod kills;
mod settings;
mod signals;
