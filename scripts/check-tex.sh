#!/usr/bin/env bash
# Compiles LaTeX documents twice and reads the log as a careful author would.
#   scripts/check-tex.sh out/*.tex
set -euo pipefail

(($# > 0)) || { echo "usage: $0 FILE.tex ..." >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

complain() {
  echo "$1: $2" >&2
  failed=1
}

for file in "$@"; do
  [[ -f $file ]] || { complain "$file" "no such file"; continue; }
  name=$(basename "$file" .tex)
  log=$work/$name.log
  # The document stands in a folder of its own, so it must be complete in itself. Log lines are not folded.
  cp "$file" "$work/$name.tex"
  compiled=yes
  for _ in 1 2; do
    if ! (cd "$work" && max_print_line=1000 pdflatex -halt-on-error -interaction=nonstopmode "$name.tex" >/dev/null); then
      compiled=no
      break
    fi
  done
  if [[ $compiled == no ]]; then
    complain "$file" "pdflatex failed"
    grep -aA 8 '^!' "$log" >&2 || tail -n 20 "$log" >&2 || true
    continue
  fi

  wide=$(grep -aE '^Overfull \\[hv]box \(' "$log" | awk -F'[(p]' '{ for (i = 1; i <= NF; i++) if ($i ~ /^[0-9.]+$/ && $i > 20) { print; break } }' || true)
  [[ -z $wide ]] || complain "$file" "boxes more than 20pt too wide or high"$'\n'"$wide"
  undefined=$(grep -aE 'LaTeX Warning: (Reference|Citation|Label|There were (undefined|multiply)|Hyper reference)' "$log" || true)
  [[ -z $undefined ]] || complain "$file" "undefined or repeated references"$'\n'"$undefined"
  missing=$(grep -aE 'Missing character' "$log" | sort -u || true)
  [[ -z $missing ]] || complain "$file" "missing characters"$'\n'"$missing"

  pages=$(grep -aoE 'Output written on .*\(([0-9]+) pages?' "$log" | grep -oE '[0-9]+ pages?$' || echo "no page")
  [[ $pages != "no page" ]] || complain "$file" "no page was written"
  echo "$file: $pages"
done
exit "$failed"
