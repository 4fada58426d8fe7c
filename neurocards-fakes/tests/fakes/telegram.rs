//! What the fake Telegram promises, over real HTTP.

mod delivery;
mod faults;
mod files;
mod human_http;
mod payments;
mod people;
mod refusals;
mod rig;
mod teloxide_client;
mod webhook;
