//! People are added to a fake, and found again.

use super::HumanError;
use crate::telegram::chat::User;
use crate::telegram::handle::TelegramHandle;

/// One person in the private chat with the bot.
#[derive(Clone, Debug)]
pub struct Person {
    pub(super) telegram: TelegramHandle,
    pub(super) id: i64,
}

impl Person {
    fn new(telegram: TelegramHandle, id: i64) -> Self {
        Self { telegram, id }
    }

    /// Telegram's user id, which is also the id of the chat.
    pub fn id(&self) -> i64 {
        self.id
    }

    /// The fake that the person lives in.
    pub fn telegram(&self) -> &TelegramHandle {
        &self.telegram
    }
}

impl TelegramHandle {
    /// Adds a person who has not written to the bot yet. If the id is known, only names and language
    /// change.
    pub fn add_user(&self, user: User) -> Person {
        let id = user.id;
        self.shared.update(|world| world.add_user(user));
        Person::new(self.clone(), id)
    }

    /// All people that were added, in the order of their ids.
    pub fn users(&self) -> Vec<User> {
        self.shared
            .read(|world| world.chats.values().map(|chat| chat.user.clone()).collect())
    }

    /// A person who was added before.
    pub fn person(&self, id: i64) -> Result<Person, HumanError> {
        if self.shared.read(|world| world.chats.contains_key(&id)) {
            return Ok(Person::new(self.clone(), id));
        }
        Err(HumanError::NoSuchUser(id))
    }
}
