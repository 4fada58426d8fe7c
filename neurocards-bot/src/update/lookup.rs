//! The answers to the questions of a turn, always for the person who asks.

use neurocards_core::chat::card::Card;
use neurocards_core::ids::{ChargeId, JobId, OrderId, UserId};
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::payment::Payment;
use neurocards_core::page::Page;
use neurocards_core::ports::{Stores, Unavailable};
use neurocards_core::work::order::Order;

use crate::conversation::{Found, Question, named_in};
use crate::deps::BotDeps;
use crate::update::bot_name::BotName;
use crate::update::photo_intake;

/// Asks the stores, and the chat for the bot's name and a photo.
pub(crate) async fn look_up(
    deps: &BotDeps,
    bot: &BotName,
    user: UserId,
    questions: &[Question],
) -> Result<Found, Unavailable> {
    let mut found = Found::default();
    for question in questions {
        match question {
            Question::Photo(photo) => {
                found.photo = photo_intake::take_in(photo, deps).await;
            }
            Question::Friends => found.bot = bot.get().await,
            _ => {}
        }
        answer(&deps.stores, user, question, &mut found).await?;
    }
    Ok(found)
}

async fn answer(
    stores: &Stores,
    user: UserId,
    question: &Question,
    found: &mut Found,
) -> Result<(), Unavailable> {
    let (jobs, users) = (&stores.jobs, &stores.users);
    match question {
        // Answered before: no store knows it.
        Question::Photo(_) => {}
        Question::Product(product) => found.product = users.product(user, *product).await?,
        Question::Order(order) => found.order = jobs.order(user, *order).await?,
        Question::Card(order) => found.card = card(stores, user, *order).await?,
        Question::Job(job) => found.job = jobs.job(user, *job).await?,
        Question::Statement(page) => statement(stores, user, *page, found).await?,
        Question::Payments(page) => {
            found.payments = stores.payments.payments(user, *page).await?;
        }
        Question::Payment(no) => found.payment = payment(stores, user, *no).await?,
        Question::Charge(charge, invoice) => {
            found.payment = payment_of(stores, user, charge).await?;
            let invoice = stores.payments.invoice(*invoice).await?;
            found.invoice = invoice.map(|known| known.invoice);
        }
        Question::Welcomed => found.welcomed = stores.ledger.has(&EntryKey::Welcome(user)).await?,
        Question::Promo(code) => found.promo = stores.gifts.promo(code).await?,
        Question::Friends => found.friends = stores.gifts.friends(user).await?,
        Question::Products(page) => found.products = users.products(user, *page).await?,
        Question::Videos(page) => found.videos = jobs.videos(user, *page).await?,
        Question::Wait(model) => {
            let median = jobs.median_wait(model).await?;
            found.waits.extend(median.map(|wait| (model.clone(), wait)));
        }
        Question::Variant(job) => {
            found.order = order_of(stores, user, *job).await?;
            if let Some(order) = &found.order {
                let model = order.brief.format.model.clone();
                let median = jobs.median_wait(&model).await?;
                found.waits.extend(median.map(|wait| (model, wait)));
            }
        }
    }
    Ok(())
}

/// Entries, with what they are about: at most one page, so at most as many look-ups.
async fn statement(
    stores: &Stores,
    user: UserId,
    page: Page,
    found: &mut Found,
) -> Result<(), Unavailable> {
    found.entries = stores.ledger.statement(user, page).await?;
    let (jobs, charges) = named_in(&found.entries);
    if !jobs.is_empty() {
        found.titles = stores.jobs.titles(user, &jobs).await?;
    }
    for charge in charges {
        let payment = payment_of(stores, user, &charge).await?;
        found.charges.extend(payment);
    }
    Ok(())
}

/// The payment of a charge, if it is this user's: the port does not check whose it is.
async fn payment_of(
    stores: &Stores,
    user: UserId,
    charge: &ChargeId,
) -> Result<Option<Payment>, Unavailable> {
    let payment = stores.payments.payment(charge).await?;
    Ok(payment.filter(|payment| payment.user == user))
}

/// The payment with this number, if it is this user's: the port does not check whose it is.
async fn payment(stores: &Stores, user: UserId, no: i64) -> Result<Option<Payment>, Unavailable> {
    let payment = stores.payments.payment_numbered(no).await?;
    Ok(payment.filter(|payment| payment.user == user))
}

/// The card of an order, if it is this user's: the port does not check whose it is, that of orders does.
async fn card(stores: &Stores, user: UserId, order: OrderId) -> Result<Option<Card>, Unavailable> {
    match stores.jobs.order(user, order).await? {
        Some(order) => stores.jobs.card(order.id).await,
        None => Ok(None),
    }
}

async fn order_of(stores: &Stores, user: UserId, job: JobId) -> Result<Option<Order>, Unavailable> {
    match stores.jobs.job(user, job).await? {
        Some(job) => stores.jobs.order(user, job.order).await,
        None => Ok(None),
    }
}
