#!/usr/bin/env python3
"""Measures what a baseline does, and prints it as the Markdown tables of models/industry_migration/MODEL.md.

    /usr/bin/python3 bench/baseline_facts.py                   runs seeds 1 to 5, then measures (about a minute)
    /usr/bin/python3 bench/baseline_facts.py --seeds 1 --threads 1
    /usr/bin/python3 bench/baseline_facts.py --reuse           measures the run files of the last time again
    /usr/bin/python3 bench/baseline_facts.py --into models/industry_migration/MODEL.md

Needs numpy and h5py (Debian: python3-numpy, python3-h5py) and a release build of yanzhen. A scenario must have recorded
every year, with flows, and its cities must have coordinates."""
import argparse
import contextlib
import csv
import io
import os
import pathlib
import subprocess
import time
import tomllib

import h5py
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
EARTH_RADIUS_KM = 6371.0
DECADES = ((1, 11), (11, 21), (21, 31))  # records whose flows make up each decade; record 0 is the start
MARKS = "<!-- facts begin -->", "<!-- facts end -->"
E_FOLD = 1.0  # "changed by a factor e": |ln| of the ratio is at least this


# ---- running and reading ---------------------------------------------------------------------------------------------

def run(program, scenario, seed, threads, file):
    """Runs one seed. Returns seconds on the clock, seconds of processor time of all threads, and peak memory in MB."""
    command = [program, "run", scenario, "-o", file, "--seed", str(seed), "--threads", str(threads), "--force", "--quiet"]
    began = time.monotonic()
    _, status, used = os.wait4(subprocess.Popen(command).pid, 0)
    if status != 0:
        raise SystemExit(f"{program} failed on seed {seed}")
    return time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def texts(dataset):
    return [one.decode() for one in dataset[:]]


class Run:
    """A run file in memory: its states, flows (2-dimensional, by place) and labels."""

    def __init__(self, file, positions):
        with h5py.File(file) as h:
            if not h.attrs["complete"]:
                raise SystemExit(f"{file} is not complete")
            self.commit = h.attrs["commit"].decode()
            self.checksum = f"{int(h.attrs['checksum']):016x}"
            self.years = [int(h.attrs["start"].decode()[:4]) + k for k in range(len(h["time"]))]
            self.state = {name: h[name][:] for name in h if isinstance(h[name], h5py.Dataset) and name != "time"}
            flows = h["flows"]
            self.people = flows["talent_flows"][:].sum(axis=1)  # (time, origin, destination)
            self.people_by_tier = flows["talent_flows"][:]
            self.firm_moves = flows["firm_flows"][:].sum(axis=1)
            self.branches = flows["branch_flows"][:].sum(axis=1)
            self.opened = (flows["firm_spinoffs"][:] + flows["firm_foundings"][:]).sum(axis=(1, 2))
            self.closed = flows["firm_exits"][:].sum(axis=(1, 2))
            self.births = flows["births"][:].sum(axis=(1, 2))
            self.deaths = flows["deaths"][:].sum(axis=(1, 2))
            self.city = texts(h["city"])
            self.city_en = texts(h["city_en"])
            self.province = np.array(texts(h["province"]))
            self.industry = texts(h["industry"])
            self.latitude, self.longitude = np.array([positions[code] for code in texts(h["city_code"])]).T
        self.cities = len(self.city)

    def value(self, name, record):
        return self.state[name][record]


def read_positions(scenario):
    with open(scenario, "rb") as f:
        table = pathlib.Path(scenario).parent / tomllib.load(f)["data"]["cities"]
    with open(table, newline="", encoding="utf-8-sig") as f:
        return {row["code"]: (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(f)}


# ---- measures --------------------------------------------------------------------------------------------------------

def great_circle_km(latitude, longitude):
    a, b = np.radians(latitude), np.radians(longitude)
    half = (np.sin((a[:, None] - a) / 2) ** 2
            + np.cos(a[:, None]) * np.cos(a) * np.sin((b[:, None] - b) / 2) ** 2)
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half))


def gravity(run, flow, first, last):
    """ln flow = a + b ln km + c ln people here + d ln people there + e [other province], least squares over ordered pairs.

    Returns elasticity b, factor exp(e) at a province border, R2, pairs used, pairs without a single mover."""
    n = run.cities
    pairs = ~np.eye(n, dtype=bool)
    moved = flow[first:last, :n, :n].sum(axis=0)[pairs]
    people = np.log(run.state["residents"][first - 1:last].mean(axis=0))
    other = (run.province[:, None] != run.province)[pairs].astype(float)
    here, there = np.meshgrid(people, people, indexing="ij")
    x = np.column_stack([np.ones(pairs.sum()), np.log(great_circle_km(run.latitude, run.longitude)[pairs]),
                         here[pairs], there[pairs], other])
    some = moved > 0
    y = np.log(moved[some])
    slope, *_ = np.linalg.lstsq(x[some], y, rcond=None)
    left = y - x[some] @ slope
    return slope[1], np.exp(slope[4]), 1 - left.var() / y.var(), int(some.sum()), int((~some).sum())


