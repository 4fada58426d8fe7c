//! The fake Telegram Bot API as a program of its own.

use std::net::SocketAddr;

use clap::Parser;
use neurocards_fakes::telegram::{self, FakeTelegram, User};

/// A stand-in for api.telegram.org, with people in the chats.
///
/// Point a bot at the printed address instead of api.telegram.org. Everything is kept in memory only. Stops on SIGINT and SIGTERM.
#[derive(Parser)]
#[command(version, after_help = telegram::control_table().to_string())]
struct Options {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8081")]
    listen: SocketAddr,
    /// The only bot token that is accepted; its digits are the bot's id
    #[arg(long, default_value = "42:TEST")]
    token: String,
    /// The bot's username, without @
    #[arg(long, default_value = "neurocards_test_bot")]
    username: String,
    /// The token of the payment provider for roubles; without it only Stars are taken
    #[arg(long)]
    provider_token: Option<String>,
    /// A person to begin with, as ID:NAME:LANGUAGE; may be repeated
    #[arg(long = "user", value_name = "ID:NAME:LANGUAGE", value_parser = parse_user)]
    users: Vec<User>,
}

fn parse_user(text: &str) -> Result<User, String> {
    let mut parts = text.splitn(3, ':');
    let id = parts
        .next()
        .unwrap_or("")
        .parse()
        .map_err(|_| "ID is a number".to_owned())?;
    let name = parts
        .next()
        .filter(|name| !name.is_empty())
        .ok_or("NAME is missing")?;
    Ok(User::new(id, name, parts.next().unwrap_or("en")))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let options = Options::parse();
    let mut builder = FakeTelegram::builder()
        .listen(options.listen)
        .token(&options.token)
        .bot_username(&options.username);
    if let Some(token) = &options.provider_token {
        builder = builder.provider_token(token);
    }
    let fake = builder.start().await?;
    for user in options.users {
        fake.add_user(user);
    }
    println!("{}", fake.url());
    neurocards_fakes::stop_signal().await?;
    fake.stop().await;
    Ok(())
}
