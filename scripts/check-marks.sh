#!/usr/bin/env bash
# Compiles a paper with mistakes with chainrule.sty, by every engine that is here: each mistake is a warning and a mark, nothing else is.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp examples/tex/paper.tex packages/cli/chainrule.sty "$work"
status=0
npm run --silent chainrule -- audit examples/tex/paper.tex --format tex > "$work/paper.chainrule.tex" || status=$?
((status == 1)) || { echo "the audit ended with $status, expected 1" >&2; exit 1; }
expected=$(grep -c '^\\ChainruleMark' "$work/paper.chainrule.tex")
for engine in pdflatex xelatex; do
  command -v "$engine" >/dev/null || { echo "$engine: not installed, left out"; continue; }
  (cd "$work" && timeout 60 "$engine" -halt-on-error -interaction=nonstopmode paper.tex >/dev/null) ||
    { grep -aA 8 '^!' "$work/paper.log" >&2 || tail "$work/paper.log" >&2; exit 1; }
  warned=$(grep -ac '^Package chainrule Warning' "$work/paper.log")
  # every mark is text of the page: "wrong, line 7"
  marked=$(pdftotext -layout "$work/paper.pdf" - | grep -oE '(wrong|open), line [0-9]+' | sort -u | wc -l)
  if ((warned != expected || marked != expected)); then
    echo "$engine: $warned warnings and $marked marks, expected $expected" >&2
    exit 1
  fi
  ! grep -aE '^(Over|Under)full' "$work/paper.log" || exit 1
  echo "$engine: $marked marks"
done