def yearly(run, counts, stock, first, last):
    """Mean yearly rate: what happened over the stock as the year began."""
    return float(np.mean(counts[first:last] / stock[first - 1:last - 1]))


def between_cities(run, flow):
    inner = flow[:, :run.cities, :run.cities].copy()
    inner[:, range(run.cities), range(run.cities)] = 0
    return inner.sum(axis=(1, 2))


def left_from_cities(run, flow):
    out = flow[:, :run.cities, :].copy()
    out[:, range(run.cities), range(run.cities)] = 0
    return out.sum(axis=(1, 2))


def came_to_cities(run, flow):
    return left_from_cities(run, flow.transpose(0, 2, 1))


def pairs_changed(run, name):
    start, end = run.value(name, 0), run.value(name, -1)
    there = (start > 0) & (end > 0)
    return int((np.abs(np.log(end[there] / start[there])) >= E_FOLD).sum()), start.size


def leaders_kept(run):
    """Cities whose largest industry by location quotient, `rest` aside, is the same at the end."""
    inner = [s for s, key in enumerate(run.industry) if key != "rest"]
    quotient = run.state["location_quotient"][:, :, inner]
    return int((quotient[0].argmax(axis=1) == quotient[-1].argmax(axis=1)).sum())


# ---- tables ----------------------------------------------------------------------------------------------------------

