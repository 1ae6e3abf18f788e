# echo-conformance.sh - what echo-conformance promises to who holds a server of his own against it.
. "$(dirname "$0")/lib.sh"
root=$(cd "$(dirname "$0")/../.." && pwd)
export ASAN_OPTIONS="${ASAN_OPTIONS:-}" T_MULT

# hold STATUS OPTION...: what is said goes to $dir/out and $dir/err.
hold() {
    wanted=$1
    shift
    expect_status "$wanted" "$bin/echo-conformance" "$@"
}

# hold_crooked STATUS WRONG BYTE MS OPTION...
hold_crooked() {
    wanted=$1 crooked="$bin/crooked-server $2 $3 $4 crooked {port}"
    shift 4
    hold "$wanted" --json="$dir/report" --command="$crooked" --name=crooked "$@"
}

# expect_verdict ID VERDICT: of the one finding with this id, in $dir/report.
expect_verdict() {
    number=0
    while [ "$(json "$dir/report" "cases.$number.id")" != "$1" ]; do
        number=$((number + 1))
        [ $number -lt 100 ] || fail "expected a case $1 in the report"
    done
    expect_json "$dir/report" "cases.$number.verdict=$2"
    reason=$(json "$dir/report" "cases.$number.reason")
}

expect_reason() {
    case $reason in *"$1"*) ;; *) fail "expected '$1' for a reason, saw '$reason'" ;; esac
}

# refuse TEXT OPTION...: wrong use, in one line with TEXT.
refuse() {
    text=$1
    shift
    hold 2 "$@"
    expect_text "$dir/err" "$text"
    expect_one_line_in "$dir/err"
    expect_nothing_in "$dir/out"
}

# gate MODEL ADDRESS CASES [OPTION...]: passes the gate, so many cases of it, and is not disturbed.
gate() {
    address=$2 number=$3
    start_server "$1" "$address"
    shift 3
    hold 0 --set=gate --address="$where" --json="$dir/report" "$@"
    expect_json "$dir/report" schema=echolab-conformance-1 server=server set=gate \
        "passed=$number" failed=0 skipped=0
    stop_server
}

# A server that writes down its arguments, one a line, and then serves.
write_recorder() {
    cat >"$dir/recorder" <<END
#!/bin/sh
printf '%s\n' "\$@" >"$dir/words"
exec "$bin/crooked-server" nothing 0 0 x "\$1"
END
    chmod +x "$dir/recorder"
}

expect_words() {
    printf '%s\n' "$@" >"$dir/expected"
    sed 1d "$dir/words" | cmp -s "$dir/expected" - ||
        fail "expected the words '$*', saw '$(sed 1d "$dir/words" | paste -sd'|')'"
}

# well_formed FILE: XML, says somebody else's reader.
well_formed() {
    command -v xmllint >/dev/null || skip "there is no xmllint"
    xmllint --noout "$1" 2>"$dir/lint" || fail "expected XML, saw: $(head -c 500 "$dir/lint")"
}

# count_in FILE XPATH
expect_xml() {
    found=$(xmllint --xpath "$2" "$1")
    [ "$found" = "$3" ] || fail "expected $2 to be '$3', saw '$found'"
}

# Cases.

holds_a_command_to_what_any_echo_server_owes() {
    server=$(any_model)
    hold 0 --command="$bin/echo-$server {address}" --case=A,B,D4d,E1,K1 --json="$dir/report" -v
    expect_json "$dir/report" server=command transport=tcp strict=false failed=0 skipped=1
    expect_verdict A1 pass
    expect_verdict B3 pass
    expect_verdict D4d pass
    expect_verdict E1 skip
    expect_reason "--strict"
    expect_verdict K1 differs
    expect_reason "task"
    expect_text "$dir/out" "echoes_every_size"
    expect_text "$dir/out" "-    K1   command    returns_a_task_after_its_time: the task service"
}

removes_the_temporary_files_of_a_server() {
    cat >"$dir/careless" <<END
#!/bin/sh
mktemp >"$dir/left"
exec "$bin/echo-$(any_model)" "\$@"
END
    chmod +x "$dir/careless"
    hold 0 --command="$dir/careless {address}" --case=A1
    read -r left <"$dir/left"
    [ ! -e "$left" ] || { rm "$left" && fail "expected $left to be removed"; }
}

