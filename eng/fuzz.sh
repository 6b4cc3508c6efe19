#!/usr/bin/env bash
# Mutates valid models and sends them through the whole compiler.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: eng/fuzz.sh [--mutants N] [--seed S] [--seconds T] [--run N] [--only INDEX]

Makes mutants of the conformance models and of our own networks: changed records (sizes, types, quantization, constants, options, indices),
changed FlatBuffer offsets, changed bytes, unusual files. Each goes through import, export and back, passes, planning and emission, the
small ones through the interpreter. A sample of the accepted ones is compiled and run on this machine under sanitizers.

  --mutants N   how many (default 200000)
  --seed S      default 1; seed and index make a mutant, on every machine the same
  --seconds T   stop making mutants after this time
  --run N       accepted mutants to build and run (default 60)
  --only INDEX  make one mutant, write it to build/fuzz/mutant.tflite and show what happens

An exception, more than 2 s or 512 MB, an accepted model that means nothing, or an output that differs is a failure; its file is kept in
build/fuzz. From 20,000 mutants on, each import and graph diagnostic must occur, and a fifth of the structure-aware mutants must be accepted
or refused only after graph construction. Exit codes: 0 no failure, 1 failures, 2 usage, 3 a tool is missing.
TEXT
}

mutants=200000 seed=1 run=60
arguments=()
while [[ $# -gt 0 ]]; do
    case $1 in
        -h | --help) usage; exit 0 ;;
        --mutants | --seed | --run | --seconds | --only) [[ ${2-} =~ ^[0-9]+$ ]] || { usage >&2; exit 2; } ;;&
        --mutants) mutants=$2; shift 2 ;;
        --seed) seed=$2; shift 2 ;;
        --run) run=$2; shift 2 ;;
        --seconds | --only) arguments+=("$1" "$2"); shift 2 ;;
        *) usage >&2; exit 2 ;;
    esac
done

cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
for tool in dotnet gcc; do
    command -v $tool >/dev/null || { echo "fuzz.sh: $tool is missing; ./test.sh installs what is needed" >&2; exit 3; }
done
dotnet build tests/TinyEngine.Fuzz --configuration Release --verbosity quiet --nologo

# The heap is limited to 512 MB: what needs more ends with an exception, which is a failure.
export DOTNET_GCHeapHardLimit=0x20000000
exec dotnet tests/TinyEngine.Fuzz/bin/Release/net10.0/TinyEngine.Fuzz.dll tests/conformance build/fuzz \
    --mutants "$mutants" --seed "$seed" --run "$run" "${arguments[@]}"
