#!/usr/bin/env bash
# The whole test suite. Ends with the line "N passed, N failed, N skipped".
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: ./test.sh [--quick] [FILTER]

Builds everything with warnings as errors and runs all tests: format, C# tests, and C kernels on this machine and on the emulator. Missing
compilers and emulators are installed where this user may, otherwise it says what to install (exit code 3).

  --quick   C# tests that need no C compiler and no emulator
  FILTER    only the C# tests whose full name contains this

Long checks take a fixed sample here; eng/sweep.sh takes all.

The last line is "N passed, N failed, N skipped", summed over everything. Exit codes: 0 all passed, 1 a failure, 3 a tool is missing.
TEXT
}

quick=false
filter=
for argument in "$@"; do
    case $argument in
        -h | --help) usage; exit 0 ;;
        --quick) quick=true ;;
        -*) echo "test.sh: unknown option '$argument'" >&2; usage >&2; exit 2 ;;
        *) filter=$argument ;;
    esac
done

cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"
if $quick; then eng/setup.sh dotnet; else eng/setup.sh; fi

passed=0 failed=0 skipped=0
results=$PWD/build/test-results
rm -rf "$results"
mkdir -p "$results"

add() { passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3)); }

finish() {
    echo
    echo "$((SECONDS / 60)) min $((SECONDS % 60)) s"
    echo "$passed passed, $failed failed, $skipped skipped"
    [[ $failed -eq 0 ]] || exit 1
    exit 0
}

# No build server may outlive the script, and nothing may wait for one.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1

echo "== build"
if ! dotnet build TinyEngine.slnx --configuration Release --verbosity quiet --nologo -p:UseSharedCompilation=false; then
    echo "the build failed" >&2
    add 0 1 0
    finish
fi

if [[ $quick == false && -z $filter ]]; then
    echo "== format"
    if eng/format.sh --check; then add 1 0 0; else add 0 1 0; fi
fi

echo "== C# tests"
conditions=()
$quick && conditions+=('Needs!=Emulator&Needs!=Compiler&Needs!=Packages&Needs!=Browser')
[[ -n $filter ]] && conditions+=("FullyQualifiedName~$filter")
arguments=()
[[ ${#conditions[@]} -gt 0 ]] && arguments=(--filter "$(IFS='&'; echo "${conditions[*]}")")
for project in tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    [[ $name == *Tests ]] || continue
    status=0
    dotnet test "$project" --no-build --configuration Release --nologo --verbosity quiet \
        --logger "trx;LogFileName=$name.trx" --results-directory "$results" "${arguments[@]}" || status=$?
    if [[ -e $results/$name.trx ]]; then
        counters=$(grep -o '<Counters [^>]*>' "$results/$name.trx")
        count() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counters"; }
        total=$(count total) executed=$(count executed) good=$(count passed)
        add "$good" "$((executed - good))" "$((total - executed))"
        # A crash of the test host leaves fewer failures in the file than there were.
        [[ $status -eq 0 || $executed -gt $good ]] || add 0 1 0
    elif [[ $status -ne 0 ]]; then
        add 0 1 0
    fi
done

if [[ $quick == false && -z $filter ]]; then
    echo "== conformance as C, a sample"
    status=0
    eng/conformance.sh --every 4 2>&1 | tee "$results/conformance.log" || status=$?
    # The last line is "N passed, N failed", over cases and targets.
    read -r good _ bad _ < <(tail -n 1 "$results/conformance.log") || true
    if [[ $good =~ ^[0-9]+$ && $bad =~ ^[0-9]+$ ]]; then add "$good" "$bad" 0; else bad=0; fi
    [[ $status -eq 0 || $bad -gt 0 ]] || add 0 1 0
fi

if [[ $quick == false && -z $filter && -x eng/kernels.sh ]]; then
    echo "== C kernels"
    status=0
    eng/kernels.sh 2>&1 | tr -d "\r" | tee "$results/kernels.log" || status=$?
    # One line per suite and machine: "conv2d   6000 cases  ok".
    good=$(grep -cE ' cases +ok$' "$results/kernels.log" || true)
    bad=$(grep -cE ' cases +FAILED$' "$results/kernels.log" || true)
    add "$good" "$bad" 0
    [[ $status -eq 0 || $bad -gt 0 ]] || add 0 1 0
fi
finish
