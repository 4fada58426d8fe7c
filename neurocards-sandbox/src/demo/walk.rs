//! A person's way from /start to a launched order, button by button.

use std::time::Duration;

use neurocards_core::chat::button::Button;
use neurocards_core::ids::OrderId;
use neurocards_fakes::telegram::{HumanError, MessageView, Person, Target};
use thiserror::Error;

use super::request::{Request, Script};

/// How long the bot may take to answer one step.
const ANSWER_WITHIN: Duration = Duration::from_mins(1);

/// Why the order was not launched.
#[derive(Debug, Error)]
pub enum Stuck {
    /// The bot did not offer what comes next.
    #[error("the bot did not offer {wanted}; its last words: {words}")]
    NotOffered {
        /// What was looked for.
        wanted: &'static str,
        /// The bot's last message.
        words: String,
    },
    /// The chat did not take what the person did.
    #[error("the chat refused it: {0}")]
    Refused(#[from] HumanError),
}

/// A launched order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Launched {
    /// Its id, as the launch button named it.
    pub(super) order: OrderId,
    /// The message that became its card.
    pub(super) card: i64,
}

/// Accepts the terms and goes to the menu.
pub(super) async fn enter(person: &Person) -> Result<(), Stuck> {
    person.start(None)?;
    press(person, "the terms", |button| {
        matches!(button, Button::AcceptTerms(_))
    })
    .await?;
    press(person, "a way on", |button| button == Button::Continue).await?;
    offered(person, "a new video", |button| button == Button::Create).await?;
    Ok(())
}

/// Orders what `request` asks.
pub(super) async fn order(person: &Person, request: &Request) -> Result<Launched, Stuck> {
    press(person, "a new video", |button| button == Button::Create).await?;
    let photo = send_photo(person, request)?;
    reply_to(person, photo).await?;
    person.say(request.text.as_str())?;
    let template = request.script.template();
    press(person, "the template", |button| {
        button == Button::Template(template)
    })
    .await?;
    script(person, &request.script).await?;
    format(person, request.seconds).await?;
    let count = Button::Count(request.count);
    press(person, "the number of videos", |button| button == count).await?;
    let (card, button) = press(person, "the launch", |button| {
        matches!(button, Button::Launch(_))
    })
    .await?;
    match button {
        Button::Launch(order) => Ok(Launched { order, card }),
        _ => Err(not_offered(person, "the launch")),
    }
}

/// As the app's picture; a picture the app would not take goes as a file.
fn send_photo(person: &Person, request: &Request) -> Result<i64, HumanError> {
    let Request {
        photo,
        photo_name,
        photo_mime,
        ..
    } = request;
    person
        .send_photo(photo.clone(), None)
        .or_else(|_| person.send_document(photo_name, photo_mime, photo.clone(), None))
}

async fn script(person: &Person, script: &Script) -> Result<(), Stuck> {
    let Script::Own(prompt) = script else {
        press(person, "to go on without wishes", |button| {
            button == Button::NoWishes
        })
        .await?;
        return Ok(());
    };
    person.say(prompt.as_str())?;
    press(person, "to approve the prompt", |button| {
        button == Button::ApprovePrompt
    })
    .await?;
    Ok(())
}

/// The length, then on.
async fn format(person: &Person, seconds: u8) -> Result<(), Stuck> {
    press(person, "the length", |button| {
        button == Button::Seconds(seconds)
    })
    .await?;
    press(person, "the format", |button| {
        button == Button::ApproveFormat
    })
    .await?;
    Ok(())
}

/// Waits for an answer below the person's own message.
async fn reply_to(person: &Person, message: i64) -> Result<(), Stuck> {
    let answered = person
        .wait_for(ANSWER_WITHIN, |view| view.message_id > message)
        .await;
    answered.map_err(|_| not_offered(person, "an answer"))?;
    Ok(())
}

/// Presses the wanted button of the newest message that has one; gives message and button.
async fn press(
    person: &Person,
    wanted: &'static str,
    fits: impl Fn(Button) -> bool,
) -> Result<(i64, Button), Stuck> {
    let (view, data, button) = offered(person, wanted, fits).await?;
    person.press(view.message_id, &Target::Data(data))?;
    Ok((view.message_id, button))
}

async fn offered(
    person: &Person,
    wanted: &'static str,
    fits: impl Fn(Button) -> bool,
) -> Result<(MessageView, String, Button), Stuck> {
    let find = |view: &MessageView| buttons(view).find(|(_, button)| fits(*button));
    let view = person
        .wait_for(ANSWER_WITHIN, |view| find(view).is_some())
        .await;
    let view = view.map_err(|_| not_offered(person, wanted))?;
    let (data, button) = find(&view).ok_or_else(|| not_offered(person, wanted))?;
    Ok((view, data, button))
}

/// The buttons of a message that come back to the bot, with their data.
pub(super) fn buttons(view: &MessageView) -> impl Iterator<Item = (String, Button)> {
    let data = view
        .keyboard
        .iter()
        .flatten()
        .filter_map(|key| key.data.clone());
    data.filter_map(|data| Some((data.clone(), Button::parse(&data)?)))
}

fn not_offered(person: &Person, wanted: &'static str) -> Stuck {
    let words = person
        .from_bot()
        .pop()
        .map(|view| view.text)
        .unwrap_or_default();
    Stuck::NotOffered {
        wanted,
        words: words.replace('\n', " "),
    }
}
