#!/usr/bin/env bash
# The long checks, whole, of which test.sh takes a sample.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: eng/sweep.sh [--models DIR] [CHECK...]

Runs the long checks one after the other, all unless some are named, and prints how long each took:
  conformance   each case as generated C, on this machine and on the emulator (eng/conformance.sh)
  kernels       100 random cases of each kernel on each emulated board, with each load and store checked (eng/kernels.sh)
  schedules     the public networks in every kind of schedule (eng/schedules.sh); skipped where there are none
  choices       plans that three limits of RAM lead to, for ten networks, measured beside others that fit
  fuzz          200,000 mutants of models (eng/fuzz.sh)

  --models DIR  folder of networks (default: $TINYENGINE_MODELS, else ../shared/models)

Exit codes: 0 all passed, 1 a failure, 2 usage, 3 a tool is missing.
TEXT
}

cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
models=${TINYENGINE_MODELS:-../shared/models} checks=()
while [[ $# -gt 0 ]]; do
    case $1 in
        -h | --help) usage; exit 0 ;;
        --models) models=${2:?--models needs a folder}; shift 2 ;;
        conformance | kernels | schedules | choices | fuzz) checks+=("$1"); shift ;;
        *) usage >&2; exit 2 ;;
    esac
done
[[ ${#checks[@]} -gt 0 ]] || checks=(conformance kernels schedules choices fuzz)

failed=0 lines=()
for check in "${checks[@]}"; do
    echo "== $check"
    begin=$SECONDS status=0 result=passed
    case $check in
        conformance) eng/conformance.sh || status=$? ;;
        kernels) eng/kernels.sh --boards --each 100 || status=$? ;;
        schedules)
            if [[ -d $models ]]; then
                eng/schedules.sh --models "$models" || status=$?
            else
                result="skipped: no networks in $models"
            fi
            ;;
        choices)
            TINYENGINE_SWEEP=1 dotnet test tests/TinyEngine.Emulation.Tests --configuration Release --nologo \
                --filter FullyQualifiedName~MeasuredChoiceTests --logger "console;verbosity=detailed" || status=$?
            ;;
        fuzz) eng/fuzz.sh || status=$? ;;
    esac
    [[ $status -ne 3 ]] || exit 3
    [[ $status -eq 0 ]] || { result=FAILED failed=1; }
    lines+=("$(printf '%-12s %4d min %2d s  %s' "$check" $(((SECONDS - begin) / 60)) $(((SECONDS - begin) % 60)) "$result")")
done
printf '\n%s\n' "${lines[@]}"
exit $failed