holds_a_command_to_our_promises_if_asked() {
    hold 0 --command="$bin/echo-$(any_model) {address}" --strict --case=E --transport=tcp,udp \
        --json="$dir/report"
    expect_json "$dir/report" strict=true failed=0
    expect_verdict E1 pass
    hold_crooked 1 nothing 0 0 --strict --case=E1
    expect_verdict E1 fail
    expect_reason "expected exit status 0 after SIGTERM, saw -15"
}

holds_a_server_that_runs_over_every_transport() {
    gate "$(any_model)" tcp://127.0.0.1:0 6
    expect_json "$dir/report" transport=tcp
    gate "$(any_model)" "unix:$dir/echo" 6
    gate "$(any_model)" udp://127.0.0.1:0 1
    gate "$(any_model)" "unixgram:$dir/echo" 1
    needs_ipv6
    gate "$(any_model)" 'tcp://[::1]:0' 6
    gate "$(any_model)" 'udp://[::1]:0' 1
}

holds_a_server_that_takes_turns() {
    needs_model iterative
    gate iterative tcp://127.0.0.1:0 6 --one-at-a-time
    hold 0 --command="$bin/echo-iterative {address}" --one-at-a-time --json="$dir/report" \
        --case=A8,B1,C2,D1
    expect_json "$dir/report" passed=3 differing=1
    expect_verdict C2 differs
    expect_verdict D1 pass
    hold 1 --command="$bin/echo-iterative {address}" --json="$dir/report" --case=A8,D1
    expect_verdict A8 fail
    expect_verdict D1 differs
}

names_the_case_that_a_lost_byte_fails() {
    hold_crooked 1 drop 80000 0 --case=A1,A3,A7
    expect_verdict A1 fail
    expect_reason "byte"
    expect_verdict A3 pass
    expect_verdict A7 pass
    expect_text "$dir/out" "FAIL A1 echoes_every_size: crooked over tcp, seed"
}

names_the_case_that_a_late_answer_fails() {
    hold_crooked 1 late 80000 $((4000 * T_MULT)) --case=A1,A7
    expect_verdict A1 fail
    expect_reason "silence"
    expect_verdict A7 pass
}

names_the_case_that_hanging_up_early_fails() {
    hold_crooked 1 truncate 80000 0 --case=A1,A7
    expect_verdict A1 fail
    expect_reason "client 10: expected"
    expect_verdict A7 pass
}

names_the_case_that_a_mix_up_fails() {
    hold_crooked 1 mix 0 0 --case=A1,A3,A8
    expect_verdict A1 pass
    expect_verdict A3 pass
    expect_verdict A8 fail
    expect_reason "byte"
}

names_the_case_that_kills_a_server() {
    hold_crooked 1 mortal 0 0 --case=A1,B1
    expect_verdict A1 pass
    expect_verdict B1 fail
    expect_reason "the server has ended with status 3"
    hold_crooked 0 nothing 0 0 --case=A1,A8,B1
}

tells_of_a_command_that_does_not_start() {
    hold 1 --command='/no/such/program {port}' --case=A1,A3 --json="$dir/report"
    expect_verdict A1 fail
    expect_reason "cannot execute /no/such/program: No such file or directory"
    expect_verdict A3 skip
    expect_reason "not started"
    hold 1 --command="sh -c 'echo sorry, {port} is not for me >&2; exit 3'" --case=A1 \
        --json="$dir/report"
    expect_verdict A1 fail
    expect_reason "status 3"
    expect_reason "is not for me"
}

tells_of_a_command_that_never_listens() {
    hold 1 --command="sleep 1000 {port}" --case=A1,A3 --json="$dir/report"
    expect_verdict A1 fail
    expect_reason "expected a connection at tcp://127.0.0.1:"
    expect_verdict A3 skip
}

tells_of_a_command_that_goes_to_the_background() {
    hold 1 --command="sh -c 'setsid $bin/crooked-server nothing 0 0 x {port} & exit 0'" --case=A1 \
        --json="$dir/report"
    expect_verdict A1 fail
    expect_reason "expected the command to stay in the foreground"
    expect_reason "saw it end with status 0"
}

tells_when_nobody_is_there() {
    hold 1 --address=unix:/no/such/socket --case=A1,A7 --json="$dir/report"
    expect_verdict A1 fail
    expect_reason "expected somebody to serve at unix:/no/such/socket, saw nobody"
    expect_verdict A7 skip
}

