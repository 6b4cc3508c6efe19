#!/usr/bin/env bash
# Finds the tools that TinyEngine needs and installs what is missing.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: eng/setup.sh [--check] [TOOL...]

Makes sure that the tools are there; missing ones are installed with apt-get when this user may (root, or sudo without a password).
Otherwise prints exactly what to install and ends with exit code 3.

  --check   install nothing, only say what is missing

Tools: dotnet  .NET SDK 10 (never installed by this script)
       cc      C compiler for this machine
       arm     C compiler and C library for Cortex-M
       clang   clang and its linker, the second compiler of generated C
       qemu    emulator for Cortex-M
       cmake   CMake and a C++ compiler, for tests of packages
       browser Chromium, for tests of the report
       format  clang-format and gawk, for eng/format.sh
All of them when none is named.
TEXT
}

check=false
tools=()
for argument in "$@"; do
    case $argument in
        -h | --help) usage; exit 0 ;;
        --check) check=true ;;
        dotnet | cc | arm | clang | qemu | cmake | browser | format) tools+=("$argument") ;;
        *) echo "eng/setup.sh: unknown argument '$argument'" >&2; usage >&2; exit 2 ;;
    esac
done
[[ ${#tools[@]} -gt 0 ]] || tools=(dotnet cc arm clang qemu cmake browser format)
cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."

missing_packages() {
    case $1 in
        cc) command -v gcc >/dev/null || echo gcc libc6-dev ;;
        arm)
            command -v arm-none-eabi-gcc >/dev/null || echo gcc-arm-none-eabi
            [[ $(arm-none-eabi-gcc -print-file-name=libc.a 2>/dev/null) == /* ]] || echo libnewlib-arm-none-eabi
            ;;
        clang)
            command -v clang >/dev/null || echo clang
            command -v ld.lld >/dev/null || echo lld
            ;;
        cmake)
            command -v cmake >/dev/null || echo cmake
            command -v g++ >/dev/null || echo g++
            ;;
        browser) command -v chromium >/dev/null || command -v chromium-browser >/dev/null || echo chromium ;;
        format)
            command -v clang-format >/dev/null || echo clang-format
            command -v gawk >/dev/null || echo gawk
            ;;
        qemu) command -v qemu-system-arm >/dev/null || echo qemu-system-arm ;;
    esac
}

find_missing() {
    local tool
    for tool in "${tools[@]}"; do missing_packages "$tool"; done | tr ' ' '\n' | sort -u | tr '\n' ' '
}

as_root=()
may_install() {
    command -v apt-get >/dev/null || return 1
    [[ $(id -u) -eq 0 ]] && return 0
    command -v sudo >/dev/null && sudo -n true 2>/dev/null && as_root=(sudo -n)
}

status=0
if [[ " ${tools[*]} " == *" dotnet "* ]] && ! dotnet --version >/dev/null 2>&1; then
    wanted=$(sed -n 's/.*"version": *"\([0-9]*\.[0-9]*\).*/\1/p' global.json | head -n 1)
    if command -v dotnet >/dev/null; then
        echo "TinyEngine needs the .NET SDK $wanted; the dotnet command is there, but this SDK is not." >&2
    else
        echo "TinyEngine needs the .NET SDK $wanted; the dotnet command is not on the PATH." >&2
    fi
    echo "    Debian, Ubuntu: install the package dotnet-sdk-$wanted" >&2
    echo "    other systems:  https://dotnet.microsoft.com/download/dotnet/$wanted" >&2
    status=3
fi

missing=$(find_missing)
if [[ -n $missing && $check == false ]] && may_install; then
    read -ra packages <<<"$missing"
    echo "installing ${packages[*]} ..." >&2
    {
        "${as_root[@]}" apt-get update -qq &&
            "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"
    } >&2 || true
    missing=$(find_missing)
fi
if [[ -n $missing ]]; then
    echo "TinyEngine needs packages that are missing. Install them with:" >&2
    echo "    sudo apt-get install ${missing% }" >&2
    status=3
fi
exit "$status"
