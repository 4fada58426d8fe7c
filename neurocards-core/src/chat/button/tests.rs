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

/// Buttons with these texts are under messages in chats, for ever: a line may be added here, and
/// none may be changed.
#[test]
fn the_texts_of_buttons_in_old_chats_keep_their_meaning() {
    let id = Uuid::from_u128(0x0191_f3c8_d000_7c3e_8b4f_0123_4567_89ab);
    let texts = [
        (Button::AcceptTerms(3), "1terms:3"),
        (Button::Continue, "1continue"),
        (Button::Menu, "1menu"),
        (Button::Create, "1create"),
        (Button::Products(0), "1products:0"),
        (
            Button::Product(ProductId(id)),
            "1product:0191f3c8d0007c3e8b4f0123456789ab",
        ),
        (Button::Videos(12), "1videos:12"),
        (Button::Cabinet, "1cabinet"),
        (Button::Support, "1support"),
        (Button::Template(Template::Ugc), "1template:ugc"),
        (Button::Template(Template::Ad), "1template:ad"),
        (Button::Template(Template::Own), "1template:own"),
        (Button::NoWishes, "1nowishes"),
        (Button::ApprovePrompt, "1promptok"),
        (Button::EditPrompt, "1promptedit"),
        (Button::Model(1), "1model:1"),
        (Button::Seconds(15), "1seconds:15"),
        (Button::ApproveFormat, "1formatok"),
        (Button::Count(VideoCount::One), "1count:1"),
        (Button::Count(VideoCount::Three), "1count:3"),
        (Button::Count(VideoCount::Five), "1count:5"),
        (
            Button::Launch(OrderId(id)),
            "1launch:0191f3c8d0007c3e8b4f0123456789ab",
        ),
        (Button::EditOrder, "1edit"),
        (Button::CancelDraft, "1drop"),
        (
            Button::CancelOrder(OrderId(id)),
            "1cancel:0191f3c8d0007c3e8b4f0123456789ab",
        ),
        (
            Button::Fetch(JobId(id)),
            "1fetch:0191f3c8d0007c3e8b4f0123456789ab",
        ),
        (
            Button::Another(ProductId(id)),
            "1another:0191f3c8d0007c3e8b4f0123456789ab",
        ),
        (
            Button::Variant(JobId(id)),
            "1variant:0191f3c8d0007c3e8b4f0123456789ab",
        ),
        (Button::TopUp(Currency::Stars), "1topup"),
        (Button::TopUp(Currency::Roubles), "1topuprub"),
        (Button::Pack(Currency::Stars, 5), "1pack:5"),
        (Button::Pack(Currency::Roubles, 10), "1packrub:10"),
        (Button::Receipts(0), "1receipts:0"),
        (Button::Receipt(7), "1receipt:7"),
        (Button::Refund(7), "1refund:7"),
        (Button::RefundNow(7), "1refundnow:7"),
        (Button::Promo, "1promo"),
        (Button::History(0), "1history:0"),
        (Button::Languages, "1languages"),
        (Button::Language(Language::Ru), "1language:ru"),
        (Button::Language(Language::En), "1language:en"),
        (Button::Referral, "1referral"),
        (Button::DeleteMe, "1deleteme"),
    ];
    for (button, text) in texts {
        assert_eq!(button.encode(), text);
        assert_eq!(Button::parse(text), Some(button));
    }
}

#[test]
fn texts_of_another_version_are_no_button() {
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
