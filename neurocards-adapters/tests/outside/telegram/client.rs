//! The client of the Bot API against a server that answers as told.

mod every_call;
mod files;
mod messages;
mod payments;
mod rig;
mod secrets;
mod setup;
mod updates;
mod videos;
