#!/usr/bin/env bash
# Formats C# with CSharpier and C with clang-format, and holds the width of lines.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: eng/format.sh [--check | --width]

Formats C# and C sources. No line of code or script may have more than 140 columns; longer ones, which no formatter can break, are listed
and make the script fail.

  --check   change nothing; fail when something would change
  --width   look at the width of lines only

Exit codes: 0 fine, 1 something would change or a line is too long, 2 usage, 3 a tool is missing.
TEXT
}

mode=format
case ${1:-} in
    '') ;;
    --check) mode=check ;;
    --width) mode=width ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
esac
cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."

status=0
if [[ $mode != width ]]; then
    eng/setup.sh dotnet format
    dotnet tool restore --verbosity quiet >/dev/null
    if [[ $mode == check ]]; then
        dotnet csharpier check src tests pack eng || status=1
        style=(--dry-run --Werror)
    else
        dotnet csharpier format src tests pack eng
        style=(-i)
    fi
    find kernels tests/kernels eng \( -name '*.c' -o -name '*.h' \) -exec clang-format "${style[@]}" {} + || status=1
fi

# Columns, not bytes.
long=$(git ls-files -co --exclude-standard '*.cs' '*.c' '*.h' '*.S' '*.inc' '*.sh' '*.js' '*.css' |
    grep -v '^tests/snapshots/' | LC_ALL=C.UTF-8 xargs -d '\n' gawk 'length > 140 { print FILENAME ":" FNR ": " length " columns" }')
if [[ -n $long ]]; then
    printf '%s\n' "$long" "lines may have 140 columns" >&2
    status=1
fi
exit "$status"
