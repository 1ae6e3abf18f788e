# echo-client.sh - what echo-client promises to a person, and to a pipe.
. "$(dirname "$0")/lib.sh"

# talk STATUS OPTION...: what stands in $dir/said goes to the server at $where.
talk() {
    wanted=$1
    shift
    expect_status "$wanted" "$bin/echo-client" "$@" "$where" <"$dir/said"
}

say() {
    printf "$1" >"$dir/said"
}

expect_heard() {
    printf "$1" | cmp - "$dir/out" || fail "expected to hear '$1'"
}

carry_a_megabyte() {
    head -c 1000000 /dev/urandom >"$dir/said"
    for server in $MODELS; do
        start_server "$server" "$1"
        talk 0
        cmp "$dir/said" "$dir/out" || fail "expected what was said to come back from $server"
        expect_nothing_in "$dir/err"
        stop_server
    done
}

answer_each_line() {
    say 'one\n\nlast, without its end'
    for server in $MODELS; do
        start_server "$server" "$1"
        talk 0
        expect_heard 'one\n\nlast, without its end\n'
        expect_nothing_in "$dir/err"
        stop_server
    done
}

# refuse TEXT OPTION...: wrong use, in one line with TEXT.
refuse() {
    text=$1
    shift
    expect_status 2 "$bin/echo-client" "$@"
    expect_text "$dir/err" "$text"
    expect_one_line_in "$dir/err"
    expect_nothing_in "$dir/out"
}

# Cases.

carries_a_megabyte_over_tcp() {
    carry_a_megabyte tcp://127.0.0.1:0
}

carries_a_megabyte_over_tcp6() {
    needs_ipv6
    carry_a_megabyte 'tcp://[::1]:0'
}

carries_a_megabyte_over_unix() {
    carry_a_megabyte "unix:$dir/socket"
}

answers_each_line_over_udp() {
    answer_each_line udp://127.0.0.1:0
}

answers_each_line_over_udp6() {
    needs_ipv6
    answer_each_line 'udp://[::1]:0'
}

answers_each_line_over_unixgram() {
    answer_each_line "unixgram:$dir/socket"
}

carries_nothing_at_all() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    say ''
    talk 0
    expect_nothing_in "$dir/out"
}

prints_capitals_as_they_come() {
    start_server "$(any_model)" tcp://127.0.0.1:0 --service=upper
    say 'a lower case sentence\n'
    talk 0
    expect_heard 'A LOWER CASE SENTENCE\n'
}

tells_both_ends_when_verbose() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    say 'hello\n'
    talk 0 --verbose
    expect_heard 'hello\n'
    expect_text "$dir/err" "'$where' stands for 1 address"
    expect_text "$dir/err" "tried ${where#tcp://}: connected"
    file_says "$dir/err" "protocol TCP, local 127.0.0.1:[1-9][0-9]*, remote ${where#tcp://}\$" ||
        fail "expected both ends of the connection"
    expect_text "$dir/err" 'our half is closed (FIN)'
}

tells_both_ends_of_datagrams() {
    start_server "$(any_model)" udp://127.0.0.1:0
    say 'hello\n'
    talk 0 --verbose
    file_says "$dir/err" "protocol UDP, local 127.0.0.1:[1-9][0-9]*, remote ${where#udp://}\$" ||
        fail "expected both ends"
}

