#!/usr/bin/env bash
# Measures networks and kernels now and marks each goal as reached or missed.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: eng/bench.sh [--models DIR] [--target T]... [--networks | --kernels] [--cycles] [--base COMMIT] [NETWORK...]

Compiles each network, runs it on an emulated core (a sample of its own with known outputs) and prints instructions, instructions per
multiply-accumulate, RAM and flash; then instructions of the kernels by class of layer. A figure with a goal is marked: "ok" reached,
"MISSED" not.
  --models DIR   folder of networks: NAME/model.tflite with in{K}_{I}.bin and out{K}_{I}.bin
                 (default: $TINYENGINE_MODELS, else ../shared/models)
  --target T     an emulated core (default: cortex-m7 and cortex-m4; goals are those of cortex-m7 for any)
  --networks     networks only          --kernels   kernels only
  --cycles       also cycles per multiply-accumulate that a Cortex-M4 would take, estimated from its instructions (eng/cycles.sh)
  --base COMMIT  builds that commit in build/base, measures it beside this checkout and prints both, network by network: instructions,
                 arena, flash, and CPU seconds of 'plan' (median of five, in turns, launcher included); then the kernels that both have
  NETWORK        these networks only
Exit code: 0 measured, whatever was missed; 1 an output differs or a run failed, or, with --base, something is slower or larger than there:
more than 40 instructions (the error of counting), a byte of arena or flash, a tenth of planning time, 0.5 % of a kernel; 2 usage; 3 a tool
is missing.
TEXT
}

cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
models=${TINYENGINE_MODELS:-../shared/models} targets=() networks=1 kernels=1 cycles=0 base= names=()
while [[ $# -gt 0 ]]; do
    case $1 in
        -h | --help) usage; exit 0 ;;
        --models) models=${2:?--models needs a folder}; shift 2 ;;
        --target) targets+=("${2:?--target needs a name}"); shift 2 ;;
        --base) base=${2:?--base needs a commit}; shift 2 ;;
        --networks) kernels=0; shift ;;
        --kernels) networks=0; shift ;;
        --cycles) cycles=1; shift ;;
        -*) usage >&2; exit 2 ;;
        *) names+=("$1"); shift ;;
    esac
