use bytes::Bytes;
use chrono::DateTime;
use uuid::Uuid;

use super::*;
use crate::chat::card::Card;
use crate::chat::delivery::SentMessage;
use crate::ids::{ChatId, DeliveryId, MessageId, ProductId, UserId};
use crate::money::credits::Credits;
use crate::ports::{MockJobQueue, MockMediaStore, MockMessenger, MockOutbox};
use crate::user::Language;
use crate::work::brief::Template;
use crate::work::failure::Cause;
use crate::work::media::{MediaKey, MediaKind, StoredVideo};

struct Mocks {
    outbox: MockOutbox,
    jobs: MockJobQueue,
    messenger: MockMessenger,
    media: MockMediaStore,
    in_doubt: bool,
}

impl Mocks {
    fn new() -> Self {
        let mut media = MockMediaStore::new();
        media
            .expect_get()
            .returning(|_| Ok(Bytes::from_static(b"bytes")));
        Self {
            outbox: MockOutbox::new(),
            jobs: MockJobQueue::new(),
            messenger: MockMessenger::new(),
            media,
            in_doubt: false,
        }
    }

    async fn deliver(self, kind: DeliveryKind, deferrals: u16) -> Delivered {
        let deliver = Deliver {
            outbox: Arc::new(self.outbox),
            jobs: Arc::new(self.jobs),
            messenger: Arc::new(self.messenger),
            media: Arc::new(self.media),
            card_pause: Duration::from_secs(3),
            backoff: Backoff {
                first: Duration::from_secs(2),
                most: Duration::from_mins(5),
            },
            deferrals_max: 3,
        };
        let delivery = Delivery {
            id: DeliveryId(Uuid::from_u128(1)),
            user: UserId(7),
            chat: ChatId(7),
            language: Language::Ru,
            kind,
            deferrals,
            in_doubt: self.in_doubt,
        };
        let lease = DeliveryLease::granted(delivery.id, 1);
        deliver
            .deliver(ClaimedDelivery { delivery, lease })
            .await
            .unwrap()
    }
}

fn video(file_id: Option<&str>) -> DeliveryKind {
    DeliveryKind::Video(VideoMessage {
        order: OrderId(Uuid::from_u128(2)),
        job: JobId(Uuid::from_u128(3)),
        product: ProductId(Uuid::from_u128(4)),
        video: StoredVideo {
            key: MediaKey::of(b"film", MediaKind::Mp4),
            bytes: 4,
            seconds: 15,
            width: 720,
            height: 1_280,
        },
        photo: MediaKey::of(b"photo", MediaKind::Jpeg),
        file_id: file_id.map(ToOwned::to_owned),
        is_gift: false,
    })
}

fn bad_news() -> DeliveryKind {
    DeliveryKind::Failed {
        order: OrderId(Uuid::from_u128(2)),
        job: JobId(Uuid::from_u128(3)),
        product: ProductId(Uuid::from_u128(4)),
        variant: 0,
        cause: Cause::ContentRefused,
    }
}

fn closing(outbox: &mut MockOutbox, end: DeliveryEnd) {
    outbox
        .expect_close()
        .withf(move |_, closed, _| *closed == end)
        .once()
        .returning(|_, _, _| Ok(()));
}

#[tokio::test]
async fn the_send_of_a_video_is_announced_before_it_goes_out() {
    let mut mocks = Mocks::new();
    let mut order = mockall::Sequence::new();
    mocks
        .outbox
        .expect_begin()
        .once()
        .in_sequence(&mut order)
        .returning(|_| Ok(()));
    let sent = SentMessage {
        message: MessageId(9),
        file_id: Some("file".to_owned()),
    };
    let end = DeliveryEnd::Sent(sent.clone());
    mocks
        .messenger
        .expect_send_video()
        .withf(|_, _, _, files| files.as_ref().is_some_and(|files| files.photo.is_some()))
        .once()
        .in_sequence(&mut order)
        .return_once(move |_, _, _, _| Ok(sent));
    closing(&mut mocks.outbox, end.clone());
    assert_eq!(mocks.deliver(video(None), 0).await, Delivered::Closed(end));
}

#[tokio::test]
async fn a_video_the_chat_forgot_is_sent_from_our_copy() {
    let mut mocks = Mocks::new();
    mocks.outbox.expect_begin().once().returning(|_| Ok(()));
    let forgotten = || SendError::Forgotten("wrong file".to_owned());
    mocks
        .messenger
        .expect_send_video()
        .withf(|_, _, _, files| files.is_none())
        .once()
        .returning(move |_, _, _, _| Err(forgotten()));
    mocks
        .messenger
        .expect_send_video()
        .withf(|_, _, _, files| files.is_some())
        .once()
        .returning(|_, _, _, _| Ok(MessageId(9).into()));
    let end = DeliveryEnd::Sent(MessageId(9).into());
    closing(&mut mocks.outbox, end.clone());
    assert_eq!(
        mocks.deliver(video(Some("file")), 0).await,
        Delivered::Closed(end)
    );
}

#[tokio::test]
async fn a_video_the_chat_has_is_sent_without_its_bytes() {
    let mut mocks = Mocks::new();
    mocks.media = MockMediaStore::new();
    mocks.outbox.expect_begin().returning(|_| Ok(()));
    mocks
        .messenger
        .expect_send_video()
        .withf(|_, _, message, files| files.is_none() && message.file_id.as_deref() == Some("file"))
        .once()
        .returning(|_, _, _, _| Ok(MessageId(9).into()));
    mocks
        .outbox
        .expect_close()
        .once()
        .returning(|_, _, _| Ok(()));
    mocks.deliver(video(Some("file")), 0).await;
}

