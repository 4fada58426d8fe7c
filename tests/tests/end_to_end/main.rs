//! The whole flow, on SQLite and on Postgres: the real bot and the real worker between stand-ins
//! for Telegram, KIE and OpenAI.

mod alarms;
mod another;
mod crashes;
mod gifts;
mod late_tasks;
mod orders;
mod payments;
mod provider_faults;
mod sends;
mod stalls;
mod taps;
mod text_model;
