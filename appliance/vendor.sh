#!/bin/sh
# Fetches what the pages take from npm and lays it out for embedding:
#   vendor/NAME-VERSION/<the files named below>, checked against vendor.sha256.
# The only step of a build that needs the network; `vendor/` and `node_modules/` are never committed.
# `sh vendor.sh --record` writes vendor.sha256 anew after a deliberate change of version.
set -eu
cd "$(dirname "$0")"

# package  file in the package
files='
htmx.org  dist/htmx.min.js
htmx.org  LICENSE
'

command -v npm >/dev/null 2>&1 || {
    echo "vendor.sh: npm is missing (Debian: apt-get install npm), it brings the script library of the pages" >&2
    exit 1
}

check() { (cd vendor && sha256sum --quiet --strict -c ../vendor.sha256) 2>/dev/null; }

# Already there and exactly what we recorded: nothing to fetch.
if [ "${1-}" != --record ] && [ -d vendor ] && check; then
    exit 0
fi

npm ci --ignore-scripts --omit=dev --no-audit --no-fund --loglevel=error

rm -rf vendor vendor.part
mkdir vendor.part
echo "$files" | while read -r package file; do
    [ -n "$package" ] || continue
    version=$(sed -n 's/^  "version": "\(.*\)",\{0,1\}$/\1/p' "node_modules/$package/package.json" | head -n 1)
    [ -n "$version" ] || { echo "vendor.sh: $package says no version" >&2; exit 1; }
    mkdir -p "vendor.part/$package-$version"
    cp "node_modules/$package/$file" "vendor.part/$package-$version/"
done
mv vendor.part vendor

if [ "${1-}" = --record ]; then
    (cd vendor && find . -type f | LC_ALL=C sort | xargs sha256sum) >vendor.sha256
fi
check || {
    echo "vendor.sh: a fetched file differs from vendor.sha256; nothing was taken" >&2
    rm -rf vendor
    exit 1
}
