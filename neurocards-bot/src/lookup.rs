//! The answers to the questions of a turn, always for the person who asks.

use neurocards_core::card::Card;
use neurocards_core::ids::{JobId, OrderId, UserId};
use neurocards_core::order::Order;
use neurocards_core::ports::{Stores, Unavailable};

use crate::conversation::{Found, Question};

/// Asks the stores.
pub(crate) async fn look_up(
    stores: &Stores,
    user: UserId,
    questions: &[Question],
) -> Result<Found, Unavailable> {
    let mut found = Found::default();
    for question in questions {
        answer(stores, user, question, &mut found).await?;
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
        Question::Product(product) => found.product = users.product(user, *product).await?,
        Question::Order(order) => found.order = jobs.order(user, *order).await?,
        Question::Card(order) => found.card = card(stores, user, *order).await?,
        Question::Job(job) => found.job = jobs.job(user, *job).await?,
        Question::Statement(page) => found.entries = stores.ledger.statement(user, *page).await?,
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

/// The store shows a card to whoever asks: the order is asked for first.
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
