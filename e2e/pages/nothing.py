"""Addresses that show no page of their own, by reason."""

_DEEDS = """
callbacks:attempt callbacks:close callbacks:move callbacks:send_link callbacks:feed_revoke callbacks:visit_step
callback_off windows:take_back
client_add_circumstance client_add_contact client_add_name
client_add_person client_add_relation client_add_status client_change_body client_change_need client_change_place
client_end_circumstance client_end_contact client_end_need client_end_place client_end_relation client_end_status
client_conversation client_explain client_prefer_contact client_purpose client_share client_share_withdraw client_treat
confirm_contact conflict_again conflict_clear conflict_consent conflict_consent_scan conflict_consent_withdraw
conflict_decide conflict_letter_answer forecast_hold
conflict_holding_call conflict_interest_end conflict_low conflict_override
desk_back desk_draft desk_helped desk_hold desk_message desk_park desk_unpark desk_help desk_flag
desk_pass desk_promise desk_through desk_unhappy duplicate_different duplicate_doubt engagement:approve engagement:ask
engagement:add_agreement engagement:change_clause engagement:choose_order engagement:remove_agreement
engagement:discard engagement:discard_update
engagement:send_back engagement:start engagement:stop engagement:send_link
engagement:approve_update engagement:ask_update engagement:close_cost_warning engagement:issue_update
engagement:note_unbilled engagement:record_bill engagement:send_update_back engagement:set_bill_aside
engagement:instruction_rule engagement:instruction_update
engagement:start_update engagement:stop_update engagement:drop_earlier engagement:closing_page engagement:stop_closing
engagement:cost_answered engagement:cost_link
engagement:answered accept_code accept_want accept_unshare accept_received enquire_mail glass_end imports:discard
imports:run imports:undo intake:answer intake:answered intake:ask intake:ask_more intake:close intake:confirm
intake:enquiry_draft intake:enquiry_draft_drop
intake:holding_call intake:identity_keep intake:identity_look intake:identity_measures intake:identity_measures_decide
intake:identity_owner intake:identity_owner_end intake:identity_record intake:identity_redact intake:identity_screen
intake:report_suspicion intake:suspicion_decide
mailings:ask mailings:put_in mailings:release mailings:send_back mailings:stop mailings:take_out mailings:try
matter_ask_check matter_barrier_end matter_glass matter_identity matter_meeting_end matter_meeting_start matter_update
matter_expect matter_expect_change matter_expect_written matter_reminder matter_reminder_off matter_step_came
matter_step_drop matter_check_in_end check_in_came query_answered
grievance_settle my_day_call my_day_dnd my_day_dnd_end my_day_message_done my_day_take my_day_task_done outbox:posted
outbox:acknowledged outbox:arrived outbox:ask_acknowledgement outbox:posted_together outbox:print_post outbox:retry
client_correct_name client_end_name client_legal_name client_set_name_aside client_tell_apart
wording:ask wording:publish wording:reviewed wording:send_back wording:take_back wording:withdraw
wording:ask_order wording:publish_order wording:send_order_back wording:take_order_back wording:withdraw_order
"""  # by POST only: 303 to a page, or a refusal that is the page the deed was on
_FRAGMENTS = """
complaints:dates conflict_list_progress desk_callers desk_keep desk_look desk_times desk_today
desk_verify engagement:live_page find
engagement:update_page intake:meeting_draft intake:questions looks_like mailings:progress
wording:preview wording:preview_new
"""  # parts of pages
_PAPERS = """
accept_paper calendar_feed callback_file
complaints:letter conflict_letter_pdf conflict_report_pdf conflict_scan demo_mail_paper
engagement:agreement_pdf engagement:certificate_pdf engagement:copy_pdf engagement:copy_text engagement:draft_pdf
engagement:cost_certificate engagement:cost_evidence engagement:cost_copy_pdf
engagement:closing_pdf engagement:update_draft_pdf
engagement:draft_terms_pdf engagement:earlier_file engagement:evidence engagement:terms_pdf imports:rejects
intake:letter mailings:row_pdf mailings:sample outbox:document outbox:printed_post mfa_download_recovery_codes
wording:template_pdf
"""  # files
_MACHINES = "healthz livez home"  # JSON, and the redirect to one's own first page
NO_PAGE = " ".join((_DEEDS, _FRAGMENTS, _PAPERS, _MACHINES)).split()
