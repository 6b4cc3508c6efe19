# Builds the tool for the launcher; sourced by ./tinyengine and by scripts, which set $root.
#
# build/tool/stamp     touched when the last successful build began; anything newer asks for a build
# build/tool/current   name of the folder of the finished build
# build/tool/lock      held while building, so that parallel calls build once
# shellcheck shell=bash

tool_folder=$root/build/tool

# Folders count too: deleting or renaming a file changes its folder. Build output never lies in these folders of ours (it goes to build/),
# and a developer's bin and obj are passed over.
tool_is_current() {
    local stamp=$tool_folder/stamp source sources=() newer tool
    [[ -e $stamp && -e $tool_folder/current ]] || return 1
    read -r tool <"$tool_folder/current"
    [[ -e $tool_folder/$tool/tinyengine.dll ]] || return 1
    for source in src kernels Directory.Build.props Directory.Packages.props global.json eng/tool.sh; do
        [[ -e $root/$source ]] && sources+=("$root/$source")
    done
    newer=$(find "${sources[@]}" \( -name bin -o -name obj \) -prune -o -newer "$stamp" -print -quit)
    [[ -z $newer ]]
}

tool_build() {
    mkdir -p "$tool_folder"
    exec 9>"$tool_folder/lock"
    command -v flock >/dev/null && flock 9
    if ! tool_is_current; then
        [[ -t 2 ]] && printf 'building tinyengine ...' >&2
        touch "$tool_folder/stamp.new"
        local tool=run.$$.$RANDOM status=0
        local output=$tool_folder/$tool
        tool_publish "$output" || status=$?
        [[ -t 2 ]] && printf '\r                       \r' >&2
        if [[ $status -ne 0 ]]; then
            rm -rf "$output"
            tool_explain
            [[ $status -eq 3 ]] || status=70
            exit "$status"
        fi
        local previous=
        [[ -e $tool_folder/current ]] && read -r previous <"$tool_folder/current"
        printf '%s\n' "$tool" >"$tool_folder/current.new"
        mv -f "$tool_folder/current.new" "$tool_folder/current"
        mv -f "$tool_folder/stamp.new" "$tool_folder/stamp"
        # The previous build stays: another process may just be starting from it.
        local old
        for old in "$tool_folder"/run.*; do
            [[ $old == "$output" || $old == "$tool_folder/$previous" ]] || rm -rf "$old"
        done
    fi
    exec 9>&-
}

# Code compiled ahead of time starts in half the time. It needs a package that offline machines may lack; then the tool is built without,
# and the next attempt waits for a change of the SDK.
tool_publish() {
    local output=$1 log=$tool_folder/build.log plain=$tool_folder/plain sdk
    if ! sdk=$(cd "$root" && dotnet --version 2>"$log"); then
        "$root/eng/setup.sh" --check dotnet >&2 || true
        exit 3
    fi
    if [[ ! -e $plain || $(<"$plain") != "$sdk" ]]; then
        tool_dotnet_publish "$output" --use-current-runtime --no-self-contained -p:PublishReadyToRun=true >"$log" 2>&1 9>&- && return 0
        grep -qE 'error (NU[0-9]|NETSDK)' "$log" || return 1
        rm -rf "$output"
        tool_dotnet_publish "$output" >"$log" 2>&1 9>&- || return 1
        printf '%s' "$sdk" >"$plain"
        return 0
    fi
    tool_dotnet_publish "$output" >"$log" 2>&1 9>&-
}

# Analyzers and warnings as errors are for test.sh and the editor: whoever runs the tool wants to run it. No build server stays behind.
tool_dotnet_publish() {
    local output=$1
    shift
    DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1 \
        dotnet publish "$root/src/TinyEngine.Cli" --configuration Release --output "$output" --artifacts-path "$tool_folder/obj" \
        --verbosity quiet --nologo -p:UseSharedCompilation=false -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false \
        -p:TreatWarningsAsErrors=false -p:GenerateDocumentationFile=false -p:LockFileFolder="$tool_folder/obj" "$@"
}

tool_explain() {
    {
        echo "tinyengine: the tool does not build:"
        grep -E 'error [A-Z]+[0-9]+' "$tool_folder/build.log" | sed "s|$root/||g; s| \[[^]]*\]\$||" | sort -u | grep error ||
            tail -n 20 "$tool_folder/build.log"
        echo "    the whole log: $tool_folder/build.log"
    } >&2
}
