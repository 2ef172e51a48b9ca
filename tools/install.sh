#!/bin/sh
# tools/install.sh PURPOSE... -- installs the Debian packages that are missing for these
# purposes (build, test, bench, fuzz: tools/packages.txt) and says so; says nothing when
# all are there.  Uses sudo only when not root.
set -eu
cd "$(dirname "$0")"

# has PACKAGE [COMMAND]
has() {
    if [ -n "${2:-}" ] && command -v "$2" >/dev/null; then
        return 0
    fi
    dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

missing=
for purpose in "$@"; do
    while read -r purpose_of package command; do
        [ "$purpose_of" = "$purpose" ] || continue
        # shellcheck disable=SC2086
        has "$package" $command || missing="$missing $package"
    done <packages.txt
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "haoban needs these packages (by their names in Debian 12):$missing" >&2
    echo "This system has no apt-get: please install them its own way, then" >&2
    echo "run  make && ./haoban demo" >&2
    exit 1
fi

as_root=
if [ "$(id -u)" != 0 ]; then
    as_root=sudo
    if ! command -v sudo >/dev/null; then
        echo "haoban needs these packages:$missing" >&2
        echo "There is no sudo here: as root, run  apt-get install$missing" >&2
        exit 1
    fi
fi

echo "Installing with apt-get:$missing"
as_root="$as_root env DEBIAN_FRONTEND=noninteractive"
# shellcheck disable=SC2086
$as_root apt-get -q update &&
    $as_root apt-get -q install --yes --no-install-recommends $missing
