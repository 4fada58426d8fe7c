//! What the fake KIE promises, over real HTTP.

mod callbacks;
mod create_faults;
mod files;
mod fixtures;
mod lookups;
mod models;
mod money;
mod rig;
mod scripts;
mod tasks;
mod uploads;
