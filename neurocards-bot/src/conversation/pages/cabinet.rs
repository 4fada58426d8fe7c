//! The cabinet: what the person has, and what leads on from there.

use crate::conversation::context::Context;
use crate::conversation::screen::Screen;

/// Balance and what leads on from there.
pub(crate) fn cabinet(context: &Context<'_>) -> Screen {
    Screen::Cabinet {
        balance: context.balance.available,
        held: context.balance.held,
    }
}
