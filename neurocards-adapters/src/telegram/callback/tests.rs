use proptest::prelude::*;

use super::*;

fn any_button() -> impl Strategy<Value = Button> {
    let id = any::<u128>().prop_map(Uuid::from_u128);
    let fixed = prop::sample::select(vec![
        Button::Continue,
        Button::Menu,
        Button::Create,
        Button::Cabinet,
        Button::Support,
        Button::NoWishes,
        Button::ApprovePrompt,
        Button::EditPrompt,
        Button::ApproveFormat,
        Button::EditOrder,
        Button::CancelDraft,
        Button::TopUp(Currency::Stars),
        Button::TopUp(Currency::Roubles),
        Button::Promo,
        Button::Languages,
        Button::Referral,
        Button::DeleteMe,
        Button::Template(Template::Ugc),
        Button::Template(Template::Ad),
        Button::Template(Template::Own),
        Button::Count(VideoCount::One),
        Button::Count(VideoCount::Three),
        Button::Count(VideoCount::Five),
        Button::Language(Language::Ru),
        Button::Language(Language::En),
    ]);
    prop_oneof![
        fixed,
        any::<u32>().prop_map(Button::AcceptTerms),
        any::<u16>().prop_map(Button::Products),
        any::<u16>().prop_map(Button::Videos),
        any::<u16>().prop_map(|credits| Button::Pack(Currency::Stars, credits)),
        any::<u16>().prop_map(|credits| Button::Pack(Currency::Roubles, credits)),
        any::<u16>().prop_map(Button::Receipts),
        any::<i64>().prop_map(Button::Receipt),
        any::<i64>().prop_map(Button::Refund),
        any::<i64>().prop_map(Button::RefundNow),
        any::<u16>().prop_map(Button::History),
        any::<u8>().prop_map(Button::Model),
        any::<u8>().prop_map(Button::Seconds),
        id.clone().prop_map(|id| Button::Product(ProductId(id))),
        id.clone().prop_map(|id| Button::Launch(OrderId(id))),
        id.clone().prop_map(|id| Button::CancelOrder(OrderId(id))),
        id.clone().prop_map(|id| Button::Fetch(JobId(id))),
        id.clone().prop_map(|id| Button::Another(ProductId(id))),
        id.prop_map(|id| Button::Variant(JobId(id))),
    ]
}

proptest! {
    #[test]
    fn every_button_survives_the_chat_and_fits(button in any_button()) {
        let data = button.encode();
        prop_assert!((1..=64).contains(&data.len()), "{data}");
        prop_assert_eq!(Button::parse(&data), Some(button));
    }

    #[test]
    fn only_data_this_program_wrote_are_a_button(data in "1?[a-z]{0,10}:?[0-9a-z+-]{0,33}") {
        if let Some(button) = Button::parse(&data) {
            prop_assert_eq!(button.encode(), data);
        }
    }
}

#[test]
fn data_of_another_version_are_no_button() {
    for data in [
        "",
        "1",
        "menu",
        "2menu",
        "1menu:",
        "1count:2",
        "1language:de",
    ] {
        assert_eq!(Button::parse(data), None, "{data}");
    }
}
