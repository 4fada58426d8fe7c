//! Promo codes and friends: in every state, and through the consent.

use neurocards_core::chat::button::Button;
use neurocards_core::chat::update::Write;
use neurocards_core::ids::UserId;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::{PromoCode, PromoRefusal};

use super::bench::*;
use super::money::*;
use super::samples::*;
use crate::conversation::*;

fn code() -> PromoCode {
    promo().code
}

fn newcomer() -> TestBench {
    let mut bench = TestBench::new();
    bench.user.consent = None;
    bench
}

fn accept() -> Input {
    Input::Press(press_on(Button::AcceptTerms(2), Surface::Screen))
}

fn redeems(turned: &Turned) -> Vec<&PromoCode> {
    let codes = turned.writes.iter().filter_map(|write| match write {
        Write::Redeem { code, .. } => Some(code),
        _ => None,
    });
    codes.collect()
}

#[test]
fn a_code_is_redeemed_in_every_state_and_the_draft_stays() {
    for state in every_state() {
        let mut bench = TestBench::at(state.clone());
        bench.found.promo = Some(promo());
        let turned = bench.turn(&Input::Promo(Some(code())));
        assert_eq!(redeems(&turned), [&code()]);
        let credits = Credits::small(3);
        assert_eq!(shown(&turned).1, Some(Remark::PromoRedeemed { credits }));
        let mut richer = TestBench::at(state.clone());
        richer.balance.available = Credits::small(13);
        assert_eq!(shown(&turned).2, &state.screen(&richer.context()));
        assert_eq!(bench.conversation.state, state);
    }
}

#[test]
fn a_code_that_gives_nothing_says_why() {
    for input in [Input::Promo(Some(code())), Input::Promo(None)] {
        let turned = TestBench::new().turn(&input);
        let refusal = PromoRefusal::Unknown;
        assert_eq!(shown(&turned).1, Some(Remark::PromoRefused { refusal }));
        assert_eq!(turned.writes, []);
    }
    for refusal in PromoRefusal::ALL {
        let mut bench = TestBench::new();
        bench.found.promo = Some(promo());
        let input = declined(Input::Promo(Some(code())), Declined::Promo(refusal));
        let turned = bench.turn(&input);
        assert_eq!(shown(&turned).1, Some(Remark::PromoRefused { refusal }));
        assert_eq!(turned.writes, []);
        let balance = bench.balance.available;
        assert_eq!(shown(&turned).2, &Screen::Menu { balance });
    }
}

#[test]
fn a_code_waits_for_the_consent_and_is_redeemed_with_it_once() {
    let mut bench = newcomer();
    let turned = bench.turn(&Input::Promo(Some(code())));
    assert_eq!(turned.writes, []);
    assert!(matches!(shown(&turned).2, Screen::Consent { .. }));
    bench.say("а что это?");
    let asked = questions(&bench.conversation, &accept(), &bench.context());
    assert_eq!(asked, [Question::Welcomed, Question::Promo(code())]);
    bench.found.promo = Some(promo());
    let turned = bench.turn(&accept());
    assert_eq!(redeems(&turned), [&code()]);
    assert!(matches!(shown(&turned).2, Screen::Welcome { .. }));
    assert_eq!(bench.conversation.promo, None);
}

#[test]
fn a_code_that_is_refused_with_the_consent_does_not_stop_it() {
    let mut bench = newcomer();
    bench.turn(&Input::Promo(Some(code())));
    let refusal = PromoRefusal::UsedUp;
    let turned = bench.turn(&declined(accept(), Declined::Promo(refusal)));
    assert!(matches!(
        &turned.writes[..],
        [Write::Consent { .. }, Write::Grant(_)]
    ));
    assert_eq!(shown(&turned).1, Some(Remark::PromoRefused { refusal }));
    assert_eq!(bench.conversation.promo, None);
}

#[test]
fn a_friend_is_remembered_before_the_consent() {
    let mut bench = newcomer();
    let turned = bench.turn(&Input::Referred(UserId(8)));
    let refer = Write::Refer {
        friend: UserId(7),
        referrer: UserId(8),
    };
    assert_eq!(turned.writes, [refer]);
    assert!(matches!(shown(&turned).2, Screen::Consent { .. }));
    let turned = newcomer().turn(&Input::Referred(UserId(7)));
    assert_eq!(turned.writes, [], "nobody brings themselves");
}

#[test]
fn a_link_leads_whoever_is_here_to_the_menu() {
    let mut bench = TestBench::at(State::Photo);
    let turned = bench.turn(&Input::Referred(UserId(8)));
    assert_eq!(turned.writes, []);
    assert!(matches!(shown(&turned).2, Screen::Menu { .. }));
}

#[test]
fn a_link_names_the_bot_and_its_owner() {
    let mut bench = TestBench::new();
    assert_eq!(
        questions(
            &bench.conversation,
            &Input::Press(press_on(Button::Referral, Surface::Screen)),
            &bench.context()
        ),
        [Question::Friends]
    );
    bench.found.bot = Some("neurocards_bot".to_owned());
    let turned = bench.press(Button::Referral);
    let Screen::Referral {
        link: Some(link), ..
    } = shown(&turned).2
    else {
        panic!("{turned:?}");
    };
    let word = link.strip_prefix("https://t.me/neurocards_bot?start=");
    assert_eq!(referrer(word.unwrap()), Some(bench.user.id));
}

#[test]
fn where_rewards_are_off_nobody_is_asked_to_bring_friends() {
    let mut bench = TestBench::new();
    bench.offer.referral.credits = Credits::ZERO;
    let turned = bench.press(Button::Referral);
    assert!(matches!(shown(&turned).2, Screen::Cabinet { .. }));
}
