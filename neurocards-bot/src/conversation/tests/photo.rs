//! Photos: what is taken, what is told.

use neurocards_core::chat::update::Write;

use super::bench::*;
use super::samples::*;
use crate::conversation::*;

pub(crate) fn sent(caption: Option<&str>, album: Option<&str>) -> Photo {
    Photo {
        file_id: "file".to_owned(),
        bytes: Some(10),
        caption: caption.map(ToOwned::to_owned),
        album: album.map(ToOwned::to_owned),
        is_doubtful: false,
    }
}

/// Whether a photo of this album, or one alone, would be taken from the chat.
fn is_wanted(bench: &TestBench, album: Option<&str>) -> bool {
    let sent = sent(None, album);
    let input = Input::Photo(sent.clone());
    let asked = questions(&bench.conversation, &input, &bench.context());
    asked.contains(&Question::Photo(sent))
}

fn turn(bench: &mut TestBench, verdict: PhotoVerdict, photo: Photo) -> Turned {
    bench.found.photo = verdict;
    bench.turn(&Input::Photo(photo))
}

fn kept() -> PhotoVerdict {
    PhotoVerdict::Kept(photo())
}

#[test]
fn a_photo_begins_a_draft_where_one_is_wanted() {
    for state in [State::Menu, State::Photo, State::Lost] {
        let mut bench = TestBench::at(state);
        assert!(is_wanted(&bench, None));
        let turned = turn(&mut bench, kept(), sent(None, None));
        assert_eq!(shown(&turned).2, &Screen::Description);
    }
}

#[test]
fn a_caption_is_the_description_and_skips_its_step() {
    let mut bench = TestBench::at(State::Photo);
    let turned = turn(&mut bench, kept(), sent(Some("Кружка"), None));
    assert!(matches!(&turned.writes[..], [Write::Product(made)]
        if made.description.as_str() == "Кружка"));
    assert!(matches!(bench.conversation.state, State::Template(_)));
}

#[test]
fn another_photo_replaces_the_first_until_the_description_is_there() {
    let mut bench = TestBench::at(State::Description(AskDescription { photo: photo() }));
    let other = neurocards_core::work::media::MediaKey::of(
        b"2",
        neurocards_core::work::media::MediaKind::Png,
    );
    turn(
        &mut bench,
        PhotoVerdict::Kept(other.clone()),
        sent(None, None),
    );
    assert_eq!(
        bench.conversation.state,
        State::Description(AskDescription { photo: other })
    );
}

#[test]
fn of_an_album_the_first_photo_is_taken_and_that_is_said_once() {
    let mut bench = TestBench::at(State::Photo);
    turn(&mut bench, kept(), sent(None, Some("a1")));
    let state = bench.conversation.state.clone();
    assert!(!is_wanted(&bench, Some("a1")));
    assert!(is_wanted(&bench, Some("a2")));
    let second = turn(
        &mut bench,
        PhotoVerdict::NotLookedAt,
        sent(None, Some("a1")),
    );
    assert_eq!(shown(&second).1, Some(Remark::FirstOfAlbum));
    let third = turn(
        &mut bench,
        PhotoVerdict::NotLookedAt,
        sent(None, Some("a1")),
    );
    assert_eq!((third.replies, &bench.conversation.state), (vec![], &state));
}

#[test]
fn a_photo_with_a_problem_is_told_and_nothing_is_lost() {
    let problem = PhotoProblem::TooSmall {
        width: 90,
        height: 60,
    };
    let waiting = State::Description(AskDescription { photo: photo() });
    for (state, next) in [(State::Menu, State::Photo), (waiting.clone(), waiting)] {
        let mut bench = TestBench::at(state);
        let turned = turn(&mut bench, PhotoVerdict::Refused(problem), sent(None, None));
        assert_eq!(shown(&turned).1, Some(Remark::Photo { problem }));
        assert_eq!((&bench.conversation.state, turned.writes), (&next, vec![]));
    }
}

#[test]
fn a_photo_where_none_is_wanted_gets_an_answer_and_keeps_the_draft() {
    let wanted =
        |state: &State| matches!(state, State::Menu | State::Photo | State::Description(_));
    for state in every_state().into_iter().filter(|state| !wanted(state)) {
        let mut bench = TestBench::at(state.clone());
        assert!(!is_wanted(&bench, None));
        let turned = turn(&mut bench, PhotoVerdict::NotLookedAt, sent(None, None));
        assert_eq!(shown(&turned).1, Some(Remark::NoPhotoNow));
        assert_eq!(bench.conversation.state, state);
    }
}
