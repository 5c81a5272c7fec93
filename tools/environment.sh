#!/bin/sh
# Makes the Python environments of a checkout, and nothing outside it.
#
#   environment.sh uv               install uv into .tools
#   environment.sh sync VENV LOCK   make VENV hold exactly what LOCK says, and the project itself, editable
#   environment.sh apart VENV LOCK  the same without the project: for a program that the tests talk to
#
# Every package is checked against the hashes of its lock. uv is ten times faster than pip, but only a
# convenience: where it cannot be had, or cannot reach what pip can (a mirror set up for pip alone),
# the same lock goes through pip. INSTALLER=pip asks for that from the start.
set -eu
cd "$(dirname "$0")/.."

# uv must take the Python found here, not fetch one of its own.
export UV_PYTHON_DOWNLOADS=never UV_PYTHON_PREFERENCE=only-system

say() { printf '%s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

# Being on the PATH is not enough: version managers put shims there that refuse to run.
supported='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

find_python() {
    for name in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 python; do
        if "$name" -c "$supported" >/dev/null 2>&1; then
            "$name" -c 'import sys; print(sys.executable)'
            return
        fi
        if [ "$name" = "${PYTHON:-}" ]; then
            die "PYTHON=$PYTHON is not a Python 3.11, 3.12 or 3.13 that runs."
        fi
    done
    die "Annotator needs Python 3.11, 3.12 or 3.13; none of python3, python3.13, python3.12, python3.11 is one." \
        "Install one, or name it: make setup PYTHON=/path/to/python3.12"
}

make_venv() { # FOLDER: a fresh environment with pip in it
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        # Debian splits venv off. Its apt has one lock: wait for it rather than fail.
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            say "This Python lacks venv: installing python3-venv."
            apt-get update -qq && apt-get install -qq -y -o DPkg::Lock::Timeout=120 python3-venv >&2
        else
            die "This Python cannot make environments. Install its venv module first: apt-get install python3-venv"
        fi
    fi
    "$python" -m venv --clear "$1"
}

have_uv() {
    [ "${INSTALLER:-uv}" = uv ] || return 1
    stamp=.tools/uv.installed
    if [ -x .tools/bin/uv ] && cmp -s tools/uv.lock "$stamp" && .tools/bin/uv --version >/dev/null 2>&1; then
        return
    fi
    # A subshell, so that a failure in here is an answer and not the end.
    (
        make_venv .tools || exit 1
        pip_install .tools --only-binary :all: --require-hashes -r tools/uv.lock || exit 1
        .tools/bin/uv --version >/dev/null && cp tools/uv.lock "$stamp"
    )
}

# VENV LOCK: whether VENV already holds what LOCK says, so that only the project itself is to be installed anew
up_to_date() { "$1/bin/python" -c "$supported" 2>/dev/null && cmp -s "$2" "$1/.lock"; }

sync_with_uv() { # VENV LOCK
    if ! up_to_date "$1" "$2"; then
        if ! "$1/bin/python" -c "$supported" 2>/dev/null; then
            .tools/bin/uv venv --quiet --clear --python "$python" "$1" || return 1
        fi
        rm -f "$1/.lock"
        # Where Python is told to write no byte code, every later start would compile everything again.
        .tools/bin/uv pip sync --quiet --python "$1/bin/python" --require-hashes $wheels \
            ${PYTHONDONTWRITEBYTECODE:+--compile-bytecode} "$2" || return 1
        cp "$2" "$1/.lock"
    fi
    [ "$mode" = apart ] || .tools/bin/uv pip install --quiet --python "$1/bin/python" --no-deps --no-build-isolation --editable .
}

sync_with_pip() { # VENV LOCK
    if ! { up_to_date "$1" "$2" && "$1/bin/python" -m pip --version >/dev/null 2>&1; }; then
        # Afresh: pip removes nothing that an older lock asked for.
        make_venv "$1"
        pip_install "$1" $wheels --require-hashes -r "$2"
        cp "$2" "$1/.lock"
    fi
    [ "$mode" = apart ] || pip_install "$1" --no-build-isolation --editable .
}

pip_install() { # VENV WORD…
    venv=$1
    shift
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps "$@"
}

python=$(find_python) || exit 1
mode=${1:-}
# What we install ourselves comes as wheels; two small packages of a program apart do not.
[ "$mode" = apart ] && wheels= || wheels="--only-binary :all:"

case "$mode" in
uv)
    have_uv || die "uv could not be installed."
    ;;
sync | apart)
    say "Preparing $2 from $3 …"
    if have_uv && sync_with_uv "$2" "$3"; then
        exit
    fi
    [ "${INSTALLER:-uv}" = pip ] || say "uv cannot do it here; pip does the same, more slowly (about a minute)."
    sync_with_pip "$2" "$3"
    ;;
*)
    die "usage: environment.sh uv | sync VENV LOCK | apart VENV LOCK"
    ;;
esac