# The frame looks, and fails if a process is left.
ends_and_removes_what_a_command_has_begun() {
    hold 0 --command="sh -c 'sleep 1000 & exec $bin/crooked-server nothing 0 0 x {port}'" --case=A1
    hold 0 --case=A7 --command="sh -c 'mkdir -p {tmp}/a/b; echo {tmp} >$dir/folder; : >{tmp}/a/b/c
        exec $bin/crooked-server nothing 0 0 x {port}'"
    [ ! -e "$(cat "$dir/folder")" ] || fail "expected the folder to be gone"
}

# More than a pipe holds that nobody reads.
lets_a_command_print_as_much_as_it_likes() {
    hold 0 --command="sh -c 'head -c 102400 /dev/zero; exec $bin/crooked-server nothing 0 0 x {port}'" \
        --case=A7
}

says_77_when_nothing_could_be_tried() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    hold 77 --address="$where" --case=E1,B3
    expect_text "$dir/out" "skip B3   server     survives_a_reset_before_it_accepts: asked only of"
    stop_server
}

says_77_when_no_case_fits() {
    none="no case of these fits that server and transport"
    hold 77 --command='x {port}' --case=A7 --transport=udp
    expect_text "$dir/out" "$none"
    hold 77 --server-file="$root/bench/servers/xinetd" --transport=unix
    expect_text "$dir/out" "$none"
    hold 77 --model="$(any_model)" --case=H1 --transport=unix --json="$dir/report"
    expect_text "$dir/out" "$none"
    expect_json "$dir/report" passed=0 failed=0 skipped=0
    hold 77 --command='x {port}' --case=K1,L1
    expect_text "$dir/out" "0 passed, 0 failed, 0 skipped, 2 differing by design"
    expect_text "$dir/out" "nothing was tried: by design"
}

divides_a_command_as_a_shell_does() {
    write_recorder
    hold 0 --case=A7 \
        --command="$dir/recorder {port} 'a  b' \"c 'd'\" e\\ f '' \"\" 'g'h\"i\" '{host}' x{address}y"
    expect_words 'a  b' "c 'd'" 'e f' '' '' ghi 127.0.0.1 \
        "xtcp://127.0.0.1:$(head -n 1 "$dir/words")y"
    hold 0 --case=A7 --transport=unix --command="$bin/echo-$(any_model) unix:{path}"
}

never_runs_a_shell() {
    write_recorder
    for word in "\$(touch $dir/x)" "\`touch $dir/x\`" "\${HOME}" ';' '|' '>' '*' '~' '&&'; do
        hold 0 --case=A7 --command="$dir/recorder {port} '$word'"
        expect_words "$word"
    done
    hold 0 --case=A7 --command="$dir/recorder {port} ; touch $dir/x & > $dir/x | *"
    expect_words ';' touch "$dir/x" '&' '>' "$dir/x" '|' '*'
    hold 0 --case=A7 --command="$dir/recorder {port} \$(touch $dir/x)" --name="\$(touch $dir/x)"
    [ ! -e "$dir/x" ] || fail "expected nothing to be run by a shell"
}

escapes_hostile_names() {
    hostile=$(printf '<a href="x">&amp;\033[31m\001]]>'"'"'\377\342\200\250')
    printf 'name = %s\ntcp = %s nothing 0 0 x {port}\n' "$hostile" "$bin/crooked-server" \
        >"$dir/hostile"
    hold 1 --server-file="$dir/hostile" --command='false {port}' --name="$hostile" --case=A7,K1 \
        --table --junit="$dir/junit" --json="$dir/report"
    expect_json "$dir/report" passed=1 failed=1 differing=2
    ! grep -q "$(printf '\033')" "$dir/junit" "$dir/report" ||
        fail "expected no escape sequence in a report"
    well_formed "$dir/junit"
    expect_xml "$dir/junit" 'count(//testcase)' 4
    expect_xml "$dir/junit" 'count(//failure)' 1
    expect_xml "$dir/junit" 'count(//skipped)' 2
}

