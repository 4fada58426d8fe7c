//! The list of all cases, and the macro that turns it into tests.

/// Expands to one `#[tokio::test]` per case of the conformance suite, in modules named by port.
///
/// `fresh` names an `async fn(Arc<HandClock>) -> Harness` in scope that makes an empty store.
/// The crate that uses it needs `tokio` with `macros` and `rt`.
#[macro_export]
macro_rules! conformance_tests {
    (fresh = $fresh:ident) => {
        $crate::conformance_tests!(@group $fresh credit_ledger [credit_ledger] {
            an_unknown_user_has_nothing
            a_grant_is_written_once_per_key
            copies_of_one_grant_at_once_are_one_grant
            a_key_of_another_user_is_a_conflict
            a_key_with_another_amount_is_a_conflict
            a_grant_of_nothing_is_refused
            a_grant_beyond_the_maximum_writes_nothing
            a_grant_keeps_its_key_reason_and_actor
            a_purchase_is_credited_once_per_charge
            copies_of_one_payment_at_once_are_one_purchase
            a_payment_of_a_stranger_is_credited
            a_charge_of_another_user_is_a_conflict
            a_chargeback_takes_the_credits_back_once
            a_chargeback_of_spent_credits_writes_nothing
            a_chargeback_of_an_unknown_charge_is_named
            a_purchase_charged_back_is_not_credited_again
            a_statement_is_newest_first_and_paged
            a_statement_shows_no_entries_of_others
            every_entry_tells_the_balance_after_it
            held_credits_cannot_be_spent_and_are_told
        });
        mod job_queue {
            use super::*;
            $crate::conformance_tests!(@group $fresh placing [job_queue::placing] {
                an_order_placed_twice_is_charged_once
                an_order_placed_by_many_taps_at_once_is_charged_once
                an_order_placed_again_with_new_job_ids_writes_nothing
                an_order_has_one_hold_and_one_queued_job_per_video
                a_new_job_carries_what_was_ordered
                an_order_beyond_the_balance_writes_nothing
                an_order_refused_for_money_can_be_placed_later
                orders_at_once_never_overdraw
                an_order_of_a_stranger_is_foreign
                an_order_with_a_product_of_another_is_foreign
                an_order_id_of_another_user_charges_nobody
                a_new_product_is_kept_with_its_order
                a_product_ordered_twice_is_kept_once
                a_placed_order_is_found_as_it_was
                a_placed_order_makes_its_card_due
            });
            $crate::conformance_tests!(@group $fresh claims [job_queue::claims] {
                a_claimed_job_is_running
                a_claim_tells_the_stores_time
                a_leased_job_is_given_to_nobody_else
                claimers_at_once_share_the_jobs_without_overlap
                a_claim_takes_no_more_than_its_limit
                a_job_is_not_claimed_before_its_time
                an_expired_lease_is_taken_over_and_counts_a_crash
                each_claim_has_a_higher_token
                an_extended_lease_is_not_taken_over
                an_expired_lease_that_nobody_took_can_be_extended
                lost_leases_are_told_and_the_others_extended
                claims_take_turns_between_users
                the_user_with_the_fewest_running_jobs_goes_first
                jobs_of_one_user_go_in_the_order_of_their_time
            });
            $crate::conformance_tests!(@group $fresh leases [job_queue::leases] {
                a_stale_lease_changes_nothing
                a_lease_of_a_put_back_job_changes_nothing
                a_lease_of_a_final_job_changes_nothing
                a_token_that_was_never_granted_changes_nothing
                a_lease_of_an_unknown_job_is_lost
                an_expired_lease_that_nobody_took_still_holds
                a_put_back_job_is_queued
                a_retry_counts_a_fault_and_keeps_its_failure
                a_snooze_leaves_faults_as_they_are
                a_release_ends_the_row_of_crashes
                a_stored_fact_clears_faults_and_crashes
            });
            $crate::conformance_tests!(@group $fresh attempts [job_queue::attempts] {
                a_prompt_is_kept
                a_photo_is_kept_with_its_time
                an_attempt_is_kept_before_its_submit
                a_second_attempt_is_refused_while_one_is_open
                a_retry_ends_the_open_attempt_if_told_so
                a_retry_without_an_end_leaves_the_attempt_open
                a_task_is_kept_for_the_open_attempt
                a_stored_task_is_never_replaced
                late_evidence_of_a_task_is_kept_under_a_lost_lease
                late_evidence_of_a_task_is_kept_for_a_put_back_job
                late_evidence_of_a_task_is_kept_for_a_failed_job
            });
            $crate::conformance_tests!(@group $fresh spending [job_queue::spending] {
                what_a_task_took_shows_in_its_job
                every_amount_is_kept_to_the_thousandth
                the_newest_amount_of_a_task_counts
                each_attempt_has_an_amount_of_its_own
                an_attempt_without_a_task_takes_nothing
                late_evidence_of_an_amount_is_kept_under_a_lost_lease
                late_evidence_of_an_amount_is_kept_for_a_failed_job
                late_evidence_of_an_amount_leaves_later_attempts_alone
            });
            $crate::conformance_tests!(@group $fresh callbacks [job_queue::callbacks] {
                a_callback_is_kept_as_a_report_and_makes_its_job_due
                a_callback_leaves_a_stored_task_as_it_is
                a_callback_leaves_a_running_job_with_its_worker
                a_callback_with_an_unknown_nonce_changes_nothing
                a_callback_for_an_ended_attempt_changes_nothing
                a_callback_for_a_failed_job_changes_nothing
                a_thousand_callbacks_end_no_job_and_move_no_money
            });
            $crate::conformance_tests!(@group $fresh endings [job_queue::endings] {
                a_completed_job_is_captured_once
                a_completed_job_keeps_its_video
                a_completed_job_has_one_delivery_of_its_video
                a_failed_job_refunds_once
                a_failed_job_refunds_once_even_if_two_workers_finish_it
                of_two_ends_at_once_one_counts
                a_failed_job_keeps_its_failure_and_has_no_video
                a_failed_job_ends_its_open_attempt_as_failed
                a_failed_job_tells_its_user_once
                a_final_job_is_never_claimed
                jobs_of_one_order_end_on_their_own
            });
            $crate::conformance_tests!(@group $fresh cancelling [job_queue::cancelling] {
                a_cancelled_order_is_refunded
                an_order_cancelled_by_many_taps_is_refunded_once
                a_running_job_is_not_cancelled
                a_job_with_an_attempt_is_not_cancelled
                an_order_of_another_user_is_not_cancelled
                an_unknown_order_is_not_cancelled
                a_cancelled_job_brings_no_bad_news
            });
            $crate::conformance_tests!(@group $fresh holding [job_queue::holding] {
                held_jobs_are_not_claimed_until_the_hold_ends
                a_hold_of_nothing_ends_the_hold
                a_new_hold_counts_from_now
                a_job_with_an_open_attempt_goes_on_under_a_hold
                a_job_between_attempts_is_held
                a_held_job_is_due_at_its_deadline
                a_dead_workers_job_without_an_attempt_is_held
            });
            $crate::conformance_tests!(@group $fresh listings [job_queue::listings] {
                an_order_is_shown_to_its_owner_only
                a_job_is_shown_to_its_owner_only
                orders_are_newest_first_and_paged
                videos_are_the_owners_succeeded_jobs_newest_first
                an_open_job_is_told
                a_median_needs_five_videos_of_the_model
                a_median_is_drawn_from_the_newest_fifty
            });
            $crate::conformance_tests!(@group $fresh cards [job_queue::cards] {
                a_card_shows_what_was_ordered
                an_unknown_order_has_no_card
                a_queued_video_shows_its_place
                a_video_shows_how_far_it_is
                a_video_between_attempts_shows_that_it_is_tried_again
                a_held_video_shows_that_it_waits
                a_failed_video_shows_its_cause
                a_cancelled_video_shows_it
                each_step_of_a_job_makes_its_card_due
                the_end_of_a_job_makes_its_card_due
                a_cancelled_order_makes_its_card_due
                a_refused_write_makes_no_card_due
            });
        }
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
    (@group $fresh:ident $module:ident $path:tt { $($case:ident)+ }) => {
        mod $module {
            use super::*;
            $($crate::conformance_tests!(@case $fresh $path $case);)+
        }
    };
    (@case $fresh:ident [$($path:ident)::+] $case:ident) => {
        #[tokio::test]
        async fn $case() {
            $crate::conformance::run($fresh, $crate::conformance::$($path)::+::$case).await;
        }
    };
}

#[cfg(test)]
mod tests {
    /// Every file of cases, as text.
    const CASES: [&str; 21] = [
        include_str!("credit_ledger.rs"),
        include_str!("job_queue/placing.rs"),
        include_str!("job_queue/claims.rs"),
        include_str!("job_queue/leases.rs"),
        include_str!("job_queue/attempts.rs"),
        include_str!("job_queue/callbacks.rs"),
        include_str!("job_queue/endings.rs"),
        include_str!("job_queue/cancelling.rs"),
        include_str!("job_queue/holding.rs"),
        include_str!("job_queue/listings.rs"),
        include_str!("job_queue/cards.rs"),
        include_str!("outbox/deliveries.rs"),
        include_str!("outbox/order_cards.rs"),
        include_str!("outbox/videos.rs"),
        include_str!("outbox/alarms.rs"),
        include_str!("inbox/updates.rs"),
        include_str!("inbox/writes.rs"),
        include_str!("inbox/turns.rs"),
        include_str!("inbox/replies.rs"),
        include_str!("users.rs"),
        include_str!("wake_up.rs"),
    ];

    #[test]
    fn no_case_is_left_out_of_the_list() {
        let list = include_str!("cases.rs");
        let listed = |name: &str| list.lines().any(|line| line.trim() == name);
        let lines = CASES.iter().flat_map(|file| file.lines());
        let names = lines.filter_map(|line| line.strip_prefix("pub async fn ")?.split('(').next());
        let names: Vec<_> = names.collect();
        for name in &names {
            assert!(listed(name), "{name} is left out");
        }
        assert!(names.len() >= 80, "{} cases", names.len());
    }
}
