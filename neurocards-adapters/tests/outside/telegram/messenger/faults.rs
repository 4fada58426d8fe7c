//! What a sender is told when something goes wrong on the way.

use std::time::Duration;

use neurocards_core::ids::ChatId;
use neurocards_core::ports::{Messenger, SendError};
use neurocards_core::user::Language;
use neurocards_core::work::stage::Stage;
use neurocards_fakes::telegram::{Fault, FaultKind, User};

use super::rig::{ANNA, Rig, card, files, film};

#[tokio::test]
async fn a_person_who_is_gone_is_told_apart() {
    let rig = Rig::start().await;
    let blocked = |sent: Result<_, SendError>| matches!(sent, Err(SendError::Blocked(_)));
    let stranger = rig.telegram.add_user(User::new(8, "Борис", "ru"));
    for chat in [stranger.id(), 404] {
        let mut card = card(&[Stage::Writing]);
        card.chat = ChatId(chat);
        assert!(blocked(rig.messenger.send_card(&card).await), "{chat}");
    }
    rig.anna.block();
    assert!(matches!(
        rig.send(&film(), Some(files())).await,
        Err(SendError::Blocked(_))
    ));
    rig.anna.deactivate();
    assert!(blocked(
        rig.messenger.send_card(&card(&[Stage::Writing])).await
    ));
    assert_eq!(rig.telegram.ledger().effects("sendVideo", ANNA), 0);
    rig.finish().await;
}

#[tokio::test]
async fn a_flood_limit_says_when_to_come_back_and_nothing_was_sent() {
    let rig = Rig::start().await;
    rig.telegram
        .add_fault(Fault::flood("sendVideo", 3))
        .unwrap();
    let error = rig.send(&film(), Some(files())).await.unwrap_err();
    let wait = Duration::from_secs(3);
    assert!(matches!(error, SendError::RateLimited { retry_after } if retry_after == wait));
    assert_eq!(rig.anna.videos().len(), 0);
    rig.finish().await;
}

#[tokio::test]
async fn a_lost_answer_is_no_failure_for_the_video_may_be_there() {
    let rig = Rig::start().await;
    for (cut, videos) in [(FaultKind::CutAfter, 1), (FaultKind::CutBefore, 1)] {
        rig.telegram
            .add_fault(Fault::calls("sendVideo", 1, cut))
            .unwrap();
        let error = rig.send(&film(), Some(files())).await.unwrap_err();
        assert!(matches!(error, SendError::Unknown(_)), "{error}");
        assert_eq!(rig.anna.videos().len(), videos);
    }
    rig.finish().await;
}

#[tokio::test]
async fn a_server_that_is_down_got_nothing() {
    let rig = Rig::start().await;
    rig.telegram.stop().await;
    let error = rig
        .messenger
        .send_video(ChatId(ANNA), Language::Ru, &film(), Some(files()))
        .await
        .unwrap_err();
    assert!(matches!(error, SendError::NotSent(_)), "{error}");
}
