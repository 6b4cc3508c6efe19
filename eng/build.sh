#!/usr/bin/env bash
# Builds everything with warnings as errors; works from a clean clone.
set -euo pipefail
if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    echo "Usage: eng/build.sh [dotnet build arguments]"
    echo "Builds the whole solution in Release configuration, analyzers on, warnings as errors."
    exit 0
fi
cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
eng/setup.sh dotnet
exec dotnet build TinyEngine.slnx --configuration Release --verbosity quiet --nologo "$@"
