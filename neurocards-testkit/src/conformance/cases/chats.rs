//! The cases about chats and people.

/// One test per case about chats and people.
#[doc(hidden)]
#[macro_export]
macro_rules! conformance_tests_of_chats {
    ($fresh:ident) => {
        mod outbox {
            use super::*;
            $crate::conformance_tests!(@group $fresh deliveries [outbox::deliveries] {
                a_leased_delivery_is_given_to_nobody_else
                claimers_at_once_share_the_deliveries_without_overlap
                one_chat_gets_one_delivery_at_a_time_oldest_first
                chats_do_not_wait_for_each_other
                a_claim_of_deliveries_takes_no_more_than_its_limit
                a_closed_delivery_is_never_claimed_again
                a_deferred_delivery_comes_back_after_its_pause_and_counts
                a_stale_delivery_lease_changes_nothing
                a_lease_of_a_deferred_delivery_changes_nothing
                an_expired_delivery_lease_that_nobody_took_still_holds
                a_blocked_user_gets_nothing_until_they_return
                a_blocked_user_holds_up_nobody_else
            });
            $crate::conformance_tests!(@group $fresh order_cards [outbox::order_cards] {
                a_card_unchanged_while_it_was_sent_is_done
                a_card_changed_while_it_was_sent_is_due_again
                a_card_changed_later_is_due_again
                many_changes_are_one_edit
                a_sent_card_becomes_the_orders_card_message
                a_kept_card_message_is_the_one_to_edit
                a_card_of_a_dead_worker_is_claimed_again_even_if_begun
                a_deferred_card_comes_back
                each_order_has_its_own_card
            });
            $crate::conformance_tests!(@group $fresh videos [outbox::videos] {
                a_begun_video_of_a_dead_worker_becomes_unknown
                a_video_that_became_unknown_makes_its_card_due
                a_video_that_was_not_begun_is_claimed_again
                a_deferred_video_is_not_begun_any_more
                a_sent_video_is_shown_as_delivered
                a_video_of_unknown_fate_can_be_fetched
                a_video_sent_again_needs_no_bytes
                a_video_under_way_is_not_delivered_twice
                a_video_of_another_user_is_not_redelivered
                a_job_without_a_video_is_not_redelivered
                a_delivery_that_fails_moves_no_money
                a_blocked_users_video_stays_in_the_gallery
                a_closed_videos_lease_cannot_begin
            });
            $crate::conformance_tests!(@group $fresh alarms [outbox::alarms] {
                an_alarm_is_told_once_per_key_and_chat
                a_begun_notice_of_a_dead_worker_is_not_sent_again
            });
            $crate::conformance_tests!(@group $fresh news [outbox::news] {
                a_gift_of_another_person_is_news_once
                a_gift_of_the_house_or_the_user_is_no_news
                a_gift_in_a_turn_is_news_too
                a_refused_gift_is_no_news
                news_goes_to_the_users_chat_in_their_language
                news_for_a_stranger_goes_to_the_chat_with_their_id
                begun_news_of_a_dead_worker_is_not_sent_again
                news_that_was_not_begun_is_claimed_again
                a_blocked_users_news_waits_for_their_return
            });
        }
        mod inbox {
            use super::*;
            $crate::conformance_tests!(@group $fresh updates [inbox::updates] {
                an_update_stored_twice_is_handled_once
                copies_of_one_update_at_once_are_one_update
                a_known_update_is_left_as_it_is
                storing_nothing_is_nothing
                an_update_comes_back_as_it_was
                updates_of_one_lane_are_handled_one_at_a_time_in_order
                lanes_do_not_wait_for_each_other
                a_claim_of_updates_takes_no_more_than_its_limit
                claimers_at_once_share_the_updates_without_overlap
                an_expired_update_is_claimed_again_and_counts_a_crash
                a_crash_after_the_turn_is_not_counted
                a_closed_update_is_never_claimed
                a_deferred_update_keeps_its_lane_waiting
                a_stale_update_lease_changes_nothing
                an_expired_update_lease_that_nobody_took_still_holds
                old_closed_updates_are_removed_and_open_ones_never
            });
            $crate::conformance_tests!(@group $fresh turns [inbox::turns] {
                a_turn_is_committed_once
                a_turn_is_committed_by_one_of_two_workers
                a_closed_update_takes_no_turn
                a_turn_is_all_or_nothing
                a_refused_turn_can_be_replaced_by_another
                a_turn_that_orders_for_a_stranger_is_foreign
                a_turn_without_a_state_leaves_the_conversation
                a_turn_without_replies_is_still_to_be_closed
            });
            $crate::conformance_tests!(@group $fresh writes [inbox::writes] {
                a_turn_changes_what_we_know_of_a_user
                a_turn_places_an_order_once
                writes_of_a_turn_are_made_in_their_order
                a_grant_in_a_turn_is_written_once_per_key
                a_turn_keeps_a_product_and_never_changes_a_known_one
                a_turn_cancels_only_the_owners_order
                a_turn_asks_for_a_video_again
            });
            $crate::conformance_tests!(@group $fresh replies [inbox::replies] {
                replies_are_kept_for_the_next_claim
                a_begun_reply_is_not_sent_again
                a_deferred_update_keeps_its_replies
                a_lane_waits_until_the_last_reply_is_out
            });
            $crate::conformance_tests!(@group $fresh money [inbox::money] {
                a_turn_offers_an_invoice
                a_turn_books_a_charge_once
                a_turn_with_a_charge_that_cannot_be_booked_writes_nothing
                a_turn_spends_what_it_books
                a_turn_whose_order_is_refused_books_nothing
                a_turn_redeems_a_promo_code
                a_turn_asks_for_money_back
                a_turn_that_asks_for_anothers_money_writes_nothing
                a_welcome_is_given_once_for_ever
            });
        }
        $crate::conformance_tests!(@group $fresh users [users] {
            a_visitor_is_met_with_an_empty_account
            a_known_visitor_keeps_their_language_and_may_move
            a_first_time_visitor_brings_their_language
            meeting_again_takes_nothing_away
            a_stranger_is_unknown
            a_product_is_shown_to_its_owner_only
            products_are_newest_first_and_paged
            a_conversation_is_kept_per_user
        });
        $crate::conformance_tests!(@group $fresh wake_up [wake_up] {
            a_wait_ends_at_its_limit
            work_announced_before_a_wait_ends_it_at_once
            work_announced_during_a_wait_ends_it
            a_delivery_that_became_due_is_announced
            an_update_that_came_in_is_announced
            a_callback_is_announced
        });
    };
}
