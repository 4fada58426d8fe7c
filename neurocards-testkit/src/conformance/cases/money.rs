//! The cases about money.

/// One test per case about money.
#[doc(hidden)]
#[macro_export]
macro_rules! conformance_tests_of_money {
    ($fresh:ident) => {
        mod credit_ledger {
            use super::*;
            $crate::conformance_tests!(@group $fresh grants [credit_ledger::grants] {
                a_grant_is_written_once_per_key
                copies_of_one_grant_at_once_are_one_grant
                a_key_of_another_user_is_a_conflict
                a_key_with_another_amount_is_a_conflict
                a_key_of_another_kind_is_a_conflict
                a_key_has_one_byte_to_its_maximum
                a_key_is_known_once_its_entry_is_written
                a_grant_of_nothing_is_refused
                a_grant_beyond_the_maximum_writes_nothing
                a_grant_keeps_its_key_reason_and_actor
            });
            $crate::conformance_tests!(@group $fresh charges [credit_ledger::charges] {
                the_longest_charge_can_be_bought_and_taken_back
                a_purchase_is_credited_once_per_charge
                copies_of_one_payment_at_once_are_one_purchase
                a_payment_of_a_stranger_is_credited
                a_charge_of_another_user_is_a_conflict
                a_chargeback_takes_the_credits_back_once
                a_chargeback_of_spent_credits_writes_nothing
                a_chargeback_of_an_unknown_charge_is_named
                a_purchase_charged_back_is_not_credited_again
                chargebacks_of_one_charge_at_once_are_one
            });
            $crate::conformance_tests!(@group $fresh corrections [credit_ledger::corrections] {
                a_correction_takes_back_all_of_its_grant_once
                a_correction_is_news_once
                a_correction_names_its_grant_who_and_why
                a_correction_of_spent_credits_writes_nothing
                only_a_grant_is_corrected
                a_correction_whose_key_is_too_long_writes_nothing
                a_corrected_grant_is_not_given_again
            });
            $crate::conformance_tests!(@group $fresh statements [credit_ledger::statements] {
                an_unknown_user_has_nothing
                a_statement_is_newest_first_and_paged
                a_statement_shows_no_entries_of_others
                every_entry_tells_the_balance_after_it
                held_credits_cannot_be_spent_and_are_told
                every_entry_of_a_job_says_who_and_why
            });
        }
        mod payments {
            use super::*;
            $crate::conformance_tests!(@group $fresh invoices [payments::invoices] {
                an_invoice_is_found_as_it_was_made
                an_unknown_invoice_is_not_found
                an_invoice_offered_again_stays_as_it_was
                copies_of_one_invoice_at_once_are_one_invoice
                an_invoice_is_paid_once_its_charge_is_booked
            });
            $crate::conformance_tests!(@group $fresh charges [payments::charges] {
                a_charge_is_booked_as_payment_purchase_and_receipt
                a_charge_reported_again_writes_nothing
                copies_of_one_charge_at_once_are_one_payment
                a_charge_reported_with_other_facts_is_a_conflict
                a_charge_for_an_unknown_invoice_is_refused
                a_charge_for_anothers_invoice_is_refused
                a_charge_of_another_price_is_refused
                a_second_charge_for_a_paid_invoice_is_booked
                charges_for_one_invoice_at_once_are_all_booked
                a_charge_beyond_the_maximum_writes_nothing
                a_charge_of_a_stranger_is_booked
                a_charge_that_only_the_ledger_booked_is_a_conflict
            });
            $crate::conformance_tests!(@group $fresh rewards [payments::rewards] {
                a_friends_first_purchase_rewards_both_once
                a_friends_second_purchase_rewards_nobody
                a_purchase_before_there_were_rewards_was_the_first
                a_refunded_purchase_was_the_first
                a_purchase_of_nobodys_friend_rewards_nobody
                a_first_purchase_reported_by_many_at_once_rewards_once
                of_two_first_purchases_at_once_one_is_rewarded
                a_referrer_of_many_is_rewarded_for_the_first_of_them
                friends_who_buy_at_once_never_pass_the_limit
                friends_of_friends_who_buy_at_once_are_all_rewarded
                a_referrer_without_room_gets_nothing_and_the_friend_does
                a_friend_without_room_still_gets_what_they_paid_for
            });
            $crate::conformance_tests!(@group $fresh refunds [payments::refunds] {
                an_asked_refund_takes_the_credits_back
                a_refund_asked_again_writes_nothing
                copies_of_one_wish_at_once_take_the_credits_once
                a_refund_of_spent_or_held_credits_writes_nothing
                a_payment_of_another_is_unknown_to_whoever_asks
                a_refund_of_an_unknown_charge_is_refused
                a_charge_booked_again_after_its_refund_gives_nothing
                a_refund_and_an_order_at_once_never_spend_twice
            });
            $crate::conformance_tests!(@group $fresh refunds_due [payments::refunds_due] {
                refunds_are_due_oldest_first_until_they_end
                due_refunds_are_paged_and_say_when_they_were_asked
                a_done_refund_ends_once_with_news
                a_refused_refund_gives_the_credits_back_once
                a_refused_refund_cannot_be_asked_again
                credits_of_a_refused_refund_can_be_spent
                a_refund_that_nobody_asked_does_not_end
                of_two_ends_of_a_refund_at_once_one_counts
                a_refund_made_by_hand_ends_it
                a_refund_that_a_person_refuses_is_told_as_that_alone
            });
            $crate::conformance_tests!(@group $fresh reversals [payments::reversals] {
                a_reversal_takes_the_credits_back_with_news
                a_reversal_takes_what_is_left_and_tells_the_loss
                a_reversal_of_spent_credits_takes_nothing
                a_reversal_takes_no_more_than_the_payment_bought
                a_reversal_is_made_once
                a_reversal_answers_the_same_whenever_it_is_repeated
                a_reversal_tells_of_rewards_that_stay_unless_a_person_decided_it
                a_reversal_of_an_unknown_charge_is_nothing
                a_reversal_of_an_asked_refund_ends_it
                a_reversal_after_a_done_refund_writes_nothing
                a_reversal_after_a_refused_refund_takes_the_credits_again
                a_reversal_and_an_asked_refund_at_once_take_the_credits_once
                credits_that_the_ledger_took_back_are_not_taken_again
            });
            $crate::conformance_tests!(@group $fresh listings [payments::listings] {
                an_unknown_charge_is_no_payment
                payments_are_the_users_own_newest_first_and_paged
                payments_of_one_currency_come_oldest_first_after_a_number
            });
        }
        mod gifts {
            use super::*;
            $crate::conformance_tests!(@group $fresh promos [gifts::promos] {
                a_promo_code_is_listed_as_it_was_made
                a_promo_code_is_made_once_even_after_its_end
                a_promo_code_on_bad_terms_is_not_made
                a_promo_code_is_ended_once
                a_promo_code_whose_time_is_over_is_not_ended
                promo_codes_are_newest_first_and_paged
            });
            $crate::conformance_tests!(@group $fresh redemptions [gifts::redemptions] {
                a_promo_code_gives_once_per_user
                a_redeemed_gift_is_an_entry_by_the_user
                copies_of_one_redemption_at_once_are_one_gift
                users_at_once_never_pass_the_uses_of_a_code
                an_unknown_code_gives_nothing
                a_code_gives_nothing_once_its_time_is_over
                an_ended_code_gives_nothing_and_takes_nothing_back
                a_gift_beyond_the_maximum_uses_no_code
                a_stranger_may_redeem
            });
            $crate::conformance_tests!(@group $fresh friends [gifts::friends] {
                a_new_friend_is_remembered_once
                nobody_brings_themselves
                a_friend_keeps_who_brought_them_first
                who_accepted_the_terms_is_no_new_friend
                who_ever_had_credits_is_no_new_friend
                a_friend_is_remembered_before_the_welcome_of_the_same_turn
                strangers_bring_nobody_and_are_not_brought
                friends_bring_each_other_in_no_circle
                links_followed_at_once_close_no_circle
                a_friend_who_never_buys_brings_no_reward
            });
        }
        mod books {
            use super::*;
            $crate::conformance_tests!(@group $fresh acts [books::acts] {
                an_entry_of_a_person_is_an_act
                what_the_system_did_is_no_act
                what_people_did_is_told_newest_first_and_paged
                a_promo_code_made_and_ended_is_two_acts
                a_refund_by_hand_is_an_act_and_one_of_the_system_is_none
                a_job_refunded_by_a_person_is_an_act
                acts_without_an_entry_come_before_entries_of_their_instant
            });
            $crate::conformance_tests!(@group $fresh report [books::report] {
                a_span_without_anything_reports_nothing
                a_report_sums_what_was_booked
                a_span_has_its_first_instant_and_not_its_last
                money_given_back_counts_when_it_is
                roubles_are_counted_on_their_own
                a_report_tells_what_each_model_took
                an_attempt_counts_when_it_began
            });
        }
    };
}
