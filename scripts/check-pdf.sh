#!/usr/bin/env bash
# Makes PDFs with the built command, by TeX and, where TeX cannot, by Chromium, and reads their text.
#   scripts/check-pdf.sh
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/no-tex"
for engine in pdflatex xelatex; do
  printf '#!/bin/sh\nexit 1\n' >"$work/no-tex/$engine"
  chmod +x "$work/no-tex/$engine"
done

failed=0
check() {
  local maker=$1 path=$2 text=$work/$1.txt pdf=$work/$1/mazur.pdf
  if ! PATH=$path node packages/cli/dist/main.js derive examples/mazur.ts --format pdf --out "$work/$maker" >/dev/null; then
    echo "pdf by $maker: the command failed" >&2
    failed=1
    return
  fi
  pdftotext -layout "$pdf" - | tr -s "[:space:]" " " >"$text"
  local wanted
  for wanted in "Backpropagation through a 2-2-2 sigmoid network" "0.0821670" "0.298371"; do
    grep -qF "$wanted" "$text" || {
      echo "pdf by $maker: no $wanted in its text" >&2
      failed=1
    }
  done
  echo "pdf by $maker: $(pdfinfo "$pdf" | awk '/^Pages:/ { print $2 }') pages, $(pdfinfo "$pdf" | sed -n 's/^Producer: *//p')"
}
check tex "$PATH"
check chromium "$work/no-tex:$PATH"
exit "$failed"
