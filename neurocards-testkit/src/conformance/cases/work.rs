//! The cases about work.

/// One test per case about work.
#[doc(hidden)]
#[macro_export]
macro_rules! conformance_tests_of_work {
    ($fresh:ident) => {
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
                titles_are_told_of_the_owners_jobs_only
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
            $crate::conformance_tests!(@group $fresh refunding [job_queue::refunding] {
                a_queued_job_can_be_refunded
                a_refund_by_a_person_keeps_reason_and_actor
                a_refunded_job_tells_its_user_once
                a_running_job_can_be_refunded_and_its_worker_is_too_late
                a_job_is_refunded_once_by_many_at_once
                of_a_video_and_a_refund_at_once_one_counts
                a_job_with_its_video_is_not_refunded
                a_job_that_failed_or_was_cancelled_was_refunded_before
                an_unknown_job_is_not_refunded
                a_refunded_jobs_order_goes_on_and_its_card_is_due
            });
        }
    };
}
