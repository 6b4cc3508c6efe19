#!/usr/bin/env bash
# Makes the NuGet packages.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: eng/pack.sh [--output DIR] [--rid RID...]

Writes the packages TinyEngine (library), TinyEngine.Tool (the command, a .NET tool) and TinyEngine.Build (C when a project is built) to
DIR, by default artifacts/. The tool is compiled ahead of time for each RID, by default the one of this machine: to native code for this
machine (needs clang or gcc), as ReadyToRun for the other RIDs. Machines without a RID of theirs get it portable.
TEXT
}

output=artifacts
rids=()
while [[ $# -gt 0 ]]; do
    case $1 in
        -h | --help) usage; exit 0 ;;
        --output) output=${2:?--output wants a folder}; shift 2 ;;
        --rid) rids+=("${2:?--rid wants a runtime identifier}"); shift 2 ;;
        *) echo "eng/pack.sh: unknown argument '$1'" >&2; usage >&2; exit 2 ;;
    esac
done
[[ $output == /* ]] || output=$PWD/$output
cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
eng/setup.sh --check dotnet
native=$(dotnet --info | sed -n 's/^ *RID: *//p' | head -n 1)
[[ ${#rids[@]} -gt 0 ]] || rids=("$native")

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1
work=$PWD/build/pack
mkdir -p "$output" "$work"
rm -f "$output"/TinyEngine*.nupkg
# Lock files of the source tree are for builds without a runtime; those of packages stay in the work folder.
common=(--configuration Release --verbosity quiet --nologo --artifacts-path "$work" -p:LockFileFolder="$work/locks"
    -p:UseSharedCompilation=false -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false)

echo "packing TinyEngine ..." >&2
dotnet pack pack/TinyEngine "${common[@]}" --output "$output"

echo "packing TinyEngine.Tool for ${rids[*]} and any ..." >&2
list=$(IFS=';'; echo "${rids[*]};any")
dotnet pack src/TinyEngine.Cli "${common[@]}" --output "$output" "-p:ToolRuntimes=\"$list\"" -p:SelfContained=false
# Native code is linked for the machine that packs only, by a pack of its own; it takes the place of the ReadyToRun package.
if [[ " ${rids[*]} " == *" $native "* ]] && { command -v clang || command -v gcc; } >/dev/null; then
    echo "packing native code of TinyEngine.Tool for $native ..." >&2
    dotnet pack src/TinyEngine.Cli "${common[@]}" --output "$output" "-p:ToolRuntimes=\"$list\"" --runtime "$native" \
        -p:PublishAot=true -p:NativeDebugSymbols=false -p:GenerateDocumentationFile=false
fi

echo "packing TinyEngine.Build ..." >&2
rm -rf "$work/tool"
dotnet publish src/TinyEngine.Cli "${common[@]}" --output "$work/tool"
dotnet pack pack/TinyEngine.Build "${common[@]}" --output "$output" -p:ToolFolder="$work/tool"
ls "$output"/TinyEngine*.nupkg
