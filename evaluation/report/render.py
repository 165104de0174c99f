# SPDX-License-Identifier: MIT OR Apache-2.0
"""render.py CHARTS DRAWINGS: draws the specifications of one file, and writes their SVG to the other.

CHARTS is a JSON list of {"name", "library": "vega-lite" | "vega", "spec"}; DRAWINGS becomes an
object with the SVG of each name. Nothing is fetched: a specification has its data in it.
"""

import json
import sys

import vl_convert


def draw(chart):
    if chart["library"] == "vega":
        return vl_convert.vega_to_svg(chart["spec"], allowed_base_urls=[])
    return vl_convert.vegalite_to_svg(chart["spec"], vl_version="6.4", allowed_base_urls=[])


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        charts = json.load(file)
    drawings = {}
    for chart in charts:
        try:
            drawings[chart["name"]] = draw(chart)
        except ValueError as error:
            print(f"{chart['name']}: {error}", file=sys.stderr)
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump(drawings, file)


if __name__ == "__main__":
    main()