def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("|" + " --- |" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def stocks_table(run):
    records = [k for k, year in enumerate(run.years) if (year - run.years[0]) % 10 == 0]
    total = lambda name: run.state[name].reshape(len(run.years), -1).sum(axis=1)
    talent = run.state["talent"].sum(axis=1)
    rows = []

    def row(name, values, form):
        rows.append([name] + [form.format(values[k]) for k in records])

    row("cities' share of national value added", run.state["national_share"], "{:.4f}")
    row("residents, million", total("residents") / 1e6, "{:.1f}")
    for province in dict.fromkeys(run.province):
        row(f"- {province}", run.state["residents"][:, run.province == province].sum(axis=1) / 1e6, "{:.1f}")
    row("college and leading talent, share of residents", talent[:, 2:].sum(axis=1) / talent.sum(axis=1), "{:.3f}")
    row("registered where they live, share of residents",
        (run.state["hukou_share"] * run.state["residents"]).sum(axis=1) / total("residents"), "{:.3f}")
    row("firms, million", total("firms") / 1e6, "{:.2f}")
    row("value added, trillion yuan (start of the nation = numeraire)", total("value_added") / 1e4, "{:.2f}")
    row("ln real wage of general labour, from the start", run.state["log_real_wage"] - run.state["log_real_wage"][0],
        "{:+.3f}")
    row("Theil T of value added per head", run.state["theil"], "{:.4f}")
    row("- between provinces", run.state["theil_between"], "{:.4f}")
    row("- within provinces", run.state["theil_within"], "{:.4f}")
    row("tail exponent of firm sales", run.state["firm_tail_exponent"], "{:.2f}")
    row("rank-size exponent of cities", run.state["rank_size_exponent"], "{:.2f}")
    row("Krugman specialisation, mean of cities", run.state["mean_specialisation"], "{:.3f}")
    row("structural similarity, mean of pairs", run.state["structural_similarity"], "{:.3f}")
    row("Moran's I of value added per head", run.state["morans_i"], "{:.2f}")
    table(["", *(str(run.years[k]) for k in records)], rows)


def flows_table(run):
    people = run.state["residents"].sum(axis=1)
    firms = run.state["firms"].sum(axis=1)
    head, columns = [""], []
    for first, last in DECADES:
        head.append(f"{run.years[first - 1]} to {run.years[last - 1]}")
        opened = run.opened + came_to_cities(run, run.branches)
        elasticity, factor, r2, used, empty = gravity(run, run.people, first, last)
        per = lambda counts, stock, form="{:.2f} %": form.format(100 * yearly(run, counts, stock, first, last))
        columns.append([
            per(between_cities(run, run.people), people),
            per(came_to_cities(run, run.people) - left_from_cities(run, run.people), people, "{:+.2f} %"),
            per(run.births - run.deaths, people, "{:+.2f} %"),
            f"{elasticity:.2f}", f"{factor:.2f}", f"{r2:.2f}", f"{used} / {empty}",
            per(opened, firms), per(run.closed, firms), per(left_from_cities(run, run.firm_moves), firms),
            per(came_to_cities(run, run.branches), firms)])
    names = ["moved from city to city, of residents a year", "net arrivals from outside, of residents a year",
             "births less deaths, of residents a year", "migration: elasticity to distance",
             "migration: factor at a province border", "- R2", "- pairs with / without movers",
             "firms: entry, a year", "firms: exit, a year", "firms: moved to another place, a year",
             "firms: branches opened, a year"]
    table(head, [[name, *(column[k] for column in columns)] for k, name in enumerate(names)])


def cities_table(run, count=6):
    start, end = run.value("residents", 0), run.value("residents", -1)
    money = run.value("value_added", -1) / run.value("value_added", 0) - 1
    order = np.argsort((end - start) / start)
    shown = [*order[::-1][:count], *order[:count][::-1]]
    table(["city", f"residents {run.years[0]}, million", f"{run.years[-1]}", "change", "change of value added"],
          [[f"{run.city[i]} {run.city_en[i]}", f"{start[i] / 1e6:.2f}", f"{end[i] / 1e6:.2f}",
            f"{100 * (end[i] / start[i] - 1):+.0f} %", f"{100 * money[i]:+.0f} %"] for i in shown])
    print(f"{int((end > start).sum())} of {run.cities} cities gain residents, {int((end < start).sum())} lose; "
          f"{int((money > 0).sum())} gain value added, {int((money < 0).sum())} lose.\n")


def seeds_table(runs, costs):
    names = ["cities' share of national value added, least to most", "residents at the end, million",
             "strongest gain of a city", "strongest loss of a city", "migration: elasticity to distance, all years",
             "migration: factor at a province border", "tail exponent of firm sales, least to most",
             "firms: entry / exit, a year", "firms: moved, a year", "Theil T at the end",
             f"value added changed by a factor e, of {runs[0].state['location_quotient'][0].size} city-industry pairs",
             "location quotient changed by a factor e", "cities that keep their leading industry",
             "time on the clock / of the processors, s", "peak memory, MB", "checksum"]
    columns = []
    for run, cost in zip(runs, costs):
        last = len(run.years)
        firms = run.state["firms"].sum(axis=1)
        change = run.value("residents", -1) / run.value("residents", 0) - 1
        elasticity, factor, *_ = gravity(run, run.people, 1, last)
        share, tail = run.state["national_share"], run.state["firm_tail_exponent"]
        most, least = int(change.argmax()), int(change.argmin())
        entry = 100 * yearly(run, run.opened + came_to_cities(run, run.branches), firms, 1, last)
        exits = 100 * yearly(run, run.closed, firms, 1, last)
        columns.append([
            f"{share.min():.3f} to {share.max():.3f}", f"{run.value('residents', -1).sum() / 1e6:.1f}",
            f"{run.city_en[most]} {100 * change[most]:+.0f} %", f"{run.city_en[least]} {100 * change[least]:+.0f} %",
            f"{elasticity:.2f}", f"{factor:.2f}", f"{tail.min():.2f} to {tail.max():.2f}",
            f"{entry:.1f} % / {exits:.1f} %",
            f"{100 * yearly(run, left_from_cities(run, run.firm_moves), firms, 1, last):.2f} %",
            f"{run.value('theil', -1):.4f}", str(pairs_changed(run, "value_added_by_industry")[0]),
            str(pairs_changed(run, "location_quotient")[0]), f"{leaders_kept(run)} of {run.cities}",
            f"{cost[0]:.1f} / {cost[1]:.1f}" if cost else "-", f"{cost[2]:.0f}" if cost else "-", f"`{run.checksum}`"])
    table(["seed", *(str(seed) for seed in SEEDS)], [[name, *(c[k] for c in columns)] for k, name in enumerate(names)])


def write_between(file, text):
    """Puts the tables between the two marks of a Markdown file, in place of what stands there."""
    before, rest = file.read_text(encoding="utf-8").split(MARKS[0])
    _, after = rest.split(MARKS[1])
    file.write_text(f"{before}{MARKS[0]}\n\n{text}{MARKS[1]}{after}", encoding="utf-8")


def main():
    global SEEDS
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--yanzhen", default=ROOT / "build/release/tools/yanzhen", help="the program")
    options.add_argument("--scenario", default=ROOT / "scenarios/yangtze-delta/baseline.toml")
    options.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    options.add_argument("--threads", type=int, default=0, help="0 = all cores")
    options.add_argument("--runs", type=pathlib.Path, default=ROOT / "runs/facts", help="folder of the run files")
    options.add_argument("--reuse", action="store_true", help="measure run files that lie there, run nothing")
    options.add_argument("--into", type=pathlib.Path, help="a Markdown file with marks; otherwise standard output")
    asked = options.parse_args()
    SEEDS = asked.seeds
    os.makedirs(asked.runs, exist_ok=True)
    positions = read_positions(asked.scenario)
    files = [asked.runs / f"seed{seed}.h5" for seed in SEEDS]
    # Before anything is read: the system counts this program's own memory into the peak of what it starts.
    costs = [None if asked.reuse else run(asked.yanzhen, asked.scenario, seed, asked.threads, file)
             for seed, file in zip(SEEDS, files)]
    runs = [Run(file, positions) for file in files]
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        print(f"Measured at commit {runs[0].commit}, seed {SEEDS[0]} where none is named.\n")
        stocks_table(runs[0])
        flows_table(runs[0])
        cities_table(runs[0])
        seeds_table(runs, costs)
    if asked.into is None:
        print(text.getvalue(), end="")
    else:
        write_between(asked.into, text.getvalue())


if __name__ == "__main__":
    main()
