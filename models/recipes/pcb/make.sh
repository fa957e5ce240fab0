#!/usr/bin/env bash
# Makes models/pcb-defects/ from nothing: environment, training, export, figures, card.
#   ./make.sh DATASET_DIR [MINUTES]
# DATASET_DIR holds the DeepPCB files NAME_test.jpg, NAME_temp.jpg and NAME.txt side by side.
# PYTHON picks the interpreter (3.11), WORK_DIR keeps the environment and the checkpoints out of the repository.
set -euo pipefail

dataset=$(realpath "${1:?usage: ./make.sh DATASET_DIR [MINUTES]}")
minutes=${2:-90}
seed=7
here=$(cd "$(dirname "$0")" && pwd)
work=${WORK_DIR:-${TMPDIR:-/tmp}/sightline-pcb}
model=$here/../../pcb-defects/model.onnx
export PYTHONDONTWRITEBYTECODE=1

mkdir -p "$work" "$(dirname "$model")"
[ -x "$work/venv/bin/python" ] || "${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --requirement "$here/requirements.txt"

cd "$here"
run() { "$work/venv/bin/python" "$@"; }
run train.py --dataset "$dataset" --out "$work/run" --minutes "$minutes" --seed "$seed"
run export.py --checkpoint "$work/run/best.pt" --out "$model"
run evaluate.py --dataset "$dataset" --model "$model" --split test --out "$work/figures.json"
run card.py --dataset "$dataset" --model "$model" --figures "$work/figures.json" --seed "$seed"
