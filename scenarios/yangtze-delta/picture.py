#!/usr/bin/env python3
"""Draws the change of residents by city as an SVG map, from a run file of this scenario.

    build/release/tools/yanzhen run scenarios/yangtze-delta/baseline.toml -o baseline.h5
    /usr/bin/python3 scenarios/yangtze-delta/picture.py baseline.h5 -o scenarios/yangtze-delta/residents.svg
    /usr/bin/python3 scenarios/yangtze-delta/picture.py baseline.h5 --language zh -o scenarios/yangtze-delta/residents.zh-CN.svg

Needs h5py (Debian: python3-h5py). The outlines are schematic and for drawing only: see README.md, standing of the data."""
import argparse
import json
import math
import pathlib

import h5py

FOLDER = pathlib.Path(__file__).resolve().parent
WIDTH, HEIGHT = 800, 880
MAP_TOP, MAP_LEFT, KM = 78, 12, 0.885  # pixels a kilometre
KM_PER_DEGREE = 111.2
# Classes of change in percent, each up to its bound. Orange to purple, after PuOr of ColorBrewer (Brewer 2003): people
# with any kind of colour blindness can tell them apart, and black text is readable on all of them.
CLASSES = ((-15, "#e08214"), (-5, "#fdb863"), (0, "#fee0b6"), (5, "#ecebf5"), (15, "#cfcce6"), (30, "#b2abd2"),
           (math.inf, "#8f83bd"))
WORDS = {
    "en": {"title": "Residents by city, {start} to {end}",
           "subtitle": "Yangtze River Delta baseline, seed {seed}: nobody does anything new. {total:+.1f} % over all 41 cities.",
           "legend": "change, percent", "up_to": "below {}", "between": "{} to {}", "above": "above {}",
           "note": "A projection by a model, not a forecast. Schematic outlines, for drawing only; no statement on any boundary.",
           "font": "Helvetica, Arial, 'DejaVu Sans', sans-serif"},
    "zh": {"title": "各市常住人口变化，{start}—{end} 年",
           "subtitle": "长三角基准情景，种子 {seed}：各地不出台新政策。41 市合计 {total:+.1f} %。",
           "legend": "变化（%）", "up_to": "低于 {}", "between": "{} 至 {}", "above": "高于 {}",
           "note": "模型推演，并非预测。轮廓为示意，仅供绘图，不代表对任何边界的主张。",
           "font": "'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"}}
# Labels that would lie on each other or on the border of a small city: moved by so many pixels.
NUDGES = {"320200": (4, 6), "320400": (-4, 0), "330900": (6, -2), "340700": (4, 6), "340500": (-4, -2), "310000": (2, 4),
          "330400": (0, 3), "340200": (-2, 2), "321100": (0, 2), "321000": (0, 0), "320600": (-6, 0)}


def read_run(file):
    with h5py.File(file) as h:
        people = h["residents"][:]
        text = lambda name: h.attrs[name].decode()
        return {"code": [c.decode() for c in h["city_code"][:]], "en": [c.decode() for c in h["city_en"][:]],
                "zh": [c.decode() for c in h["city"][:]], "change": 100 * (people[-1] / people[0] - 1),
                "total": 100 * (people[-1].sum() / people[0].sum() - 1), "start": text("start")[:4],
                "end": text("end")[:4], "seed": int(h.attrs["seed"])}


def rings_of(geometry):
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [ring for polygon in polygons for ring in polygon]


class Projection:
    """Degrees to pixels: equirectangular about the middle latitude, true to a percent over eight degrees."""

    def __init__(self, rings):
        self.west = min(x for ring in rings for x, _ in ring)
        self.north = max(y for ring in rings for _, y in ring)
        middle = (self.north + min(y for ring in rings for _, y in ring)) / 2
        self.shrink = math.cos(math.radians(middle))

    def __call__(self, longitude, latitude):
        return (MAP_LEFT + (longitude - self.west) * self.shrink * KM_PER_DEGREE * KM,
                MAP_TOP + (self.north - latitude) * KM_PER_DEGREE * KM)


