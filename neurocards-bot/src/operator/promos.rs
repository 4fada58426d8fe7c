use chrono::{NaiveDate, NaiveTime};
use clap::Subcommand;
use neurocards_adapters::program::ProgramError;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::{NewPromo, Promo, PromoCode};
use neurocards_core::page::Page;
use serde_json::json;

use super::show::lines;
use super::{Answer, Session, Who};

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Creates a promo code.
    Create {
        /// 4 to 32 letters A-Z, digits, - or _; case does not matter.
        code: PromoCode,
        /// What it gives to each user.
        #[arg(long, value_parser = clap::value_parser!(u16).range(1..=10_000))]
        credits: u16,
        /// How many users may redeem it.
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        uses: u32,
        /// The first day on which it is over, in UTC.
        #[arg(long, value_name = "YYYY-MM-DD")]
        until: NaiveDate,
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        answer: Answer,
    },
    /// Ends a promo code now.
    End {
        /// The code to end.
        code: PromoCode,
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        answer: Answer,
    },
    /// Promo codes, newest first.
    List {
        /// Codes to show.
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=100))]
        limit: u16,
        /// Newer codes to leave out.
        #[arg(long, default_value_t = 0)]
        offset: u32,
        #[command(flatten)]
        answer: Answer,
    },
}

pub(super) async fn run(command: Command, session: &Session) -> Result<(), ProgramError> {
    match command {
        Command::Create {
            code,
            credits,
            uses,
            until,
            who,
            answer,
        } => {
            let promo = NewPromo {
                code,
                credits: Credits::small(credits),
                uses_max: uses,
                expires_at: until.and_time(NaiveTime::MIN).and_utc(),
                by: who.actor(),
                reason: who.reason,
            };
            create(session, &promo, answer).await
        }
        Command::End { code, who, answer } => end(session, &code, &who, answer).await,
        Command::List {
            limit,
            offset,
            answer,
        } => {
            let promos = session.stores.gifts.promos(Page { offset, limit }).await;
            let promos = promos.map_err(ProgramError::broken("the promo codes"))?;
            answer.show(&promos, || lines(&promos, "no promo codes", line))
        }
    }
}

async fn create(session: &Session, promo: &NewPromo, answer: Answer) -> Result<(), ProgramError> {
    let created = session.stores.gifts.create_promo(promo).await;
    created.map_err(ProgramError::broken("no promo code was created"))?;
    let document = json!({"code": promo.code, "credits": promo.credits, "uses_max": promo.uses_max,
        "expires_at": promo.expires_at});
    answer.show(&document, || {
        format!(
            "{} gives {} credits to each of {} users until {}",
            promo.code,
            promo.credits,
            promo.uses_max,
            promo.expires_at.format("%Y-%m-%d")
        )
    })
}

async fn end(
    session: &Session,
    code: &PromoCode,
    who: &Who,
    answer: Answer,
) -> Result<(), ProgramError> {
    let ended = session
        .stores
        .gifts
        .end_promo(code, &who.reason, &who.actor())
        .await;
    if !ended.map_err(ProgramError::broken("no promo code was ended"))? {
        let unknown = ProgramError::broken("no promo code was ended");
        return Err(unknown(format!("no running promo code is called {code}")));
    }
    answer.show(&json!({"code": code, "ended": true}), || {
        format!("{code} is ended")
    })
}

fn line(promo: &Promo) -> String {
    let ended = if promo.ended_at.is_some() {
        " (ended)"
    } else {
        ""
    };
    format!(
        "{}  {} credits, redeemed {} of {}, until {}{ended}",
        promo.code,
        promo.credits,
        promo.uses,
        promo.uses_max,
        promo.expires_at.format("%Y-%m-%d")
    )
}
