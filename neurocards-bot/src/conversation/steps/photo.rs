//! The first step of a draft: a photo.

use crate::conversation::answer::Answer;
use crate::conversation::context::Context;
use crate::conversation::draft::AskDescription;
use crate::conversation::input::{Photo, PhotoVerdict};
use crate::conversation::reply::Remark;
use crate::conversation::state::{Album, Conversation, State};

/// Whether a photo that comes now is wanted, so that it is worth taking from the chat.
///
/// One is wanted where the menu or the question for a photo is shown, and while the description is
/// expected, where it replaces the photo. Of an album only the first one that is usable is wanted.
pub(crate) fn takes_photo(
    conversation: &Conversation,
    sent: &Photo,
    context: &Context<'_>,
) -> bool {
    context.has_consent() && wanted(&conversation.state) && !is_taken(conversation, sent)
}

fn wanted(state: &State) -> bool {
    matches!(
        state,
        State::Menu | State::Lost | State::Photo | State::Description(_)
    )
}

fn is_taken(conversation: &Conversation, sent: &Photo) -> bool {
    let taken = conversation.album.as_ref().map(|album| &album.id);
    sent.album.is_some() && taken == sent.album.as_ref()
}

/// The answer to a photo, and the album to remember.
pub(crate) fn show(
    conversation: &Conversation,
    sent: &Photo,
    context: &Context<'_>,
) -> (Answer, Option<Album>) {
    if is_taken(conversation, sent) {
        return rest_of_album(conversation);
    }
    match &context.found.photo {
        PhotoVerdict::NotLookedAt if sent.is_doubtful => (conversation.state.refuse(), None),
        PhotoVerdict::NotLookedAt => (Answer::again(Remark::NoPhotoNow), None),
        PhotoVerdict::Refused(problem) => {
            let answer = match conversation.state {
                State::Description(_) => Answer::here(),
                _ => Answer::to(State::Photo),
            };
            (answer.saying(Remark::Photo { problem: *problem }), None)
        }
        PhotoVerdict::Kept(photo) => {
            let step = AskDescription {
                photo: photo.clone(),
            };
            let first = sent.album.clone().map(|id| Album { id, told: false });
            let caption = sent.caption.as_deref();
            let answer = match caption.filter(|caption| !caption.trim().is_empty()) {
                Some(caption) => step.with_caption(caption, context),
                None => Answer::to(State::Description(step)),
            };
            (answer, first)
        }
    }
}

/// The other photos of an album: said once, then passed over.
fn rest_of_album(conversation: &Conversation) -> (Answer, Option<Album>) {
    match &conversation.album {
        Some(Album { id, told: false }) => {
            let told = Album {
                id: id.clone(),
                told: true,
            };
            (Answer::again(Remark::FirstOfAlbum), Some(told))
        }
        _ => (Answer::default(), None),
    }
}
