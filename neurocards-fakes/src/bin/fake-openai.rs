//! The fake OpenAI as a program of its own.

use std::net::SocketAddr;

use clap::Parser;
use neurocards_fakes::openai::{self, FakeOpenAi};

/// A stand-in for api.openai.com, which writes texts out of texts and photos.
///
/// Give a client the printed address as its base URL. Everything is kept in memory only. Stops on SIGINT and SIGTERM.
#[derive(Parser)]
#[command(version, after_help = openai::control_table().to_string())]
struct Options {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8091")]
    listen: SocketAddr,
    /// The only key that is accepted
    #[arg(long, default_value = "sk-test")]
    key: String,
    /// A model that is known; may be repeated, and then stands instead of the usual ones
    #[arg(long = "model", value_name = "NAME")]
    models: Vec<String>,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let options = Options::parse();
    let mut builder = FakeOpenAi::builder()
        .listen(options.listen)
        .key(&options.key);
    if !options.models.is_empty() {
        builder = builder.models(options.models);
    }
    let fake = builder.start().await?;
    println!("{}", fake.url());
    neurocards_fakes::stop_signal().await?;
    fake.stop().await;
    Ok(())
}
