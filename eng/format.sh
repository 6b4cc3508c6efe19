#!/usr/bin/env bash
# Formats C# with dotnet format and C with clang-format (when it is installed).
set -euo pipefail
mode=()
case ${1:-} in
    '') ;;
    --check) mode=(--verify-no-changes) ;;
    *)
        echo "Usage: eng/format.sh [--check]"
        echo "Formats C# and C sources; --check changes nothing and fails when something would change."
        [[ $1 == -h || $1 == --help ]] && exit 0
        exit 2
        ;;
esac
cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
eng/setup.sh dotnet
dotnet format whitespace TinyEngine.slnx "${mode[@]}"
if command -v clang-format >/dev/null; then
    check=(-i)
    [[ ${#mode[@]} -gt 0 ]] && check=(--dry-run --Werror)
    find kernels tests/kernels eng/cycles \( -name '*.c' -o -name '*.h' \) -exec clang-format "${check[@]}" {} +
else
    echo "clang-format is not installed: C sources were left alone" >&2
fi