def area_and_centre(points):
    """Of a polygon, by the shoelace formula."""
    twice, x, y = 0.0, 0.0, 0.0
    for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1]):
        cross = x0 * y1 - x1 * y0
        twice, x, y = twice + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    return abs(twice) / 2, (x / (3 * twice), y / (3 * twice))


def path_of(rings, project):
    parts = []
    for ring in rings:
        points = [tuple(round(v, 1) for v in project(*point)) for point in ring]
        kept = [p for k, p in enumerate(points) if k == 0 or p != points[k - 1]]
        parts.append("M" + " ".join(f"{x:g},{y:g}" for x, y in kept) + "Z")
    return "".join(parts)


def colour_of(change):
    return next(colour for bound, colour in CLASSES if change < bound)


def signed(number):
    """A whole number with its sign, a true minus, and zero without one."""
    whole = round(number)
    return f"{whole:+d}".replace("-", "\N{MINUS SIGN}") if whole else "0"


def short_name(run, row, language):
    if language == "zh":
        return run["zh"][row].removesuffix("市")
    return run["en"][row].split(" (")[0]


def city_shapes(run, outlines, project):
    return [f'<path fill="{colour_of(run["change"][row])}" d="{path_of(outlines[code], project)}"/>'
            for row, code in enumerate(run["code"])]


def city_labels(run, outlines, project, language):
    labels = []
    for row, code in enumerate(run["code"]):
        _, (x, y) = max(area_and_centre([project(*p) for p in ring]) for ring in outlines[code])
        dx, dy = NUDGES.get(code, (0, 0))
        labels.append(f'<text x="{x + dx:.0f}" y="{y + dy:.0f}">{short_name(run, row, language)}'
                      f'<tspan x="{x + dx:.0f}" dy="11">{signed(run["change"][row])}</tspan></text>')
    return labels


def legend(words):
    x, y, rows = WIDTH - 132, 92, []
    rows.append(f'<text x="{x}" y="{y}" font-weight="bold">{words["legend"]}</text>')
    for k, (bound, colour) in enumerate(CLASSES):
        below = CLASSES[k - 1][0] if k else None
        name = (words["up_to"].format(signed(bound)) if k == 0 else
                words["above"].format(signed(below)) if math.isinf(bound) else
                words["between"].format(signed(below), signed(bound)))
        top = y + 10 + 20 * k
        rows.append(f'<rect x="{x}" y="{top}" width="24" height="15" fill="{colour}" stroke="#666" stroke-width=".5"/>'
                    f'<text x="{x + 32}" y="{top + 12}">{name}</text>')
    return rows


def draw(run, outlines, language):
    words = WORDS[language]
    project = Projection([ring for code in run["code"] for ring in outlines[code]])
    subtitle = words["subtitle"].format(**run)
    return "\n".join([
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="{words["font"]}" font-size="12" fill="#222">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="16" y="32" font-size="20" font-weight="bold">{words["title"].format(**run)}</text>',
        f'<text x="16" y="54" font-size="13" fill="#555">{subtitle}</text>',
        '<g stroke="#fff" stroke-width=".8" stroke-linejoin="round" fill-rule="evenodd">',
        *city_shapes(run, outlines, project), '</g>',
        '<g font-size="10.5" text-anchor="middle" stroke="#fff" stroke-width="2.4" stroke-opacity=".8" '
        'stroke-linejoin="round" paint-order="stroke">',
        *city_labels(run, outlines, project, language), '</g>',
        *legend(words),
        f'<text x="16" y="{HEIGHT - 14}" font-size="11" fill="#777">{words["note"]}</text>', '</svg>', ''])


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("run", help="a run file (HDF5) of this scenario")
    options.add_argument("-o", "--output", required=True, help="the SVG to write")
    options.add_argument("--language", choices=WORDS, default="en")
    asked = options.parse_args()
    with open(FOLDER / "data" / "outlines.geojson", encoding="utf-8") as f:
        outlines = {str(one["properties"]["code"]): rings_of(one["geometry"]) for one in json.load(f)["features"]}
    picture = draw(read_run(asked.run), outlines, asked.language)
    pathlib.Path(asked.output).write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
