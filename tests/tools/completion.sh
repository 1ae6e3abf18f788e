# completion.sh - what the shell offers when a command line of ours is not finished.
. "$(dirname "$0")/lib.sh"
root=$(cd "$(dirname "$0")/../.." && pwd)

# Divides a line as bash does, calls the function, and prints what it offers, a line each.
write_asker() {
    cat >"$dir/ask.bash" <<'END'
. "$1"
COMP_LINE=$2 COMP_POINT=${#2} divided=${2//=/ = }
read -ra COMP_WORDS <<<"${divided//:/ : }"
[[ $2 != *' ' ]] || COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_echolab "${COMP_WORDS[0]}"
((${#COMPREPLY[@]} == 0)) || printf '%s\n' "${COMPREPLY[@]}"
END
}

# ask LINE: what is offered at its end goes to $dir/out. A plain bash: no file of its own is read.
ask() {
    command -v bash >/dev/null || skip "there is no bash"
    write_asker
    cd "$dir"
    expect_status 0 bash --norc --noprofile "$dir/ask.bash" "$root/common/echolab.bash" "$1"
    expect_nothing_in "$dir/err"
}

# expect_offer LINE [OFFER...]: these, in this order, and nothing else.
expect_offer() {
    line=$1
    shift
    ask "$line"
    [ $# -gt 0 ] || : >"$dir/expected"
    [ $# = 0 ] || printf '%s\n' "$@" >"$dir/expected"
    cmp -s "$dir/expected" "$dir/out" ||
        fail "expected '$*' to be offered for '$line', saw '$(paste -sd' ' "$dir/out")'"
}

# expect_options COMMAND...: every long option of its --usage is offered.
expect_options() {
    "$@" --usage | grep -oE -- '--[a-z][a-z-]*' | sort -u >"$dir/options"
    grep -qx -e --version "$dir/options" || fail "expected $* to have options"
    ask "$* --"
    sed 's/=$//' "$dir/out" | sort -u | cmp -s "$dir/options" - ||
        fail "expected all options of $*, and nothing else"
}

# A program whose options this build may not have.
make_stand_in() {
    cat >"$dir/echo-load" <<'END'
#!/bin/sh
cat <<'HELP'
Usage: echo-load [OPTION...] ADDRESS
  or:  echo-load merge FILE...

      --arrivals=NAME        poisson or uniform, with
      --no-option            of our own, but text
                             --nor-this at the end
      --pacing=NAME          precise or balanced
      --stall=N:KIND         bad clients
      --task=TASK            spin and so on
  -o, --output[=FILE]        of any name

ADDRESS is tcp://HOST:PORT
HELP
END
    chmod +x "$dir/echo-load"
}

# Cases.

offers_every_option_of_every_program() {
    for model in iterative forking threaded select poll epoll libuv; do
        expect_options "$bin/echo-$model"
    done
    expect_options "$bin/echo-client"
    expect_options "$bin/echo-load"
    expect_options "$bin/echo-bench"
    expect_options "$bin/echo-bench" run
    expect_options "$bin/echo-bench" calibrate
    expect_options "$bin/echo-bench" compare
    expect_options "$bin/echo-bench" export
    expect_options "$bin/echo-bench" report
    expect_options "$bin/echo-bench" plot
    expect_options "$bin/echo-conformance"
}

completes_options() {
    expect_offer "$bin/echo-client --ve" --verbose --version
    expect_offer "$bin/echo-client --half-close --verb" --verbose
    expect_offer "$bin/echo-load -c 4 --pipe" --pipeline=
    expect_offer "$bin/echo-client -4" -4
}

offers_values() {
    server=$bin/echo-$(any_model)
    expect_offer "$server --service=" echo upper task
    expect_offer "$server --service=u" upper
    expect_offer "$server --service " echo upper task
    expect_offer "$server -s t" task
    expect_offer "$bin/echo-load -S u" upper
    expect_offer "$bin/echo-load --connections="
    expect_offer "$bin/echo-load -c "
}

offers_models_and_scenarios_once() {
    expect_offer "$bin/echo-bench run --models=" iterative forking threaded select poll epoll libuv
    expect_offer "$bin/echo-bench run --models=epoll,poll,lib" epoll,poll,libuv
    expect_offer "$bin/echo-bench run --models=select,p" select,poll
    expect_offer "$bin/echo-bench run --models=poll,p"
    expect_offer "$bin/echo-bench compare --models=select,p" select,poll
    expect_offer "$bin/echo-bench compare --baseline=ep" epoll
    expect_offer "$bin/echo-bench run --scenarios=" \
        $("$bin/echo-bench" run --help | tr -s ' \n' ' ' |
            sed 's/.*only these of \([a-z, ]*\) and \([a-z]*\) (.*/\1 \2/; s/,//g')
    expect_offer "$bin/echo-bench run --scenarios=ping,ch" ping,churn
    expect_offer "$bin/echo-bench run --server=" ncat socat xinetd
    expect_offer "$bin/echo-bench run --server=so" socat
}

offers_what_a_server_can_be_held_to() {
    expect_offer "$bin/echo-conformance --model=l" libuv
    expect_offer "$bin/echo-conformance --model=epoll,p" epoll,poll
    expect_offer "$bin/echo-conformance --case=G" G1 G2 G3 G4 G4r G5
    expect_offer "$bin/echo-conformance --case A9,H" A9,H1
    expect_offer "$bin/echo-conformance --transport=udp,t" udp,tcp udp,tcp6
    expect_offer "$bin/echo-conformance --set=" all gate
    expect_offer "$bin/echo-conformance --address u" udp:// unix: unixgram:
    expect_offer "$bin/echo-conformance --address=unixg" unixgram:
    expect_offer "$bin/echo-conformance t"
}

offers_commands_and_addresses() {
    expect_offer "$bin/echo-bench r" run report
    expect_offer "$bin/echo-bench run r"
    expect_offer "$bin/echo-client " tcp:// udp:// unix: unixgram:
    expect_offer "$bin/echo-client --verbose u" udp:// unix: unixgram:
    expect_offer "$bin/echo-load -c 3 t" tcp://
    expect_offer "$bin/echo-load tcp:" //
}

offers_files() {
    mkdir "$dir/files" "$dir/files/folder"
    : >"$dir/files/one.json"
    : >"$dir/files/two words"
    expect_offer "$bin/echo-load --json=$dir/files/o" "$dir/files/one.json"
    expect_offer "$bin/echo-load --json $dir/files/t" "$dir/files/two words"
    expect_offer "$bin/echo-bench run --out=files/" files/folder
    expect_offer "$bin/echo-bench compare files/" files/folder
    expect_offer "$bin/echo-bench report files/" files/folder
    expect_offer "$bin/echo-bench plot --out=files/" files/folder
    expect_offer "$bin/echo-bench export --hyperfine=x files/" files/folder
    expect_offer "$bin/echo-bench export --hyperfine=files/o" files/one.json
    expect_offer "$bin/echo-client unix:$dir/files/o" "$dir/files/one.json"
}

offers_nothing_for_what_it_does_not_know() {
    expect_offer "$bin/echo-load nonsense"
    expect_offer "$bin/echo-load --nonsense"
    expect_offer "$bin/echo-load --nonsense="
    expect_offer "$bin/echo-load --service=nonsense"
    expect_offer "$bin/echo-load https:"
    expect_offer "$bin/no-such-program --he"
}

follows_the_program_at_hand() {
    make_stand_in
    expect_offer "$dir/echo-load --" --arrivals= --no-option --pacing= --stall= --task= --output=
    expect_offer "$dir/echo-load --arrivals=" poisson uniform
    expect_offer "$dir/echo-load --pacing=b" balanced
    expect_offer "$dir/echo-load --stall=3"
    expect_offer "$dir/echo-load --stall=3:re" reader reset
    expect_offer "$dir/echo-load --task=b" block: bimodal:
    : >"$dir/run.hlog"
    expect_offer "$dir/echo-load m" merge
    expect_offer "$dir/echo-load merge run" run.hlog
    expect_offer "$dir/echo-load merge ask"
    expect_offer "$dir/echo-load --output=ask" ask.bash
}

is_there_for_every_program() {
    command -v bash >/dev/null || skip "there is no bash"
    for program in $("$bin/echo-bench" models | sed 's/ .*//') client load bench conformance; do
        expect_status 0 bash --norc --noprofile -c '. "$1" && complete -p "$2"' bash \
            "$root/common/echolab.bash" "echo-$program"
    done
}

run_case "$@"