# C1 control characters, as UTF-8 and as bytes: some terminals obey both.
prints_nothing_that_steers_a_terminal() {
    csi=$(printf '\302\233') eight_bit=$(printf '\233') letter=$(printf '\303\251')
    printf 'name = x%s2Jy\ntcp = %s {port}\n' "$csi" "$dir/hostile" >"$dir/file"
    printf '#!/bin/sh\nprintf "<\\302\\2332J\\2332J\\303\\251>" >&2\nexit 5\n' >"$dir/hostile"
    chmod +x "$dir/hostile"
    for more in --table --verbose --junit=-; do
        hold 1 --server-file="$dir/file" --case=A7 $more
        cat "$dir/out" "$dir/err" >"$dir/said"
        expect_text "$dir/said" "<?2J?2J$letter>"
        ! grep -q -e "$csi" -e "$eight_bit" "$dir/said" ||
            fail "expected no control characters with $more"
    done
}

writes_junit() {
    hold_crooked 1 drop 80000 0 --case=A1,A7,E1,K1 --junit="$dir/junit"
    well_formed "$dir/junit"
    expect_xml "$dir/junit" 'string(/testsuites/@tests)' 4
    expect_xml "$dir/junit" 'string(/testsuites/testsuite/@name)' crooked
    expect_xml "$dir/junit" 'string(/testsuites/testsuite/@failures)' 1
    expect_xml "$dir/junit" 'string(/testsuites/testsuite/@skipped)' 2
    expect_xml "$dir/junit" 'string(//testcase[failure]/@name)' 'A1 echoes_every_size'
    expect_xml "$dir/junit" 'string(//testcase[failure]/@classname)' crooked.tcp
}

gives_stdout_to_a_report() {
    hold 0 --model="$(any_model)" --case=A7 --transport=tcp --json=-
    cp "$dir/out" "$dir/report"
    expect_json "$dir/report" passed=1 server="$(any_model)" cases.0.transport=tcp
    expect_text "$dir/err" "1 passed, 0 failed, 0 skipped"
    hold 0 --model="$(any_model)" --case=A7 --transport=tcp --junit=-
    cp "$dir/out" "$dir/junit"
    well_formed "$dir/junit"
}

prints_cases_by_servers() {
    needs_model iterative
    hold 0 --model="iterative,$(any_model)" --case=A1,A8,C2,D1 --transport=tcp
    sed -n '/^case/,/^$/p' "$dir/out" | tr -s ' ' >"$dir/table"
    for row in "case iterative $(any_model)" 'A1 echoes_every_size ok ok' \
        'A8 keeps_64_clients_apart ok 1 ok' \
        'C2 serves_others_beside_a_client_that_never_reads - 2 ok' \
        'D1 lets_the_second_client_wait ok - 3'; do
        grep -qxF "$row" "$dir/table" || fail "expected '$row' in the table"
    done
    expect_text "$dir/out" '  1  serves them one after another'
    expect_text "$dir/out" '  2  the others wait, see D1'
    expect_text "$dir/out" '  3  the others serve both at the same time'
    hold 0 --command="$bin/echo-$(any_model) {address}" --case=A7,K1,L1 --table
    expect_text "$dir/out" 'By design, 2 more cases concern none of these servers'
    hold 0 --model="$(any_model)" --case=A7 --table
    expect_text "$dir/out" 'A7   hangs_up_on_who_half_closes_at_once ok'
}

chooses_cases_by_id_name_and_section() {
    hold 0 --list --model="$(any_model)" --case=A1,leaves_no_zombies --case=H
    cut -d' ' -f2- <"$dir/out" | sed 's/--model=[a-z]*//; s/  */ /' | paste -sd, >"$dir/chosen"
    expect_text "$dir/chosen" 'A --case=A1,H --case=H1'
    hold 0 --list --model="$(any_model)" --set=gate
    grep -o 'case=.*' "$dir/out" | cut -d= -f2 | paste -sd' ' >"$dir/chosen"
    expect_text "$dir/chosen" 'A1 A4 A6 A7 A8 B1 F1'
    hold 0 --list --set=gate --case=B,F
    grep -o 'case=.*' "$dir/out" | cut -d= -f2 | sort -u | paste -sd' ' >"$dir/chosen"
    expect_text "$dir/chosen" 'B1 F1'
}

