//! What the fake OpenAI promises, over real HTTP.

mod client;
mod control;
mod faults;
mod refusals;
mod rig;
mod schemas;
mod texts;
