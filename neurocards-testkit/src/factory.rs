//! Test data, said in few words: `an_order().of(user).videos(3).build(&ids)`.

mod catalogue;
mod money;

pub use catalogue::a_catalogue;
pub use money::{
    a_charge, a_charge_id, a_chargeback, a_correction, a_grant, a_promo, a_purchase, a_refund_of,
    an_invoice, an_operator, stars,
};

use std::time::Duration;

use neurocards_core::work::brief::{Brief, Scenario};

use neurocards_core::chat::update::RawUpdate;
use neurocards_core::ids::ModelId;
use neurocards_core::ids::{ChatId, JobId, MessageId, OrderId, ProductId, UserId};
use neurocards_core::money::credits::Credits;
use neurocards_core::ports::IdSource;
use neurocards_core::user::{Language, Visitor};
use neurocards_core::work::failure::{Cause, ErrorClass, Failure};
use neurocards_core::work::format::{Aspect, Format};
use neurocards_core::work::job::{AttemptEnd, Retry};
use neurocards_core::work::media::{MediaKey, MediaKind, StoredVideo};
use neurocards_core::work::order::NewOrder;
use neurocards_core::work::product::{Description, Product};
use neurocards_core::work::prompt::{Prompt, PromptSource};

/// An order being described. [`an_order`] begins one: user 1, one video of a mug for 1 credit,
/// to be made within an hour.
#[derive(Debug, Clone)]
pub struct OrderBuilder {
    user: UserId,
    videos: usize,
    price: Credits,
    product: Option<Product>,
    model: ModelId,
    card_message: Option<MessageId>,
    language: Language,
    deadline: Duration,
}

/// Begins the description of an order.
pub fn an_order() -> OrderBuilder {
    OrderBuilder {
        user: UserId(1),
        videos: 1,
        price: Credits::small(1),
        product: None,
        model: ModelId("kling-3.0/video".to_owned()),
        card_message: None,
        language: Language::Ru,
        deadline: Duration::from_hours(1),
    }
}

impl OrderBuilder {
    /// The user who orders.
    #[must_use]
    pub fn of(self, user: UserId) -> Self {
        Self { user, ..self }
    }

    /// The number of videos that the order asks for.
    #[must_use]
    pub fn videos(self, videos: usize) -> Self {
        Self { videos, ..self }
    }

    /// Credits for one video.
    #[must_use]
    pub fn priced(self, price: u16) -> Self {
        let price = Credits::small(price);
        Self { price, ..self }
    }

    /// Which product; without it, a new mug of the user.
    #[must_use]
    pub fn showing(self, product: &Product) -> Self {
        let product = Some(product.clone());
        Self { product, ..self }
    }

    /// Which video model makes it.
    #[must_use]
    pub fn made_by(self, model: &str) -> Self {
        let model = ModelId(model.to_owned());
        Self { model, ..self }
    }

    /// The confirm message that becomes the card.
    #[must_use]
    pub fn confirmed_in(self, message: MessageId) -> Self {
        let card_message = Some(message);
        Self {
            card_message,
            ..self
        }
    }

    /// The language of its texts.
    #[must_use]
    pub fn spoken(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// How long each job may take.
    #[must_use]
    pub fn within(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// The order, with ids from `ids`. Its chat is the user's.
    pub fn build(self, ids: &dyn IdSource) -> NewOrder {
        let id = OrderId(ids.uuid());
        let product = self.product.unwrap_or_else(|| a_product(self.user, ids));
        NewOrder {
            id,
            user: self.user,
            chat: ChatId(self.user.0),
            card_message: self.card_message,
            product,
            brief: Brief {
                scenario: Scenario::Ad { wishes: None },
                format: Format {
                    model: self.model,
                    seconds: 15,
                    aspect: Aspect::Vertical,
                },
            },
            language: self.language,
            jobs: (0..self.videos).map(|_| JobId(ids.uuid())).collect(),
            price: self.price,
            deadline: self.deadline,
        }
    }
}

/// A mug of `user`.
#[expect(
    clippy::missing_panics_doc,
    reason = "the description is a constant that parses"
)]
pub fn a_product(user: UserId, ids: &dyn IdSource) -> Product {
    Product {
        id: ProductId(ids.uuid()),
        user,
        photo: MediaKey::of(b"a photo of a mug", MediaKind::Jpeg),
        description: Description::parse("Кружка ручной работы, 300 мл").expect("a description"),
    }
}

/// A person whose chat is their own, who speaks Russian.
pub fn a_visitor(user: UserId) -> Visitor {
    Visitor {
        user,
        chat: ChatId(user.0),
        language: Language::Ru,
    }
}

/// A prompt of the text model.
pub fn a_prompt() -> Prompt {
    Prompt {
        text: "A mug turns slowly on a wooden table.".to_owned(),
        voice_over: "Тепло в ладонях.".to_owned(),
        hero: "the mug".to_owned(),
        scene: "a kitchen in the morning".to_owned(),
        source: PromptSource::Model,
    }
}

/// A stored video of 15 s.
pub fn a_video() -> StoredVideo {
    StoredVideo {
        key: MediaKey::of(b"a video of a mug", MediaKind::Mp4),
        bytes: 2_500_000,
        seconds: 15,
        width: 720,
        height: 1_280,
    }
}

/// A refusal by the provider's content rules.
pub fn a_refusal() -> Failure {
    Failure::new(ErrorClass::User, Cause::ContentRefused, "policy violation")
}

/// A fault of the provider that passes.
pub fn a_fault() -> Failure {
    Failure::new(
        ErrorClass::Temporary,
        Cause::ProviderFault,
        "500: try again",
    )
}

/// A put-back after [`a_fault`].
pub fn a_retry(after: Duration, ends: Option<AttemptEnd>) -> Retry {
    Retry {
        after,
        failure: a_fault(),
        ends,
    }
}

/// A text message from the user with the number `lane`.
pub fn an_update(id: i64, lane: i64) -> RawUpdate {
    RawUpdate {
        id,
        lane,
        body: format!(r#"{{"update_id":{id},"message":{{"text":"привет"}}}}"#),
    }
}
