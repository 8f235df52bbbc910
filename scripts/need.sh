#!/usr/bin/env bash
# Installs what a step needs from Debian, and says clearly what it cannot install.
#   need.sh build   compiler parts and npm        need.sh test   the above, real clients, a browser
#   need.sh check   the above, LibreOffice, exiftool, fonts, and a Python for oletools
#   need.sh bench   the above of “test”, and the peers that stand beside us
# A second call finds everything in place and takes no time.
set -euo pipefail

step=${1:-build}
# The fonts are for the words of drawings, and for PDFs that name a Gothic or a Mincho and bring none.
packages=(gcc libc6-dev make cmake pkg-config npm nodejs ca-certificates git fonts-ipafont-gothic fonts-ipafont-mincho)
case "$step" in
build) ;;
# systemd only for systemd-analyze, which judges the unit files; nothing of it is started.
# Noto for the letters of names that no other font has (𠮷).
test | bench)
    # Poppler reads back what a page prints as PDF, unzip what a workbook holds.
    packages+=(chromium systemd fonts-morisawa-bizud-gothic fonts-noto-cjk postfix swaks libnet-ssleay-perl curl poppler-utils unzip)
    # OpenLDAP, beside whom people are looked for; img2pdf, beside whom pages are written.
    [ "$step" = test ] || packages+=(slapd img2pdf)
    ;;
check)
    packages+=(libreoffice-calc libreoffice-writer libreoffice-impress poppler-utils qpdf libimage-exiftool-perl)
    # Originals and outputs are shown with the same fonts, Japanese ones among them.
    packages+=(fonts-noto-cjk fonts-ipafont python3-venv)
    ;;
*) echo "need.sh: unknown step “$step”" >&2; exit 2 ;;
esac

installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q '^install ok installed'; }
provided() { # node and npm often come from elsewhere; what works is good enough
    case "$1" in
    npm | nodejs) command -v npm >/dev/null && command -v node >/dev/null ;;
    *) return 1 ;;
    esac
}

missing=()
for package in "${packages[@]}"; do
    installed "$package" || provided "$package" || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "Installing from Debian: ${missing[*]}"
    as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || {
            echo "These Debian packages are missing and there is no sudo: ${missing[*]}" >&2
            echo "As root: apt-get update && apt-get install --no-install-recommends ${missing[*]}" >&2
            exit 1
        }
        as_root=(sudo)
    fi
    # Postfix and slapd must not ask questions, and must not be started: we run ones of our own.
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

export PATH="$HOME/.cargo/bin:$PATH"
command -v cargo >/dev/null || {
    cat >&2 <<'SAY'
The Rust toolchain is missing. Install it with rustup (https://rustup.rs), which reads
rust-toolchain.toml here and fetches the right version:
    curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh
On a closed network, copy ~/.cargo and ~/.rustup from a machine that has them.
SAY
    exit 1
}
