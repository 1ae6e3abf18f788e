# prepare.sh - what bench/run and tests/run have in common: packages and builds. To be sourced
# from the project's root. What the tools print goes to build/*.log.

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
    mkdir -p build
    log=build/packages.log
    if ! { $as_root apt-get -q update && $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y --no-install-recommends install $missing; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        echo "echolab: these packages could not be installed: $missing" >&2
        exit 1
    fi
}

# Installs what is missing. Some sources' nodejs brings npm along and conflicts with the package of
# that name, so npm has its turn when it is still missing then.
install_packages() {
    install_named $(missing_packages "$1" | grep -vx npm)
    install_named $(missing_packages "$1" | grep -x npm)
}

# install_modules FOLDER TARGET WITHOUT: puts what npm's files in FOLDER name into TARGET, a folder
# below build, unless it is there; if it cannot be had, says what goes on WITHOUT it. No script of a
# package is run, and the sources are left alone.
install_modules() {
    command -v npm >/dev/null 2>&1 || return 0
    ! cmp -s "$1/package-lock.json" "$2/installed.json" || return 0

    echo "echolab: installing what $1 names"
    rm -rf "$2"
    mkdir -p "$2"
    cp "$1/package.json" "$1/package-lock.json" "$2"
    log=$2.log
    if (cd "$2" && npm ci --ignore-scripts --no-audit --no-fund \
        --fetch-retries=1 --fetch-timeout=20000) >"$log" 2>&1; then
        cp "$1/package-lock.json" "$2/installed.json"
    else
        tail -n 20 "$log" >&2
        rm -rf "$2/node_modules"
        echo "echolab: that could not be installed; $3" >&2
    fi
}

# The page of reports, for which build/page is looked at when the build is configured.
install_page() {
    install_modules bench/report build/page "results have tables and no page"
}

# Other people's readers of histograms, and a browser's remote control.
install_test_modules() {
    install_modules tests/oracle build/oracle "the tests that need it are skipped"
    install_modules tests/report build/browser "the tests that need it are skipped"
}

# Configures and builds the preset "$1"; what the tools print is shown only when they fail.
build() {
    mkdir -p build
    log=build/$1.log
    if ! { cmake --preset "$1" && cmake --build --preset "$1"; } >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        echo "echolab: the build of preset $1 failed" >&2
        exit 1
    fi
}
