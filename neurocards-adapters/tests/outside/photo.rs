//! Photos that people send: which are taken, and what is made of them.

mod colours;
mod draw;
mod ending;
mod formats;
mod inputs;
mod inspect;
mod lab;
mod memory;
mod prepare;
mod samples;
mod scans;
mod turned;
