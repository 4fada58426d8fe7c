//! The program as people run it: real processes, nothing but their output and their ports.

mod demo;
mod faults;
mod input;
mod page;
mod program;
