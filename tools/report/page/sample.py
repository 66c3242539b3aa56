#!/usr/bin/env python3
"""Makes a page from run files without building the program: for those who work on the page.

    node build.mjs
    /usr/bin/python3 sample.py a.h5 b.h5 -o sample.html        # several files: one view a title, differences of the second and later less the first
    /usr/bin/python3 sample.py a.h5 --title '<script>' -o hostile.html

What the JSON holds is said in ../PAGE-DATA.md. `yanzhen report` writes the real one; this leaves out size limits and sweeps.
Needs h5py (Debian: python3-h5py)."""
import argparse
import base64
import json
import pathlib
import re
import tomllib
from datetime import date, timedelta

import h5py
import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
STUDENT = [np.nan, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262]  # 97.5 % points by degrees of freedom
MOVES = {"firms": ["firm_flows", "moves"], "talent": ["talent_flows"], "capital": ["capital_flows"]}
LARGEST = 60
WITHIN = ({"city", "industry", "tier"}, {"place", "account"})


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def packed(values):
    return "f64:" + base64.b64encode(np.ascontiguousarray(values, dtype="<f8").tobytes()).decode()


class Run:
    def __init__(self, path):
        self.file, self.h = path, h5py.File(path, "r")
        self.attrs = {k: (text(v) if isinstance(v, bytes) else v) for k, v in self.h.attrs.items()}
        self.panels = [p for p in self.attrs["recorded"].split("\n") if p not in ("time", "step")]

    def dimensions(self, panel):
        return [self.h[refs[0]].name.strip("/") for refs in self.h[panel].attrs["DIMENSION_LIST"]][1:]

    def values(self, panel):
        return self.h[panel][()].astype("f8")

    def dates(self):
        start = date.fromisoformat(text(self.h["time"].attrs["units"])[-10:])
        return [str(start + timedelta(days=float(d))) for d in self.h["time"][()]]

    def names(self, dataset):
        return [text(x) for x in self.h[dataset][()]] if dataset in self.h else None

    def document(self):
        toml = tomllib.loads(self.attrs["scenario"])
        rules = [{"name": p.get("name", p["rule"]), "rule": p["rule"], "rule_zh": p["rule"], "does": "", "text_en": json.dumps(
            {k: str(v) for k, v in p.items()}), "text_zh": json.dumps({k: str(v) for k, v in p.items()}, ensure_ascii=False)}
            for p in toml.get("policy", [])]
        return {"file": self.file, "title": self.attrs["title"], "question": self.attrs["question"], "seed": int(self.attrs["seed"]),
                "scenario_file": self.attrs["scenario_file"], "scenario": self.attrs["scenario"], "model": self.attrs["model"],
                "version": self.attrs["version"], "commit": self.attrs["commit"], "checksum": f"{int(self.attrs['checksum']):016x}",
                "complete": bool(self.attrs["complete"]), "notes": [n for n in self.attrs["notes"].split("\n") if n], "policies": rules}


def place_table(run):
    """Coordinates by city code from the scenario's tables, and the outlines with a city's label in each."""
    path = pathlib.Path(run.attrs["scenario_file"])
    toml = tomllib.loads(run.attrs["scenario"]).get("data", {})
    codes, labels = run.names("city_code"), run.names("city")
    places, outlines = {}, None
    table = path.parent / toml.get("cities", "")
    if table.is_file():
        import csv
        for row in csv.DictReader(open(table, encoding="utf-8-sig")):
            if row.get("lon") and row.get("lat"):
                places[row["code"]] = (float(row["lon"]), float(row["lat"]))
    drawing = path.parent / toml.get("outlines", "none")
    if drawing.is_file():
        outlines = json.load(open(drawing, encoding="utf-8"))
        for feature in outlines["features"]:
            code = str(feature["properties"]["code"])
            feature["properties"] = {"label": labels[codes.index(code)] if code in codes else code}
    return [places.get(c) for c in codes], outlines


def dimension_table(run):
    table = {}
    for name in run.h:
        d = run.h[name]
        if name == "time" or not isinstance(d, h5py.Dataset) or d.attrs.get("CLASS") != b"DIMENSION_SCALE":
            continue
        entry = {"meaning": text(d.attrs["long_name"]), "labels": run.names(name)}
        for extra in ("zh", "en"):
            if run.names(f"{name}_{extra}"):
                entry[extra] = run.names(f"{name}_{extra}")
        table[name] = entry
    table["city"]["province"] = run.names("province")
    places, outlines = place_table(run)
    table["city"]["lon"] = [p and p[0] for p in places]
    table["city"]["lat"] = [p and p[1] for p in places]
    return table, outlines


def statistics(stack):
    mean, count = np.mean(stack, axis=0), len(stack)
    if count < 2:
        return {"values": packed(mean)}
    half = STUDENT[min(count - 1, 9)] * np.std(stack, axis=0, ddof=1) / np.sqrt(count)
    return {"values": packed(mean), "low": packed(mean - half), "high": packed(mean + half)}


