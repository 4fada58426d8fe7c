use std::sync::Arc;

use clap::Subcommand;
use neurocards_adapters::program::ProgramError;
use neurocards_adapters::settings::Settings;
use neurocards_adapters::system::SystemClock;
use neurocards_adapters::telegram::client::{TelegramClient, TelegramOptions};
use neurocards_bot::DifferenceWords;
use neurocards_bot::settings::referral;
use neurocards_core::ids::{ChargeId, UserId};
use neurocards_core::money::ledger::Written;
use neurocards_core::money::payment::{AskedRefund, Currency, Payment, PaymentStatus, RefundEnd};
use neurocards_core::page::Page;
use neurocards_core::use_cases::reconcile::{BrokenOff, Reconcile, Reconciliation};
use serde_json::json;

use super::ledger::user;
use super::show::lines;
use super::{Answer, Session, Who};

#[derive(Subcommand)]
pub(crate) enum Command {
    /// A user's payments, newest first.
    List {
        /// The Telegram user id.
        #[arg(value_parser = user)]
        user: UserId,
        /// Payments to show.
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=100))]
        limit: u16,
        /// Newer payments to leave out.
        #[arg(long, default_value_t = 0)]
        offset: u32,
        #[command(flatten)]
        answer: Answer,
    },
    /// One payment, by the number that its user was told.
    Show {
        /// The charge id of the payment.
        charge: ChargeId,
        #[command(flatten)]
        answer: Answer,
    },
    /// Takes a payment's credits back, and has its money given back: Stars by the running bot,
    /// roubles by you, at the payment provider.
    Refund {
        /// The charge id of the payment.
        charge: ChargeId,
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        answer: Answer,
    },
    /// Says that the money of a refund was given back by hand.
    Refunded {
        /// The charge id of the payment.
        charge: ChargeId,
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        answer: Answer,
    },
    /// Compares all payments with Telegram's list, books what was lost, tells what differs; needs
    /// `BOT_TOKEN`. Exit code 1 if anything differs.
    Reconcile {
        #[command(flatten)]
        answer: Answer,
    },
}

pub(super) async fn run(
    command: Command,
    session: &Session,
    settings: &Settings,
) -> Result<(), ProgramError> {
    match command {
        Command::List {
            user,
            limit,
            offset,
            answer,
        } => {
            let page = Page { offset, limit };
            let payments = session.stores.payments.payments(user, page).await;
            let payments = payments.map_err(ProgramError::broken("the payments"))?;
            answer.show(&payments, || lines(&payments, "no payments", line))
        }
        Command::Show { charge, answer } => show(session, &charge, answer).await,
        Command::Refund {
            charge,
            who,
            answer,
        } => refund(session, charge, &who, answer).await,
        Command::Refunded {
            charge,
            who,
            answer,
        } => refunded(session, &charge, &who, answer).await,
        Command::Reconcile { answer } => reconcile(session, settings, answer).await,
    }
}

fn line(payment: &Payment) -> String {
    format!(
        "{}  {} credits for {}  {}  [{}]",
        payment.booked_at.format("%Y-%m-%d %H:%M:%S"),
        payment.credits,
        payment.price,
        payment.status.as_str(),
        payment.charge
    )
}

async fn payment(session: &Session, charge: &ChargeId) -> Result<Payment, ProgramError> {
    let found = session.stores.payments.payment(charge).await;
    let found = found.map_err(ProgramError::broken("the payments"))?;
    found.ok_or_else(|| ProgramError::broken("there is no such payment")(charge.to_string()))
}

async fn show(session: &Session, charge: &ChargeId, answer: Answer) -> Result<(), ProgramError> {
    let payment = payment(session, charge).await?;
    answer.show(&payment, || {
        format!("user {}: {}", payment.user, line(&payment))
    })
}

async fn refund(
    session: &Session,
    charge: ChargeId,
    who: &Who,
    answer: Answer,
) -> Result<(), ProgramError> {
    let asked = AskedRefund {
        charge: charge.clone(),
        owner: None,
        reason: who.reason.clone(),
        by: who.actor(),
    };
    let written = session.stores.payments.ask_refund(&asked).await;
    let written = written.map_err(ProgramError::broken("nothing is refunded"))?;
    let payment = payment(session, &charge).await?;
    let status = payment.status;
    if status == PaymentStatus::RefundRefused {
        let refused = ProgramError::broken("nothing is refunded");
        return Err(refused(
            "Telegram refused to give this payment back, and its credits were returned; \
             make up for it by hand",
        ));
    }
    let document = json!({
        "charge": charge,
        "asked": written == Written::New,
        "status": status,
    });
    answer.show(&document, || match (written, payment.price.currency()) {
        (Written::Existing, _) => {
            let status = status.as_str();
            format!("this payment's refund was asked before; the payment is {status}")
        }
        (Written::New, Currency::Roubles) => {
            "the credits are taken back; give the roubles back at the payment provider, \
                 then run: payment refunded CHARGE --reason TEXT"
                .to_owned()
        }
        (Written::New, Currency::Stars) => {
            "the credits are taken back; the running bot gives the Stars back".to_owned()
        }
    })
}

/// Roubles alone: Stars that nobody sent would count as given back, for ever.
async fn refunded(
    session: &Session,
    charge: &ChargeId,
    who: &Who,
    answer: Answer,
) -> Result<(), ProgramError> {
    let refused = ProgramError::broken("no refund is ended");
    let payment = payment(session, charge).await?;
    if payment.price.currency() == Currency::Stars {
        return Err(refused(
            "Stars are given back by the running bot, and it ends the refund itself",
        ));
    }
    let payments = &session.stores.payments;
    let by_hand = RefundEnd::ByHand(who.reason.clone());
    let ended = payments.end_refund(charge, &by_hand, &who.actor()).await;
    if !ended.map_err(ProgramError::broken("the payments"))? {
        let status = payment.status.as_str();
        return Err(refused(&format!(
            "the payment is {status}, no refund is due"
        )));
    }
    answer.show(&json!({"charge": charge, "ended": true}), || {
        "the refund is ended; the user is told".to_owned()
    })
}

async fn reconcile(
    session: &Session,
    settings: &Settings,
    answer: Answer,
) -> Result<(), ProgramError> {
    let client = TelegramClient::new(&TelegramOptions::read(settings)?);
    let client = client.map_err(ProgramError::broken("the client of Telegram"))?;
    let reconcile = Reconcile {
        payments: session.stores.payments.clone(),
        provider: Arc::new(client),
        clock: Arc::new(SystemClock),
        rules: referral(settings)?,
        given_back: TelegramClient::given_back(),
    };
    let (found, broken) = match reconcile.run().await {
        Ok(found) => (found, None),
        Err(BrokenOff { found, error }) => (*found, Some(error)),
    };
    answer.show(&found, || text(&found))?;
    if let Some(error) = broken {
        let broken = ProgramError::broken("the payments were not compared to the end");
        return Err(broken(error));
    }
    if found.differences.is_empty() {
        return Ok(());
    }
    let differences = format!("{} differences", found.differences.len());
    Err(ProgramError::broken("the payments are not Telegram's")(
        differences,
    ))
}

fn text(found: &Reconciliation) -> String {
    let summary = format!(
        "{} movements compared, {} lost payments booked, {} refunds taken over",
        found.compared,
        found.booked.len(),
        found.reversed.len()
    );
    let differences = lines(&found.differences, "no differences", |difference| {
        DifferenceWords(difference).to_string()
    });
    format!("{summary}\n{differences}")
}
