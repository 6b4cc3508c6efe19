#!/usr/bin/env bash
# Regenerates the files that tests compare with what the product makes; review the difference before committing it.
set -euo pipefail
if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    echo "Usage: eng/snapshots.sh"
    echo "Rewrites generated reference pages and test snapshots; 'git diff' then shows what changed."
    exit 0
fi
cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
mkdir -p docs/reference
./tinyengine ops --markdown >docs/reference/operators.md.new
mv docs/reference/operators.md.new docs/reference/operators.md
{
    sed '/^| Name | Board |/,$d' docs/reference/boards.md
    ./tinyengine boards --markdown
} >docs/reference/boards.md.new
mv docs/reference/boards.md.new docs/reference/boards.md
TINYENGINE_UPDATE_SNAPSHOTS=1 dotnet test tests/TinyEngine.Cli.Tests --configuration Release --nologo --verbosity quiet \
    --filter "FullyQualifiedName~SchemaTests.A_schema|FullyQualifiedName~PublicApiTests|FullyQualifiedName~ApiReferenceTests"
TINYENGINE_UPDATE_SNAPSHOTS=1 dotnet test tests/TinyEngine.Compiler.Tests --configuration Release --nologo --verbosity quiet \
    --filter "FullyQualifiedName~LoweringCaseTests"
git diff --stat -- docs/reference tests/snapshots tests/lowering