#[tokio::test]
async fn a_video_with_an_unknown_outcome_is_closed_and_not_sent_again() {
    let mut mocks = Mocks::new();
    mocks.outbox.expect_begin().once().returning(|_| Ok(()));
    let cut = || SendError::Unknown("cut".to_owned());
    mocks
        .messenger
        .expect_send_video()
        .once()
        .returning(move |_, _, _, _| Err(cut()));
    mocks.outbox.expect_defer().never();
    closing(&mut mocks.outbox, DeliveryEnd::Unknown);
    assert_eq!(
        mocks.deliver(video(None), 0).await,
        Delivered::Closed(DeliveryEnd::Unknown)
    );
}

#[tokio::test]
async fn a_message_that_certainly_did_not_arrive_is_deferred_a_bounded_number_of_times() {
    for (deferrals, gives_up) in [(0, false), (2, false), (3, true)] {
        let mut mocks = Mocks::new();
        mocks.outbox.expect_begin().returning(|_| Ok(()));
        let down = || SendError::NotSent("down".to_owned());
        mocks
            .messenger
            .expect_send_notice()
            .once()
            .returning(move |_, _, _| Err(down()));
        mocks
            .outbox
            .expect_defer()
            .times(usize::from(!gives_up))
            .returning(|_, _, _| Ok(()));
        mocks
            .outbox
            .expect_close()
            .times(usize::from(gives_up))
            .returning(|_, _, _| Ok(()));
        let delivered = mocks.deliver(bad_news(), deferrals).await;
        assert_eq!(
            matches!(delivered, Delivered::Closed(_)),
            gives_up,
            "{delivered:?}"
        );
    }
}

#[tokio::test]
async fn a_chat_that_says_how_long_to_wait_is_obeyed() {
    let mut mocks = Mocks::new();
    mocks.outbox.expect_begin().returning(|_| Ok(()));
    let retry_after = Duration::from_secs(33);
    let limited = move || SendError::RateLimited { retry_after };
    mocks
        .messenger
        .expect_send_notice()
        .returning(move |_, _, _| Err(limited()));
    mocks
        .outbox
        .expect_defer()
        .withf(move |_, after, why| *after == retry_after && *why == Deferral::Asked)
        .once()
        .returning(|_, _, _| Ok(()));
    mocks.deliver(bad_news(), 0).await;
}

fn card() -> DeliveryKind {
    DeliveryKind::Card {
        order: OrderId(Uuid::from_u128(2)),
    }
}

/// Mocks of an order whose card is this message.
fn with_card(message: Option<MessageId>) -> Mocks {
    let mut mocks = Mocks::new();
    let shown = Card {
        order: OrderId(Uuid::from_u128(2)),
        user: UserId(7),
        chat: ChatId(7),
        message,
        product: ProductId(Uuid::from_u128(4)),
        headline: "A mug".to_owned(),
        template: Template::Ugc,
        language: Language::Ru,
        price: Credits::small(1),
        placed_at: DateTime::UNIX_EPOCH,
        now: DateTime::UNIX_EPOCH,
        videos: vec![],
    };
    let found = mocks.jobs.expect_card();
    found.once().returning(move |_| Ok(Some(shown.clone())));
    mocks
}

#[tokio::test]
async fn the_card_of_an_order_that_is_gone_is_closed() {
    let mut mocks = Mocks::new();
    mocks.jobs.expect_card().once().returning(|_| Ok(None));
    let closed = mocks.outbox.expect_close();
    closed.once().returning(|_, _, _| Ok(()));
    assert!(matches!(
        mocks.deliver(card(), 0).await,
        Delivered::Closed(DeliveryEnd::Refused { .. })
    ));
}

#[tokio::test]
async fn a_card_is_an_edit_that_needs_no_announcement() {
    let mut mocks = with_card(Some(MessageId(9)));
    let edited = mocks.messenger.expect_edit_card();
    edited.once().returning(|_, _| Ok(true));
    closing(&mut mocks.outbox, DeliveryEnd::Sent(MessageId(9).into()));
    mocks.deliver(card(), 0).await;
}

#[tokio::test]
async fn an_edit_with_an_unknown_outcome_is_repeated() {
    let mut mocks = with_card(Some(MessageId(9)));
    let edited = mocks.messenger.expect_edit_card();
    edited.returning(|_, _| Err(SendError::Unknown("cut".to_owned())));
    mocks
        .outbox
        .expect_defer()
        .once()
        .returning(|_, _, _| Ok(()));
    mocks.deliver(card(), 0).await;
}

#[tokio::test]
async fn a_card_without_a_message_is_announced_and_sent() {
    for message in [None, Some(MessageId(8))] {
        let mut mocks = with_card(message);
        mocks
            .messenger
            .expect_edit_card()
            .returning(|_, _| Ok(false));
        mocks.outbox.expect_begin().once().returning(|_| Ok(()));
        let sent = mocks.messenger.expect_send_card();
        sent.once().returning(|_| Ok(MessageId(9)));
        closing(&mut mocks.outbox, DeliveryEnd::Sent(MessageId(9).into()));
        mocks.deliver(card(), 0).await;
    }
}

#[tokio::test]
async fn a_card_that_may_have_been_sent_is_not_sent_again() {
    let mut mocks = with_card(None);
    mocks.in_doubt = true;
    closing(&mut mocks.outbox, DeliveryEnd::Unknown);
    mocks.deliver(card(), 0).await;

    let mut mocks = with_card(None);
    mocks.outbox.expect_begin().once().returning(|_| Ok(()));
    let cut = || SendError::Unknown("cut".to_owned());
    mocks
        .messenger
        .expect_send_card()
        .once()
        .returning(move |_| Err(cut()));
    closing(&mut mocks.outbox, DeliveryEnd::Unknown);
    mocks.deliver(card(), 0).await;
}
