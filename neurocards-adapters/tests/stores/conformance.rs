//! The contracts of the store ports, kept by both stores, and through a pooler.

mod pgbouncer;
mod postgres;
mod sqlite;
