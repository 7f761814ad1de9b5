"""The tests that the peers are known to fail, by the name of a test or of one of its cases, and why. The suite reports
these as expected failures; only other failures count."""

IPYKERNEL = {
    "test_answers": "requests of the shell wait until the cell is done",
    "test_the_last_status_that_any_client_sees_is_busy": "the request on the side waits until the cell is done",
    "test_shutdown": "the process goes on until its cell is done",
    "test_a_silent_failure_is_in_the_reply_alone": "the error of a silent cell is published",
    "test_two_kernels_at_once": "the history of another kernel is written late now and then",
    "test_nothing_on_stderr_by_default": "warns that its sockets are not encrypted",
    "test_ten_thousand_cells_leave_no_growth": "grows by 13 MB",
    "test_a_runaway_cell_is_capped_with_a_notice": "a runaway cell has no cap",
    "test_completion_with_a_cursor_outside_the_code": "no reply",
    "test_an_unknown_request_is_answered_whatever_its_name": "no reply",
    "test_a_malformed_request_is_answered_with_an_error": "no reply",
    "test_a_subscription_is_welcomed": "no iopub_welcome",
    "test_what_is_published_before_anyone_listens_is_not_lost": "it is lost",
    "test_each_has_its_own_count": "subshells share the count of the main shell",
    "test_a_failure_aborts_its_own_cells_alone": "a busy main shell delays a subshell's traceback by many seconds",
    "test_input_of_two_shells_at_once": "the two questions are mixed up now and then",
    "test_half_a_pair_of_keys_is_refused": "starts without encryption",
    "test_registration": "no registration of ports",
    "test_a_launcher_that_does_not_answer": "no registration of ports",
    "test_a_port_that_is_given_up_in_time_is_taken": "ends later than the port is waited for, where the machine is busy",
    "test_signals_end_it": "SIGHUP stays ignored where it was when the kernel started",
    "test_signals_that_mean_nothing_do_nothing": "SIGUSR1 and SIGUSR2 end it",
    "test_no_text_keeps_it_from_other_requests": "other requests wait until a long text is judged",
}

# The kernel for every system: ipykernel has its sockets, and wasmtime its module.
ANYWHERE = {
    name: IPYKERNEL[name]
    for name in (
        "test_a_subscription_is_welcomed", "test_what_is_published_before_anyone_listens_is_not_lost",
        "test_half_a_pair_of_keys_is_refused", "test_registration", "test_a_launcher_that_does_not_answer",
        "test_a_port_that_is_given_up_in_time_is_taken",
        "test_signals_that_mean_nothing_do_nothing",
    )
}  # fmt: skip

KNOWN_FAILURES = {"python3": IPYKERNEL, "anywhere": ANYWHERE}

# These take long to fail.
TOO_SLOW = {"test_ten_thousand_cells_leave_no_growth", "test_no_text_keeps_it_from_other_requests", *ANYWHERE}
