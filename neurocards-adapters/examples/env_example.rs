//! Prints `.env.example`:
//! `cargo run -p neurocards-adapters --no-default-features --example env_example > .env.example`

use neurocards_adapters::settings::{Variable, variables};

fn main() {
    print!("{}", Variable::example(&variables::all()));
}
