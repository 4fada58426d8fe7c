//! Photos: what is taken, what is told.

use neurocards_core::chat::update::Write;

use super::desk::*;
use super::samples::*;
use crate::conversation::*;

fn sent(verdict: PhotoVerdict, caption: Option<&str>, album: Option<&str>) -> Input {
    Input::Photo {
        verdict,
        caption: caption.map(ToOwned::to_owned),
        album: album.map(ToOwned::to_owned),
    }
}

fn kept(caption: Option<&str>, album: Option<&str>) -> Input {
    sent(PhotoVerdict::Kept(photo()), caption, album)
}

#[test]
fn a_photo_begins_a_draft_where_one_is_wanted() {
    for state in [State::Menu, State::Photo, State::Lost] {
        let mut desk = Desk::at(state);
        assert!(takes_photo(&desk.conversation, None, &desk.context()));
        let turned = desk.turn(&kept(None, None));
        assert_eq!(shown(&turned).2, &Screen::Description);
    }
}

#[test]
fn a_caption_is_the_description_and_skips_its_step() {
    let mut desk = Desk::at(State::Photo);
    let turned = desk.turn(&kept(Some("Кружка"), None));
    assert!(matches!(&turned.writes[..], [Write::Product(made)]
        if made.description.as_str() == "Кружка"));
    assert!(matches!(desk.conversation.state, State::Template(_)));
}

#[test]
fn another_photo_replaces_the_first_until_the_description_is_there() {
    let mut desk = Desk::at(State::Description(AskDescription { photo: photo() }));
    let other = neurocards_core::work::media::MediaKey::of(
        b"2",
        neurocards_core::work::media::MediaKind::Png,
    );
    desk.turn(&sent(PhotoVerdict::Kept(other.clone()), None, None));
    assert_eq!(
        desk.conversation.state,
        State::Description(AskDescription { photo: other })
    );
}

#[test]
fn of_an_album_the_first_photo_is_taken_and_that_is_said_once() {
    let mut desk = Desk::at(State::Photo);
    desk.turn(&kept(None, Some("a1")));
    let state = desk.conversation.state.clone();
    assert!(!takes_photo(
        &desk.conversation,
        Some("a1"),
        &desk.context()
    ));
    assert!(takes_photo(&desk.conversation, Some("a2"), &desk.context()));
    let second = desk.turn(&sent(PhotoVerdict::NotLookedAt, None, Some("a1")));
    assert_eq!(shown(&second).1, Some(Remark::FirstOfAlbum));
    let third = desk.turn(&sent(PhotoVerdict::NotLookedAt, None, Some("a1")));
    assert_eq!((third.replies, &desk.conversation.state), (vec![], &state));
}

#[test]
fn a_photo_with_a_problem_is_told_and_nothing_is_lost() {
    let problem = PhotoProblem::TooSmall {
        width: 90,
        height: 60,
    };
    let waiting = State::Description(AskDescription { photo: photo() });
    for (state, next) in [(State::Menu, State::Photo), (waiting.clone(), waiting)] {
        let mut desk = Desk::at(state);
        let turned = desk.turn(&sent(PhotoVerdict::Refused(problem), None, None));
        assert_eq!(shown(&turned).1, Some(Remark::Photo { problem }));
        assert_eq!((&desk.conversation.state, turned.writes), (&next, vec![]));
    }
}

#[test]
fn a_photo_where_none_is_wanted_gets_an_answer_and_keeps_the_draft() {
    let wanted =
        |state: &State| matches!(state, State::Menu | State::Photo | State::Description(_));
    for state in every_state().into_iter().filter(|state| !wanted(state)) {
        let mut desk = Desk::at(state.clone());
        assert!(!takes_photo(&desk.conversation, None, &desk.context()));
        let turned = desk.turn(&sent(PhotoVerdict::NotLookedAt, None, None));
        assert_eq!(shown(&turned).1, Some(Remark::NoPhotoNow));
        assert_eq!(desk.conversation.state, state);
    }
}