done
[[ ${#targets[@]} -gt 0 ]] || targets=(cortex-m7 cortex-m4)

# Network, instructions per MAC, flash in bytes (code, weights and tables); - for no goal.
goals='mcunet-in0 1.45 868196
mcunet-in1 1.45 746784
mcunet-in2 1.40 863968
mcunet-320kb-1mb_imagenet 1.38 871400
mcunet-in4 1.28 1894840
mbv2-w0.35-r144 1.62 854036
proxyless-w0.3-r176 1.50 -
tinyengine-vww 1.50 536252
tinyengine-detection - -
pretrainedResnet_quant 1.10 -
vww_96_int8 1.38 -
person_detect - -
kws_ref_model 1.40 -
ad01_int8 - -
micro_speech_quantized - -'

# Class, start of a line of eng/kernels.sh --bench as "KERNEL SHAPE", goal.
classes='1x1, depth 8|te_conv2d_s8_k1x1_x5__dsp w20 8 to planar 48|2.2
1x1, depth 16|te_conv2d_s8_k1x1_x5__dsp w20 16 to planar 48|1.55
1x1, depth 24|te_conv2d_s8_k1x1_x5__dsp w20 24 to planar 96|1.35
1x1, depth 48|te_conv2d_s8_k1x1_x5__dsp w20 48 to 16|1.15
1x1, depth 96|te_conv2d_s8_k1x1_x5__dsp w20 96 to 16|1.03
1x1, depth 192|te_conv2d_s8_k1x1_x5__dsp w11 192 to 48|1.03
1x1, depth 480|te_conv2d_s8_k1x1_x5__dsp w5 480 to 96|1.03
3x3 s1, 16 to 16|te_conv2d_s8_x5__dsp 3x3 s1 w32 16 to 16|1.05
3x3 s1, 32 to 32|te_conv2d_s8_x5__dsp 3x3 s1 w16 32 to 32|1.05
3x3 s2, 3 to 16|te_conv2d_s8_x4__dsp 3x3 s2 w88 3 to 16|1.40
depthwise 3x3 s1, padded|te_dwconv2d_s8_k3x3_s1_p1__dsp w22 c48 planar|2.6
depthwise 3x3 s2, padded|te_dwconv2d_s8_k3x3_s2_p01__dsp w22 c48 planar|3.3
depthwise 5x5 s1, padded|te_dwconv2d_s8_k5x5_s1_p2__dsp w22 c48 planar|1.8
depthwise 5x5 s2, padded|te_dwconv2d_s8_k5x5_s2_p12__dsp w22 c48 planar|2.2
depthwise 7x7 s1, padded|te_dwconv2d_s8_k7x7_s1_p3__dsp w22 c48 planar|1.5
depthwise 7x7 s2, padded|te_dwconv2d_s8_k7x7_s2_p32__dsp w22 c48 planar|1.8
add, per element|te_add_s8_linear__dsp w20 c24|11
fully connected, 160 to 1000|te_fully_connected_s8__dsp 160 to 1000|1.3'

# mark FIGURE GOAL
mark() { awk -v f="$1" -v g="$2" 'BEGIN { print (g == "-" ? "" : f <= g ? "ok" : "MISSED") }'; }

# measure TOOL NETWORK TARGET: instructions, multiply-accumulates, arena, stack, code, weights, tables, flash; else verify's exit code.
measure() {
    local json status=0
    json=$("$1" verify "$models/$2/model.tflite" --samples "$models/$2" --target "$3" --json 2>/dev/null) || status=$?
    [[ $status -eq 0 ]] || return "$status"
    awk -F'[:,]' '
        /"(ram|flash)": \{/ { section = $1; gsub(/[ "]/, "", section) }
        { key = $1; gsub(/[ "]/, "", key); if (!((section, key) in v)) v[section, key] = $2 + 0 }
        END { print v["", "instructions"], v["", "macs"], v["ram", "arena"], v["ram", "stack"],
              v["flash", "code"], v["flash", "weights"], v["flash", "tables"], v["flash", "total"] }' <<<"$json"
}

# wanted NETWORK: whether it is measured, and there.
wanted() {
    [[ ${#names[@]} -eq 0 || " ${names[*]} " == *" $1 "* ]] || return 1
    [[ -e $models/$1/model.tflite ]] || { echo "bench.sh: $models/$1 is missing" >&2; return 1; }
}

failed=0
[[ $networks -eq 0 || -d $models ]] || { echo "bench.sh: no folder $models; give one with --models" >&2; exit 2; }
if [[ -n $base ]]; then
    . eng/bench-base.sh
    exit "$failed"
fi
if ((networks)); then
    row='%-26s %-10s %7s %9s %8s %6s %-7s %8s %6s %8s %8s %8s %9s %9s %-7s %7s\n'
    # shellcheck disable=SC2059
    printf "$row" network target MMAC Minstr per-MAC goal '' arena stack code weights tables flash goal '' \
        "$( ((cycles)) && echo cycles/MAC)"
    while read -r name per_mac flash; do
        wanted "$name" || continue
        for target in "${targets[@]}"; do
            figures=$(measure ./tinyengine "$name" "$target") || {
                status=$?
                [[ $status -ne 3 ]] || { echo "bench.sh: the compiler or the emulator is missing" >&2; exit 3; }
                echo "$name $target: FAILED (exit code $status)"
                failed=1
                continue
            }
            read -r instructions macs arena stack code weights tables total <<<"$figures"
            measured=$(awk -v i="$instructions" -v m="$macs" 'BEGIN { printf "%.3f", i / m }')
            estimate=
            if ((cycles)) && [[ $target == cortex-m4 ]]; then
                estimate=$(eng/cycles.sh "$models/$name/model.tflite" 2>/dev/null | awk -v m="$macs" '{ printf "%.3f", $2 / m }')
            fi
            # shellcheck disable=SC2059
            printf "$row" "$name" "$target" "$(awk -v m="$macs" 'BEGIN { printf "%.2f", m / 1e6 }')" \
                "$(awk -v i="$instructions" 'BEGIN { printf "%.2f", i / 1e6 }')" "$measured" "$per_mac" "$(mark "$measured" "$per_mac")" \
                "$arena" "$stack" "$code" "$weights" "$tables" "$total" "$flash" "$(mark "$total" "$flash")" "$estimate"
        done
    done <<<"$goals"
fi

# Networks of published shapes (eng/networks.cs), with the options that they are for.
shapes='har
har --schedule stream
har-deep
har-deep --schedule stream
whole-window
mobilenetv2-nchw --schedule stream
mobilenetv2-nchw --schedule stream --input-mode stream --nhwc-inputs --int8-io
face --schedule stream
face --schedule stream --int8-io
face --schedule stream --input-mode stream --int8-io'
if ((networks)) && [[ ${#names[@]} -eq 0 ]]; then
    mkdir -p build/networks
    row='%-18s %-78s %9s %9s\n'
    # shellcheck disable=SC2059
    printf "\n$row" shapes "options (cortex-m7)" Minstr arena
    while read -r name options; do
        file=build/networks/$name.tflite
        [[ -e $file && $file -nt eng/networks.cs ]] || dotnet run --configuration Release eng/networks.cs "$name" "$file" || exit 1
        # shellcheck disable=SC2086
        json=$(./tinyengine verify "$file" --target cortex-m7 $options --json 2>/dev/null) || {
            echo "$name $options: FAILED"
            failed=1
            continue
        }
        figures=$(awk -F'[:,]' '/"instructions"/ && !i { i = $2 } /"arena"/ && !a { a = $2 }
            END { printf "%.2f %d", i / 1e6, a }' <<<"$json")
        # shellcheck disable=SC2059,SC2086
        printf "$row" "$name" "$options" $figures
    done <<<"$shapes"
fi

# figure LINE ENDING: the last but one word of the line that is LINE once what matches ENDING is cut off.
figure() {
    awk -v line="$1" -v ending="$2" 'NF > 1 {
        figure = $(NF - 1); sub(ending, ""); gsub(/ +/, " ")
        if ($0 == line) { print figure; exit }
    }'
}

if ((kernels)); then
    lines=$(eng/kernels.sh --bench) || exit $?
    estimates=
    ((!cycles)) || estimates=$(eng/kernels.sh --cycles) || exit $?
    printf '\n%-34s %-58s %8s %6s %-7s %s\n' 'class (Cortex-M7)' 'kernel and shape' measured goal '' "$( ((cycles)) && echo 'M4 cycles')"
    while IFS='|' read -r class line goal; do
        measured=$(figure "$line" ' +[0-9.]+ /[A-Za-z]+$' <<<"$lines")
        [[ -n $measured ]] || { echo "bench.sh: eng/kernels.sh --bench prints no '$line'" >&2; exit 1; }
        estimate=$(figure "$line" ' +[0-9.]+ /[A-Za-z]+ +[0-9.]+ cycles$' <<<"$estimates")
        printf '%-34s %-58s %8s %6s %-7s %s\n' "$class" "$line" "$measured" "$goal" "$(mark "$measured" "$goal")" "$estimate"
    done <<<"$classes"
fi
exit $failed
