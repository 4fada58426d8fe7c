use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use clap::Args;
use neurocards_adapters::program::ProgramError;
use neurocards_adapters::settings::{Settings, SettingsError};
use neurocards_adapters::system::SystemClock;
use neurocards_core::money::act::Act;
use neurocards_core::money::report::{Margin, ModelSpend, MoneyReport, Rates};
use neurocards_core::page::Page;
use neurocards_core::ports::Clock;
use serde::Serialize;

use super::show::lines;
use super::{Answer, Session};

#[derive(Args)]
pub(crate) struct Report {
    /// The last day of the report, in UTC: today unless given.
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Option<NaiveDate>,
    /// How many days, up to that one.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=366))]
    days: u64,
    #[command(flatten)]
    answer: Answer,
}

#[derive(Args)]
pub(crate) struct Acts {
    /// Acts to show.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=100))]
    limit: u16,
    /// Newer acts to leave out.
    #[arg(long, default_value_t = 0)]
    offset: u32,
    #[command(flatten)]
    answer: Answer,
}

/// A report with what is left of it.
#[derive(Serialize)]
struct Day {
    #[serde(flatten)]
    report: MoneyReport,
    #[serde(flatten)]
    margin: Margin,
}

impl Report {
    pub(super) async fn run(
        self,
        session: &Session,
        settings: &Settings,
    ) -> Result<(), ProgramError> {
        let rates = rates(settings)?;
        let (from, until) = self.span().ok_or_else(|| {
            ProgramError::broken("no report")("the day is beyond the calendar".to_owned())
        })?;
        let report = session.stores.books.report(from, until).await;
        let report = report.map_err(ProgramError::broken("the books"))?;
        let day = Day {
            margin: report.margin(&rates),
            report,
        };
        self.answer.show(&day, || day.text())
    }

    fn span(&self) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let last = self.day.unwrap_or_else(|| SystemClock.now().date_naive());
        let first = last.checked_sub_days(Days::new(self.days - 1))?;
        let after = last.checked_add_days(Days::new(1))?;
        let start = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
        Some((start(first), start(after)))
    }
}

fn rates(settings: &Settings) -> Result<Rates, SettingsError> {
    Ok(Rates {
        star: settings.parsed("STAR_USD")?,
        rouble: settings.parsed_optional("ROUBLE_USD")?,
        provider_credit: settings.parsed("KIE_CREDIT_USD")?,
    })
}

impl Day {
    fn text(&self) -> String {
        let Self { report, margin } = self;
        let time = "%Y-%m-%d %H:%M";
        let left_out = if margin.roubles_left_out {
            " (roubles left out: ROUBLE_USD is not set)"
        } else {
            ""
        };
        [
            format!(
                "{} to {} UTC",
                report.from.format(time),
                report.until.format(time)
            ),
            format!(
                "credits   sold {} · granted {} · held {} · captured {} · refunded {} · charged back {}",
                report.sold,
                report.granted,
                report.held,
                report.captured,
                report.refunded,
                report.charged_back
            ),
            format!(
                "Stars     received {} · given back {}",
                report.stars_received, report.stars_refunded
            ),
            format!(
                "roubles   received {} · given back {}",
                roubles(report.kopecks_received),
                roubles(report.kopecks_refunded)
            ),
            lines(&report.spent, "provider  nothing spent", spend),
            format!(
                "margin    {} revenue - {} video provider = {}{left_out}",
                margin.revenue, margin.cost, margin.margin
            ),
        ]
        .join("\n")
    }
}

/// A sum may be larger than any price.
fn roubles(kopecks: i64) -> String {
    format!("{}.{:02}", kopecks / 100, kopecks % 100)
}

fn spend(model: &ModelSpend) -> String {
    let unpriced = match model.unpriced {
        0 => String::new(),
        unpriced => format!(", {unpriced} of them without a price"),
    };
    format!(
        "provider  {}: {} credits for {} attempts{unpriced}",
        model.model, model.provider_credits, model.attempts
    )
}

impl Acts {
    pub(super) async fn run(self, session: &Session) -> Result<(), ProgramError> {
        let page = Page {
            offset: self.offset,
            limit: self.limit,
        };
        let acts = session.stores.books.acts(page).await;
        let acts = acts.map_err(ProgramError::broken("the books"))?;
        self.answer.show(&acts, || lines(&acts, "no acts", act))
    }
}

fn act(act: &Act) -> String {
    let user = act.user.map(|user| format!(" user {user}"));
    let credits = act.credits.map(|credits| format!(" {credits} credits"));
    format!(
        "{}  {}: {} {}{}{}: {}",
        act.at.format("%Y-%m-%d %H:%M:%S"),
        act.actor,
        act.act,
        act.subject,
        user.unwrap_or_default(),
        credits.unwrap_or_default(),
        act.reason
    )
}
