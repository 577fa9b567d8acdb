#!/bin/sh
# Install the Debian packages named that are missing, or say which they are.
set -eu

missing=""
for package in "$@"; do
    # A program that is there by other means serves as well as its package.
    case $package in
        poppler-utils) program=pdftotext ;;
        nodejs) program=node ;;
        postgresql) program=postgres ;;
        *) program=$package ;;
    esac
    # Debian keeps the programs of PostgreSQL out of the way.
    PATH="$PATH:$(echo /usr/lib/postgresql/*/bin | tr ' ' :)" command -v "$program" >/dev/null 2>&1 ||
        missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "The tests need these programs (names of Debian packages):$missing" >&2
    exit 1
fi
if [ "$(id -u)" -eq 0 ]; then
    run=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    run="sudo"
else
    echo "The tests need Debian packages that you may not install. Ask for: apt-get install$missing" >&2
    exit 1
fi
$run apt-get update -qq
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $run apt-get install -y -qq --no-install-recommends $missing >/dev/null
