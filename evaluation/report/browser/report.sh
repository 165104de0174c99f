#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# report.sh EVALUATION SYNTHETIC everything|nothing FIGURES FOLDER: writes a report from synthetic
# results into FOLDER and checks its page.
set -eu
here=$(dirname "$(readlink -f "$0")")
rm -rf "$5"
mkdir -p "$5"
"$2" "$3" "$5"
"$1" report -o "$5"
"$here/check_page.sh" "$5/report.html" "$4"
