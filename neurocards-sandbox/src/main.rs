//! The sandbox: a chat page, or a demo for terminals.

use std::process::ExitCode;

use clap::Parser;
use neurocards_adapters::shutdown::Shutdown;
use neurocards_sandbox::args::{Cli, Command, DemoArgs, ServeArgs};
use neurocards_sandbox::demo::{self, Report, Request};
use neurocards_sandbox::sandbox::{SandboxError, SandboxOptions};
use neurocards_sandbox::serve::serve;
use tracing_subscriber::EnvFilter;

/// It did not go as promised.
const BROKEN: u8 = 1;
/// The input is of no use.
const BAD_INPUT: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    log_to_stderr();
    match cli.command {
        Some(Command::Demo(args)) => show(&args).await,
        None => host(&cli.serve).await,
    }
}

fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}

async fn host(args: &ServeArgs) -> ExitCode {
    match serve(args).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(if error.is_about_input() {
                BAD_INPUT
            } else {
                BROKEN
            })
        }
    }
}

async fn show(args: &DemoArgs) -> ExitCode {
    let request = match Request::check(args).await {
        Ok(request) => request,
        Err(problems) => {
            for problem in problems {
                eprintln!("error: {problem}");
            }
            return ExitCode::from(BAD_INPUT);
        }
    };
    match run(args, &request).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(BROKEN),
        Err(error) => {
            eprintln!("error: {error}");
            let is_input = error
                .downcast_ref()
                .is_some_and(SandboxError::is_about_input);
            ExitCode::from(if is_input { BAD_INPUT } else { BROKEN })
        }
    }
}

async fn run(args: &DemoArgs, request: &Request) -> Result<bool, Box<dyn std::error::Error>> {
    let shutdown = Shutdown::on_signals()?;
    let sandbox = SandboxOptions {
        data: args.data.clone(),
        page: None,
    }
    .open()
    .await?;
    let report: Result<Report, Box<dyn std::error::Error>> = tokio::select! {
        report = demo::run(&sandbox, request, args.json) => report.map_err(Into::into),
        () = shutdown.stopping() => Err("interrupted".into()),
    };
    sandbox.close().await;
    let report = report?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print!("{report}");
    }
    Ok(report.ok)
}
