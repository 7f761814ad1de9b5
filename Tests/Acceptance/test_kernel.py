"""The messaging protocol, tested by jupyter_kernel_test. The skipped tests do not apply to this language: its cells print
no raw text to stdout or stderr, open no pager and clear no output."""

import jupyter_kernel_test


class KernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "backprop"
    language_name = "backprop"
    file_extension = ".bp"

    code_execute_result = [
        {"code": "1 / 4", "result": "1/4 = 0.25"},
        {"code": "2 + 3", "result": "2 + 3 = 5"},
        {"code": "exp(0) + 1", "result": "exp(0) + 1 = 2"},
    ]
    code_display_data = [{"code": "network 2-2-1", "mime": "text/html"}]
    code_generate_error = "w_i9j1"
    code_inspect_sample = "network"
    code_history_pattern = "1?/*"
    supported_history_operations = ("tail", "range", "search")

    completion_samples = [{"text": "netw", "matches": {"network"}}, {"text": "\\delta", "matches": {"δ"}}]
    complete_code_samples = ["network 2-2-1", "w_ij = [1 2; 3 4]", "patterns xor:\n  0 1 -> 1\n", "# only a comment"]
    incomplete_code_samples = ["patterns xor:", "w_ij = [1 2;"]
    invalid_code_samples = ["networ 2-2-1", "1 + * 2"]


class IopubWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "backprop"
    support_iopub_welcome = True