refuses_wrong_options() {
    refuse "'Z9'" --case=Z9
    refuse "'A1x'" --case=A1,A1x
    refuse "''" --case=
    refuse "'nonsense'" --model=epoll,nonsense
    refuse "''" --model=
    refuse "'sctp'" --transport=tcp,sctp
    refuse "'big'" --set=big
    refuse "'-1'" --seed=-1
    refuse "'7x'" --seed=7x
    refuse 'no-such-option' --no-such-option
    refuse "'nonsense'" --address=nonsense
    refuse 'exclude each other' --address=tcp://127.0.0.1:7 --command='x {port}'
    refuse 'exclude each other' --set=gate --full
    refuse '--name' --name=x
    refuse '--one-at-a-time' --one-at-a-time --model=epoll
    refuse 'stdout' --json=- --junit=-
    refuse 'Too many arguments' operand
}

refuses_commands_that_cannot_be() {
    refuse 'names no program' --command=' '
    refuse 'neither {port} nor {address}' --command='server 7007'
    refuse 'neither {path} nor {address}' --command='server {port}' --transport=unix
    refuse 'not closed' --command="server 'x {port}"
    refuse 'not closed' --command='server "x {port}'
}

refuses_server_files_that_say_nonsense() {
    refuse 'No such file' --server-file="$dir/none"
    refuse 'Is a directory' --server-file="$dir"
    for line in 'tcp' 'tcp =' 'http = x {port}' 'tcp = x' 'unix = x {port}' 'one-at-a-time = maybe' \
        "udp = x '{port}"; do
        printf '# a comment\n\n%s\n' "$line" >"$dir/file"
        refuse "/file', line 3: " --server-file="$dir/file"
    done
    printf 'name = x\n' >"$dir/file"
    refuse 'it has no command' --server-file="$dir/file"
    printf 'tcp = x {port}\ntcp = y {port}\n' >"$dir/file"
    refuse "line 2: the key has had a value before" --server-file="$dir/file"
}

reads_server_files() {
    printf '# ours\n\n  tcp6=%s {address}\n\tunix = %s {address}\r\none-at-a-time = no' \
        "$bin/echo-$(any_model)" "$bin/echo-$(any_model)" >"$dir/ours.server"
    hold 0 --server-file="$dir/ours.server" --case=A1 --transport=unix --json="$dir/report"
    expect_json "$dir/report" server=ours transport=unix passed=1
    needs_ipv6
    hold 0 --server-file="$dir/ours.server" --case=A1,A8,G4 --json="$dir/report"
    expect_json "$dir/report" server=ours passed=4
}

says_at_once_that_a_report_cannot_be_written() {
    hold 1 --json=/no/such/folder/x --case=A1
    expect_nothing_in "$dir/out"
    expect_one_line_in "$dir/err"
    expect_text "$dir/err" "/no/such/folder/x: No such file"
    hold 1 --junit=/dev/full --model="$(any_model)" --case=A7
    expect_text "$dir/err" "/dev/full: No space left"
    hold 1 --json=/dev/full --model="$(any_model)" --case=A7
    expect_text "$dir/err" "/dev/full: No space left"
}

stops_tidily_when_interrupted() {
    for signal in INT HUP; do
        in_background conformance "$bin/echo-conformance" --model="$(any_model)" --case=A --full
        await "a line" file_says "$dir/conformance.out" echoes_every_size
        kill -$signal "$started"
        expect_end 130 "$started"
    done
}

knows_the_servers_of_others() {
    PATH=$PATH:/usr/sbin
    for name in socat ncat xinetd; do
        command -v $name >/dev/null || skip "there is no $name"
    done
    hold 0 --server-file="$root/bench/servers/socat" --set=gate --transport=tcp,unix,udp
    hold 0 --server-file="$root/bench/servers/xinetd" --set=gate --transport=tcp
    hold 1 --server-file="$root/bench/servers/ncat" --set=gate --transport=tcp --json="$dir/report"
    expect_verdict A6 fail # it hangs up on who half-closes
    expect_verdict A7 pass
    expect_verdict B1 pass
}

the_page_says_what_others_are_held_to() {
    ids=$(sed -n '/^static const struct row rows/,/^};/{/NEVER/d; s/^    { "\([A-Z0-9a-z]*\)".*/\1/p}' \
        "$root/tests/cases/relevance.c")
    [ -n "$ids" ] || fail "expected cases that others are held to"
    sed -n '/^# WHAT OTHERS/,/^# JSON/p' "$root/tests/cases/echo-conformance.1.scd" >"$dir/section"
    for id in $ids; do
        grep -qwF -e "$id" "$dir/section" || fail "expected $id in the manual"
    done
}

run_case "$@"
