#!/usr/bin/env bash
# What the log of "dotnet test" says, as "N passed, N failed"; sourced by test, or run as: count-tests.sh LOG STATUS

# count_in LOG NAME: the number after "NAME:" in the summary at the end, 0 when there is none.
count_in() {
    local n
    n="$(tac "$1" | sed -n "/^Test run summary:/q; s/^ *$2: \\([0-9]\\{1,\\}\\) *$/\\1/p" | tail -1)"
    echo "${n:-0}"
}

# summarise LOG STATUS: the counts, skipped tests on a line before; true when something passed and nothing failed. A test host that crashes, or finds no test where no
# filter is given, counts as an error in the log; a failure that shows in the status alone counts as one, and so does a run in which no test was found.
summarise() {
    local passed failed skipped
    passed="$(count_in "$1" succeeded)"
    failed="$(($(count_in "$1" failed) + $(count_in "$1" error)))"
    skipped="$(count_in "$1" skipped)"
    if [ "$failed" -eq 0 ] && { [ "$2" -ne 0 ] || [ "$passed" -eq 0 ]; }; then failed=1; fi
    [ "$skipped" -eq 0 ] || echo "$skipped skipped"
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then summarise "$1" "${2:-0}"; fi
