//! The last step: the order as it will be, and the button that places it.

use neurocards_core::chat::button::Button;
use neurocards_core::chat::update::Write;
use neurocards_core::ids::MessageId;
use neurocards_core::work::order::{NewOrder, OrderDraft};

use super::count::price;
use super::template::HEADLINE_MAX;
use crate::conversation::answer::{Answer, Show};
use crate::conversation::context::Context;
use crate::conversation::draft::{AskConfirm, AskCount, AskTemplate};
use crate::conversation::reply::{Remark, Toast};
use crate::conversation::screen::Screen;
use crate::conversation::state::State;

impl AskConfirm {
    pub(crate) fn screen(&self, context: &Context<'_>) -> Screen {
        let price = price(&self.brief, context).unwrap_or_default();
        let cost = price.checked_mul(self.count.get()).unwrap_or_default();
        let left = context.balance.available.checked_sub(cost);
        Screen::Confirm {
            order: self.order,
            headline: self.product.description.headline(HEADLINE_MAX),
            template: self.brief.scenario.template(),
            wishes: self.brief.scenario.wishes().cloned(),
            format: self.brief.format.clone(),
            count: self.count,
            cost,
            left: left.unwrap_or_default(),
            wait: context.wait(&self.brief.format.model),
        }
    }

    pub(crate) fn press(&self, button: Button) -> Option<Answer> {
        match button {
            Button::EditOrder => Some(Answer::to(State::Template(AskTemplate {
                product: self.product.clone(),
            }))),
            Button::CancelDraft => Some(Answer::to(State::Menu).saying(Remark::Dropped)),
            _ => None,
        }
    }

    /// Places the order; its confirm message `card` becomes the card at once, whether or not a worker
    /// runs, and nothing else is said.
    pub(crate) fn launch(&self, card: Option<MessageId>, context: &Context<'_>) -> Answer {
        let draft = OrderDraft {
            id: self.order,
            user: context.user.id,
            chat: context.user.chat,
            card_message: card,
            product: self.product.clone(),
            brief: self.brief.clone(),
            language: context.user.language,
            count: self.count,
        };
        let offer = context.offer;
        let order = NewOrder::price(
            draft,
            &offer.catalogue,
            &context.ids.jobs,
            offer.job_deadline,
        );
        let affordable = |order: &NewOrder| {
            let total = order.total();
            total.is_some_and(|total| total <= context.balance.available)
        };
        match order {
            Ok(order) if affordable(&order) => Answer {
                state: Some(State::Menu),
                toast: Some(Toast::Launched),
                show: Show::Card(self.order),
                writes: vec![Write::Place(Box::new(order))],
                ..Answer::default()
            },
            // Too few credits, or a format that is gone: the step before tells which.
            _ => self.to_count().choose(self.count, context),
        }
    }

    /// The store finds the order too dear.
    pub(crate) fn too_dear(&self) -> Answer {
        Answer::to(State::Count(AskCount {
            wanted: Some(self.count),
            ..self.to_count()
        }))
    }

    fn to_count(&self) -> AskCount {
        AskCount {
            product: self.product.clone(),
            brief: self.brief.clone(),
            wanted: None,
        }
    }
}
