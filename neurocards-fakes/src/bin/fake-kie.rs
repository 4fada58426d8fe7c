//! The fake KIE.ai as a program of its own.

use std::net::SocketAddr;
use std::time::Duration;

use clap::Parser;
use neurocards_fakes::kie::{self, FakeKie};

/// A stand-in for KIE.ai that films the photos it is given.
///
/// Prints the addresses of the API, of the upload host and of the file host, one a line. Everything
/// is kept in memory only. Stops on SIGINT and SIGTERM.
#[derive(Parser)]
#[command(version, after_help = kie::control_table().to_string())]
struct Options {
    /// Address of the API; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// Address of the upload host
    #[arg(long, default_value = "127.0.0.1:0")]
    upload_listen: SocketAddr,
    /// Address of the host of uploads and results
    #[arg(long, default_value = "127.0.0.1:0")]
    files_listen: SocketAddr,
    /// A key that is accepted; may be repeated, each has an account of its own
    #[arg(long = "key", value_name = "KEY", default_value = "kie-test-key")]
    keys: Vec<String>,
    /// Credits of each account
    #[arg(long, default_value_t = 100_000.0)]
    balance: f64,
    /// Seconds that a task takes, besides the rendering
    #[arg(long, default_value_t = 3.0)]
    render_secs: f64,
    /// Signs callbacks with this key
    #[arg(long)]
    webhook_key: Option<String>,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let options = Options::parse();
    let render_time = Duration::try_from_secs_f64(options.render_secs)
        .map_err(|error| std::io::Error::new(std::io::ErrorKind::InvalidInput, error))?;
    let mut builder = FakeKie::builder()
        .listen(options.listen)
        .upload_listen(options.upload_listen)
        .files_listen(options.files_listen)
        .keys(options.keys)
        .balance(options.balance)
        .render_time(render_time);
    if let Some(key) = &options.webhook_key {
        builder = builder.webhook_key(key);
    }
    let fake = builder.start().await?;
    println!("api {}", fake.api_url());
    println!("upload {}", fake.upload_url());
    println!("files {}", fake.files_url());
    neurocards_fakes::stop_signal().await?;
    fake.stop().await;
    Ok(())
}
