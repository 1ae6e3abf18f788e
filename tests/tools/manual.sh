#!/bin/sh
# manual.sh - what a program can do stands in its man page.
#
#     manual.sh BIN_DIR CASE      manual.sh --list
set -eu

if [ "$1" = --list ]; then
    printf '%s\n' servers_have_every_option_in_it echo_client_has_every_option_in_it \
        echo_load_has_every_option_in_it echo_load_merge_has_every_option_in_it \
        echo_bench_has_every_option_in_it echo_bench_compare_has_every_option_in_it \
        echo_bench_export_has_every_option_in_it echo_bench_report_has_every_option_in_it \
        echo_bench_plot_has_every_option_in_it echo_conformance_has_every_option_in_it
    exit 0
fi
bin=$1
root=$(cd "$(dirname "$0")/../.." && pwd)

# Every long option which "$2..." prints for --help stands in the page "$1".
expect_options() {
    page=$root/$1
    shift
    options=$("$@" --help | grep -oE -- '--[a-z][a-z-]+' | grep -vx -e --help -e --usage \
        -e --version | sort -u)
    [ -n "$options" ] || { echo "FAILED: $* --help names no option"; exit 1; }
    for option in $options; do
        sed 's/\\//g' "$page" | grep -qE -- "$option([^a-z-]|\$)" ||
            { echo "FAILED: $option of $* is not in $page"; exit 1; }
    done
}

case $2 in
servers_have_every_option_in_it)
    expect_options common/echolab-servers.1.scd "$bin/echo-threaded" ;;
echo_client_has_every_option_in_it)
    expect_options bench/client/echo-client.1.scd "$bin/echo-client" ;;
echo_load_has_every_option_in_it)
    expect_options bench/load/echo-load.1.scd "$bin/echo-load" ;;
echo_load_merge_has_every_option_in_it)
    expect_options bench/load/echo-load.1.scd "$bin/echo-load" merge ;;
echo_bench_has_every_option_in_it)
    expect_options bench/suite/echo-bench.1.scd "$bin/echo-bench" calibrate
    expect_options bench/suite/echo-bench.1.scd "$bin/echo-bench" run ;;
echo_bench_compare_has_every_option_in_it)
    expect_options bench/suite/echo-bench.1.scd "$bin/echo-bench" compare ;;
echo_bench_report_has_every_option_in_it)
    expect_options bench/suite/echo-bench.1.scd "$bin/echo-bench" report ;;
echo_bench_plot_has_every_option_in_it)
    expect_options bench/suite/echo-bench.1.scd "$bin/echo-bench" plot ;;
echo_bench_export_has_every_option_in_it)
    expect_options bench/suite/echo-bench.1.scd "$bin/echo-bench" export ;;
echo_conformance_has_every_option_in_it)
    expect_options tests/cases/echo-conformance.1.scd "$bin/echo-conformance" ;;
*)
    echo "no case $2" >&2
    exit 2 ;;
esac