def largest(values):
    """Values (records, places, places): the largest entries off the diagonal of each record."""
    records = []
    for matrix in values:
        order = np.argsort(-np.abs(matrix), axis=None)[: LARGEST + len(matrix)]
        pairs = [(int(k // len(matrix)), int(k % len(matrix))) for k in order]
        records.append([[i, j, float(matrix[i, j])] for i, j in pairs if i != j and matrix[i, j] != 0][:LARGEST])
    return records


def view(name, kind, groups, numbers, others):
    """`groups`: pairs of a run and a function panel -> values, one a seed. Panels that any of `others` lacks are left out."""
    first = groups[0][0]
    entry = {"name": {"zh": name, "en": name}, "kind": kind, "runs": numbers, "seeds": len(groups), "panels": {}, "moves": {}}
    for panel in (p for p in first.panels if all(p in run.panels for run, _ in groups) and all(p in run.panels for run in others)):
        dims = first.dimensions(panel)
        short, data = panel.split("/")[-1], [value(panel) for _, value in groups]
        unit, meaning = text(first.h[panel].attrs["units"]), text(first.h[panel].attrs["long_name"])
        if "origin" in dims:
            matrix = np.mean(data, axis=0)
            matrix = matrix.sum(axis=1) if matrix.ndim == 4 else matrix
            for word, known in MOVES.items():
                if short in known:
                    entry["moves"][word] = {"panel": short, "unit": unit, "by_record": largest(matrix)}
            if panel == "flows/transfers":
                entry["transfers"] = {"unit": unit, "by_record": [[[int(i), int(j), float(m[i, j])] for i, j in np.argwhere(m)] for m in matrix]}
        elif any(set(dims) <= w for w in WITHIN):
            group = "flow" if panel.startswith("flows/") else "state" if dims else "index"
            entry["panels"][short] = {"dimensions": dims, "unit": unit, "meaning": meaning, "group": group, **statistics(data)}
    return entry


def page_data(paths, language, title):
    runs = [Run(p) for p in paths]
    scenarios = {}
    for number, run in enumerate(runs):
        scenarios.setdefault(run.attrs["title"], []).append(number)
    dimensions, outlines = dimension_table(runs[0])
    views = [view(name, "level", [(runs[n], runs[n].values) for n in numbers], numbers, []) for name, numbers in scenarios.items()]
    base_name, base = next(iter(scenarios.items()))
    for name, numbers in list(scenarios.items())[1:]:
        pairs = [(a, b) for a in numbers for b in base if runs[a].attrs["seed"] == runs[b].attrs["seed"]]
        groups = [(runs[a], lambda p, a=a, b=b: runs[a].values(p) - runs[b].values(p)) for a, b in pairs]
        views.append(view(f"{name} − {base_name}", "difference", groups, sorted({n for pair in pairs for n in pair}), [runs[n] for n in base]))
    links = []
    for run in runs:
        for p in tomllib.loads(run.attrs["scenario"]).get("policy", []):
            if p["rule"] == "industrial_enclave":
                full = lambda c: next((x for x in dimensions["city"]["labels"] if x.startswith(c)), c)
                links.append({"from": full(p["origin"]), "to": full(p["host"]), "name": p.get("name", ""),
                              "from_date": str(p.get("start", ""))[:10] + "-01" * (len(str(p.get("start", ""))) == 7), "to_date": "9999-12-31"})
    return {"format": 1, "lang": language, "kind": "comparison" if len(views) > 1 else "run", "title": title or runs[-1].attrs["title"],
            "question": runs[-1].attrs["question"], "program": {"version": runs[0].attrs["version"], "commit": runs[0].attrs["commit"]},
            "dates": runs[0].dates(), "dimensions": dimensions, "outlines": outlines,
            "links": [dict(t) for t in {tuple(sorted(l.items())) for l in links}], "runs": [r.document() for r in runs], "views": views, "left_out": []}


def safe(value):
    encoded = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        encoded = encoded.replace(sign, f"\\u{ord(sign):04x}")
    return encoded


def join_page(data):
    page = (FOLDER / "page.html").read_text(encoding="utf-8")
    parts = {"title": data["title"].replace("&", "&amp;").replace("<", "&lt;"), "style": (FOLDER / "page.css").read_text(encoding="utf-8"),
             "data": safe(data), "program": (FOLDER / "dist/page.js").read_text(encoding="utf-8")}
    return re.sub(r"\{\{(title|style|data|program)\}\}", lambda place: parts[place[1]], page)  # in one go: a place that data name stays text


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("runs", nargs="+")
    parser.add_argument("-o", "--output", default="sample.html")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    parser.add_argument("--title", help="instead of the scenario's")
    parser.add_argument("--data", action="store_true", help="the files are JSON already, of which the first is joined")
    options = parser.parse_args()
    data = json.load(open(options.runs[0])) if options.data else page_data(options.runs, options.lang, options.title)
    pathlib.Path(options.output).write_text(join_page(data), encoding="utf-8")


if __name__ == "__main__":
    main()