tries_every_address_of_a_name() {
    getent ahosts localhost | grep -q '^::1 ' || skip "localhost has no IPv6 address here"
    start_server "$(any_model)" tcp://127.0.0.1:0
    port=${where##*:}
    where=tcp://localhost:$port
    say 'hello\n'
    talk 0 --verbose
    expect_text "$dir/err" "tried [::1]:$port: Connection refused"
    expect_text "$dir/err" "tried 127.0.0.1:$port: connected"
    talk 1 -6
    talk 0 -4
}

says_that_nobody_listens() {
    say 'hello\n'
    for where in tcp://127.0.0.1:1 udp://127.0.0.1:1 "unix:$dir/no" "unixgram:$dir/no"; do
        talk 1
        expect_text "$dir/err" "'$where'"
        expect_one_line_in "$dir/err"
        expect_nothing_in "$dir/out"
    done
}

says_that_the_socket_is_of_the_other_kind() {
    start_server "$(any_model)" "unix:$dir/socket"
    where=unixgram:$dir/socket
    say 'hello\n'
    talk 1
    expect_text "$dir/err" 'the other kind'
}

says_that_a_name_is_unknown() {
    expect_status 1 "$bin/echo-client" tcp://a..b:7007
    expect_text "$dir/err" "'a..b'"
    expect_one_line_in "$dir/err"
}

refuses_bad_addresses() {
    for address in nonsense tcp: tcp:// tcp://:7 tcp://h tcp://h: tcp://h:x tcp://h:65536 \
        tcp://h:-1 tcp://h:0 tcp://::1:7 'tcp://[::1' 'tcp://[::1]' 'tcp://[x]:1' \
        unix: unix:@abstract http://h:1 127.0.0.1:7 /tmp/socket; do
        refuse "'$address'" "$address"
    done
    refuse 'an empty text is no address' ''
    refuse '107' "unix:/$(printf '%0107d' 0)"
    refuse 'is the second' tcp://127.0.0.1:1 tcp://127.0.0.1:2
}

refuses_what_contradicts_itself() {
    refuse '--broadcast' --broadcast tcp://127.0.0.1:1
    refuse '--broadcast' --broadcast "unixgram:$dir/socket"
    refuse '--broadcast' --broadcast -6 udp://127.0.0.1:1
    refuse '--half-close' --half-close udp://127.0.0.1:1
    refuse '-4 and -6' -4 -6 tcp://localhost:1
    refuse '-4 and -6' -4 "unix:$dir/socket"
}

refuses_bad_timeouts() {
    for value in 0 -1 x 1e99 25h 0.5ms ''; do
        refuse "'$value'" --timeout="$value"
    done
}

refuses_unknown_options() {
    refuse "'--colour'" --colour
    refuse "option '--timeout' requires an argument" --timeout
    refuse "'Z'" -Z
}

notices_an_answer_of_another_length() {
    head -c 640 /dev/zero >"$dir/said"
    for wrong in drop insert; do
        start_crooked_server $wrong 200
        talk 1
        expect_text "$dir/err" 'bytes of answer to 640 bytes'
    done
}

notices_a_server_that_hangs_up() {
    head -c 640 /dev/zero >"$dir/said"
    for wrong in truncate reset vanish; do
        start_crooked_server $wrong 200
        talk 1
        expect_text "$dir/err" "'$where'"
        expect_one_line_in "$dir/err"
    done
}

# A server that is stopped loses nothing and says nothing.
counts_lines_without_an_answer() {
    start_server "$(any_model)" udp://127.0.0.1:0
    kill -STOP "$server_pid"
    say 'one\ntwo\n'
    talk 1 --timeout=100ms
    expect_text "$dir/err" "2 of 2 datagrams to '$where' had no answer within 0.1 s"
    expect_nothing_in "$dir/out"
}

asks_everybody_by_broadcast() {
    start_server "$(any_model)" udp://0.0.0.0:0
    port=${where##*:}
    where=udp://127.255.255.255:$port
    say 'anybody\n'
    talk 0 --broadcast --timeout=200ms
    expect_heard "127.0.0.1:$port: anybody\n"
}

converses_at_a_terminal() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    printf 'hello\n' | at_a_terminal 0 "$bin/echo-client" "$where"
    expect_text "$dir/out" '> '
    expect_text "$dir/out" 'hello'
}

half_closes_at_a_terminal_after_the_first_line() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    printf 'hello\n' | at_a_terminal 0 "$bin/echo-client" --verbose --half-close "$where"
    expect_text "$dir/out" "our half is closed (FIN), the server's is still open"
    expect_text "$dir/out" '6 bytes came after our FIN'
}

half_closes_at_the_end_of_a_pipe() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    say 'hello\n'
    talk 0 --verbose --half-close
    expect_heard 'hello\n'
    expect_text "$dir/err" 'all 6 bytes were answered'
}

leaves_on_ctrl_c() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    mkfifo "$dir/silence"
    in_background client sh -c "exec '$bin/echo-client' -v '$where' <>'$dir/silence'"
    await "the connection" file_says "$dir/client.err" ': connected'
    kill -INT "$started"
    expect_end 130 "$started"
}

fails_when_the_answer_cannot_be_written() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    expect_status 1 sh -c "echo hello | '$bin/echo-client' '$where' >/dev/full"
    expect_text "$dir/err" 'cannot write the answer'
}

helps() {
    expect_status 0 "$bin/echo-client" --help
    expect_text "$dir/out" '--half-close'
    expect_status 0 "$bin/echo-client" --version
    expect_text "$dir/out" 'echolab '
}

run_case "$@"
