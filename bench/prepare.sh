# prepare.sh - what bench/run and tests/run have in common: packages and builds. To be sourced
# from the project's root.

# Where clang keeps a part of its runtime; its folder is named after its version.
clang_runtime() {
    clang -print-file-name="libclang_rt.$1-$(uname -m).a" 2>/dev/null
}

# Prints the packages needed by "$1" ("bench", or "tests" which needs those of bench as well) that
# are not there yet.
missing_packages() {
    while read -r package needed_by kind name _; do
        case $package in '#'* | '') continue ;; esac
        [ "$needed_by" = bench ] || [ "$needed_by" = "$1" ] || continue
        case $kind in
        command) command -v "$name" >/dev/null 2>&1 && continue ;;
        module) pkg-config --exists "$name" 2>/dev/null && continue ;;
        file) [ -e "$name" ] && continue ;;
        runtime) [ -e "$(clang_runtime "$name")" ] && continue ;;
        esac
        echo "$package"
    done <bench/packages
}

# Installs the packages that are named, after saying so; ends the script when that cannot be done.
install_named() {
    missing=$*
    [ -n "$missing" ] || return 0

    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "echolab needs these packages (by their Debian names): $missing" >&2
        exit 1
    fi
    if [ -n "$as_root" ] && ! command -v sudo >/dev/null 2>&1; then
        echo "echolab needs these packages, and root or sudo to install them: $missing" >&2
        exit 1
    fi
    echo "echolab: installing $missing"
    log=$(mktemp)
    if ! { $as_root apt-get -q update && $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y --no-install-recommends install $missing; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        echo "echolab: these packages could not be installed: $missing" >&2
        exit 1
    fi
    rm -f "$log"
}

# Installs what is missing. Some sources' nodejs brings npm along and conflicts with the package of
# that name, so npm has its turn when it is still missing then.
install_packages() {
    install_named $(missing_packages "$1" | grep -vx npm)
    install_named $(missing_packages "$1" | grep -x npm)
}

# Puts the readers of histograms that tests/oracle names into build/oracle, unless they are there.
# Without them some tests are skipped.
install_oracle() {
    oracle=build/oracle
    command -v npm >/dev/null 2>&1 || return 0
    ! cmp -s tests/oracle/package-lock.json $oracle/installed.json || return 0

    echo "echolab: installing what tests/oracle names"
    rm -rf $oracle
    mkdir -p $oracle
    cp tests/oracle/package.json tests/oracle/package-lock.json $oracle
    log=$(mktemp)
    if (cd $oracle && npm ci --ignore-scripts --no-audit --no-fund) >"$log" 2>&1; then
        cp tests/oracle/package-lock.json $oracle/installed.json
    else
        tail -n 20 "$log" >&2
        rm -rf $oracle/node_modules
        echo "echolab: that could not be installed; the tests that need it are skipped" >&2
    fi
    rm -f "$log"
}

# Configures and builds the preset "$1"; what the tools print is shown only when they fail.
build() {
    log=$(mktemp)
    if ! { cmake --preset "$1" && cmake --build --preset "$1"; } >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        rm -f "$log"
        echo "echolab: the build of preset $1 failed" >&2
        exit 1
    fi
    rm -f "$log"
}
