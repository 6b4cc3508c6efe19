# Builds the tool for the launcher; sourced by ./tinyengine and by scripts, which set $root.
#
# build/tool/stamp     touched when the last successful build began; anything newer asks for a build
# build/tool/current   name of the folder of the finished build
# build/tool/way       how the tools of this machine can build it, see tool_publish
# build/tool/lock      held while building, so that parallel calls build once
#
# TINYENGINE_BUILD=aot|readytorun|plain starts with another way of building than the fastest tool.
# shellcheck shell=bash

tool_folder=$root/build/tool

# Folders count too: deleting or renaming a file changes its folder. Build output never lies in these folders of ours (it goes to build/),
# and a developer's bin and obj are passed over.
tool_is_current() {
    local stamp=$tool_folder/stamp source sources=() newer tool
    [[ -e $stamp && -e $tool_folder/current ]] || return 1
    read -r tool <"$tool_folder/current"
    [[ -e $tool_folder/$tool/tinyengine.dll || -x $tool_folder/$tool/tinyengine ]] || return 1
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
        if [[ -t 2 ]]; then
            printf 'building tinyengine ...' >&2
        elif [[ ! -e $tool_folder/current ]]; then
            echo 'tinyengine: building the tool, once; this takes a minute or two ...' >&2
        fi
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

# Three ways, the fastest tool first (docs/decisions/0021-ahead-of-time-tool.md):
#   aot         native code, needs no runtime; wants Microsoft's compiler (ILCompiler, a package) and clang or gcc to link
#   readytorun  code compiled ahead of time beside IL; wants another package (crossgen2)
#   plain       IL, compiled while it runs
# Offline machines may lack the packages. What cannot be had is not tried again until the SDK or the linker changes.
tool_publish() {
    local output=$1 log=$tool_folder/build.log sdk linker tools= known=aot
    if ! sdk=$(cd "$root" && dotnet --version 2>"$log"); then
        "$root/eng/setup.sh" --check dotnet >&2 || true
        exit 3
    fi
    linker=$(command -v clang || command -v gcc || true)
    [[ -e $tool_folder/way ]] && { read -r known && read -r tools; } <"$tool_folder/way"
    [[ $tools == "$sdk $linker" ]] || known=aot
    [[ -n $linker || $known != aot ]] || { known=readytorun && tool_say_slower "native code needs clang or gcc to link"; }

    local way=${TINYENGINE_BUILD:-$known}
    until tool_publish_as "$way" "$output" >"$log" 2>&1 9>&-; do
        # Errors of our sources are the same in each way.
        if [[ $way == plain ]] || grep -qE 'error CS[0-9]' "$log"; then return 1; fi
        tool_say_slower "$way: $(grep -oEm 1 'error [A-Z]+[0-9]+: .*' "$log" | sed 's/ \[[^]]*\]$//' || tail -n 1 "$log")"
        rm -rf "$output"
        [[ $way == aot ]] && way=readytorun || way=plain
    done
    printf '%s\n' "$way" "$sdk $linker" >"$tool_folder/way"
}

tool_say_slower() {
    printf 'tinyengine: the tool will be slower than it could be: %s\n' "$1" >&2
}

tool_publish_as() {
    case $1 in
        aot) tool_dotnet_publish "$2" --use-current-runtime -p:PublishAot=true -p:NativeDebugSymbols=false ;;
        readytorun) tool_dotnet_publish "$2" --use-current-runtime --no-self-contained -p:PublishReadyToRun=true ;;
        *) tool_dotnet_publish "$2" ;;
    esac
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
