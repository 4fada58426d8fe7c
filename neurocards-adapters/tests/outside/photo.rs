//! Photos that people send: which are taken, and what is made of them.

mod inspect;
mod memory;
mod prepare;
mod samples;
