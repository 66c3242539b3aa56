#!/usr/bin/env python3
"""Measures what each policy scenario of the Yangtze River Delta does: the numbers behind the README of the scenarios.

    /usr/bin/python3 bench/policy_facts.py                       runs the baseline and all scenarios, then compares
    /usr/bin/python3 bench/policy_facts.py --only tax-pool       one of them; may be several names
    /usr/bin/python3 bench/policy_facts.py --reuse               runs only what lacks a finished run file
    /usr/bin/python3 bench/policy_facts.py --into scenarios/yangtze-delta/policies/NUMBERS.md

Needs a release build of yanzhen and nothing else: every number is one of `yanzhen compare --json`. A run at one agent for
300 people takes three to four seconds of processor time, so five seeds of everything take about eight minutes of one core."""
import argparse
import json
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
BASE = ROOT / "scenarios/yangtze-delta/baseline.toml"
POLICIES = ROOT / "scenarios/yangtze-delta/policies"
FEN_IN_UNIT = 1e10  # 1 fen = 0.01 yuan; money is shown in 100 million yuan
LONG_RUN = "2030"

# Runs that differ from a scenario in one value: name, scenario, what is set.
VARIANTS = {
    "shanghai-dafeng-park, kept": ("shanghai-dafeng-park", ["policy.dafeng_park.default_rate=0"]),
    "hangzhou-bay-crossing, hsr": ("hangzhou-bay-crossing", ["policy.crossing.mode=hsr"]),
}

# What a scenario is compared with, where that is not the baseline.
OTHER_BASE = {"coordination": "subsidy-race-imitate", "shanghai-dafeng-park, kept": "shanghai-dafeng-park"}


class Fact:
    """One row of a table: a panel, told by city, province, industry or index, at one place, at one date."""

    def __init__(self, by, panel, key="", at=LONG_RUN):
        self.by, self.panel, self.key, self.at = by, panel, key, at

    def label(self):
        return f"`{self.panel}`" + (f" {self.key}" if self.key else "")


def city(panel, *names, at=LONG_RUN):
    return [Fact("city", panel, name, at) for name in names]


def province(panel, *names, at=LONG_RUN):
    return [Fact("province", panel, name, at) for name in names or ("Shanghai", "Jiangsu", "Zhejiang", "Anhui")]


def industry(panel, *names, at=LONG_RUN):
    return [Fact("industry", panel, name, at) for name in names]


def index(*panels, at=LONG_RUN):
    return [Fact("index", panel, at=at) for panel in panels]


def park(origin, host):
    """What a park moves: firms into the host, money to the origin, value added of both."""
    return [*city("firm_flows:destination", host, at="2020"), *city("branch_flows:destination", host, at="2020"),
            *city("firm_flows:destination", host), *city("branch_flows:destination", host),
            *city("value_added", host, origin, at="2020"), *city("value_added", host, origin),
            *city("transfers:destination", origin), *city("services", host, origin)]


CHIP_USERS = ("electronics", "electrical_machinery", "automobiles", "new_energy")
HEAVY = ("metals_materials", "chemicals")

FACTS = {
    "market-unification": [*index("log_real_wage", "national_share", "theil", "theil_between", "theil_within"),
                           *province("value_added"), *province("residents"), *province("firm_flows:destination")],
    "market-segmentation": [*index("log_real_wage", "national_share", "theil", "theil_between", "theil_within"),
                            *province("value_added"), *province("residents"), *province("firm_flows:destination")],
    "hangzhou-bay-crossing": [*city("market_access", "Ningbo", "Shanghai", at="2040"),
                              *city("value_added", "Ningbo", "Shanghai", "Zhoushan", "Jiaxing", "Shaoxing", at="2040"),
                              *city("residents", "Ningbo", "Shanghai", "Zhoushan", at="2040")],
    "hangzhou-bay-crossing, hsr": [*city("market_access", "Ningbo", at="2040"),
                                   *city("value_added", "Ningbo", "Shanghai", "Zhoushan", at="2040"),
                                   *city("residents", "Ningbo", "Shanghai", "Zhoushan", at="2040")],
    "digital-infrastructure": [*index("theil", "theil_between", "mean_specialisation", "herfindahl", "national_share"),
                               *province("value_added"), *province("investment:destination"),
                               *industry("concentration", "electronics", "digital_services", "biomedicine")],
    "g60-corridor": [*city("mass", "Shanghai", "Jiaxing", "Hangzhou", "Jinhua", "320500", "Huzhou", "Xuancheng", "Wuhu",
                           "Hefei"), *city("mass", "Nanjing", "Wuxi", "Ningbo"),
                     *city("value_added", "Shanghai", "Xuancheng", "Huzhou", "Nanjing"), *index("theil")],
    "quzhou-hangzhou-research-house": [*city("mass", "Quzhou", "Lishui", "Hangzhou"),
                                       *city("value_added", "Quzhou", "Lishui", "Hangzhou"),
                                       *city("wage:college", "Quzhou", "Hangzhou"), *city("services", "Quzhou")],
    "low-altitude-wave": [*industry("value_added_by_industry", "low_altitude", at="2030"),
                          *industry("value_added_by_industry", "low_altitude", at="2035"),
                          *industry("firms_by_industry", "low_altitude", at="2035"),
                          *industry("mass", "low_altitude", at="2035"),
                          *industry("concentration", "low_altitude", at="2035"),
                          *city("location_quotient:low_altitude", "Shanghai", "Wuhu", "Zhenjiang", "Hefei", "Hangzhou",
                                "Nanjing", at="2035"), *index("theil", at="2035")],
    "chip-supply-shock": [*industry("value_added_by_industry", *CHIP_USERS, at="2024"),
                          *industry("value_added_by_industry", *CHIP_USERS, at="2027"),
                          *industry("firms_by_industry", "electronics", at="2026"),
                          *city("price_index", "320500", at="2024"),
                          *index("log_real_wage", "national_share", at="2024"),
                          *index("log_real_wage", "national_share", at="2030")],
    "suzhou-chuzhou-park": park("320500", "Chuzhou"),
    "zhangjiang-jiaxing-science-town": park("Shanghai", "Jiaxing"),
    "shanghai-dafeng-park": park("Shanghai", "Yancheng"),
    "shanghai-dafeng-park, kept": park("Shanghai", "Yancheng"),
    "xiaoshan-xuancheng-down-feather": [*park("Hangzhou", "Xuancheng"),
                                        *city("location_quotient:textiles_apparel", "Xuancheng", "Hangzhou")],
    "tax-sharing-all": [*city("obstruction", "Shanghai", "Hefei"), *province("firm_flows:origin"),
                        *province("transfers:destination"), *province("services", "Shanghai", "Anhui"),
                        *index("theil", "log_real_wage")],
    "tax-base-equalisation": [*province("services"), *city("obstruction", "Shanghai", "Hefei"), *province("residents"),
                              *province("firm_flows:origin"), *index("theil")],
    "tax-pool": [*province("services"), *city("obstruction", "Shanghai", "Hefei"), *province("residents"),
                 *province("firm_flows:origin"), *index("theil")],
    "subsidy-xuzhou-electronics": [*city("location_quotient:electronics", "Xuzhou", at="2017"),
                                   *city("location_quotient:electronics", "Xuzhou", at="2020"),
                                   *city("location_quotient:electronics", "Xuzhou"),
                                   *city("location_quotient:electronics", "Xuzhou", at="2040"),
                                   *city("services", "Xuzhou", at="2017"), *city("value_added", "Xuzhou", at="2017"),
                                   *city("value_added", "Xuzhou")],
    "subsidy-race-biomedicine": [*industry("value_added_by_industry", "biomedicine"),
                                 *industry("firms_by_industry", "biomedicine"), *industry("mass", "biomedicine"),
                                 *industry("concentration", "biomedicine"),
                                 *city("location_quotient:biomedicine", "Shanghai", "320700", "321200", "331000"),
                                 *province("services"), *index("structural_similarity")],
    "subsidy-race-imitate": [*index("structural_similarity", "mean_specialisation", "herfindahl", at="2016"),
                             *index("structural_similarity", "mean_specialisation", "herfindahl", "log_real_wage",
                                    "national_share"), *province("services"), *province("value_added")],
    "subsidy-race-smart": [*index("structural_similarity", "mean_specialisation", "herfindahl", at="2016"),
                           *index("structural_similarity", "mean_specialisation", "herfindahl", "log_real_wage",
                                  "national_share"), *province("services"), *province("value_added")],
    "coordination": [*index("structural_similarity", "mean_specialisation", "herfindahl", "log_real_wage",
                            "national_share"), *province("services"), *province("value_added")],
    "industry-fund-hefei": [*city("capital", "Hefei", at="2022"), *city("capital", "Hefei"),
                            *city("location_quotient:electronics", "Hefei", at="2022"),
                            *city("location_quotient:electronics", "Hefei"),
                            *city("location_quotient:new_energy", "Hefei", at="2022"),
                            *city("location_quotient:new_energy", "Hefei"),
                            *city("value_added", "Hefei", at="2022"), *city("value_added", "Hefei"),
                            *city("services", "Hefei", at="2022")],
    "public-service-floor": [*province("services"), *province("residents"), *province("value_added"),
                             *index("theil", "outside_residents", "log_real_wage")],
    "talent-programme-hefei": [*city("residents", "Hefei"), *city("talent_flows:destination", "Hefei"),
                               *city("wage:college", "Hefei"), *city("firm_foundings", "Hefei"),
                               *city("value_added", "Hefei"), *city("services", "Hefei"),
                               *city("residents", "Lu'an", "Nanjing")],
    "hukou-portability": [*province("residents"), *province("talent_flows:destination"), *province("hukou_share"),
                          *province("services"),
                          *index("log_real_wage", "theil", "rank_size_exponent", "outside_residents")],
    "capacity-elimination": [*industry("firm_exits", *HEAVY, at="2018"),
                             *industry("firms_by_industry", *HEAVY, at="2018"),
                             *industry("mass", *HEAVY, at="2018"), *industry("value_added_by_industry", *HEAVY, at="2018"),
                             *industry("firms_by_industry", *HEAVY), *industry("mass", *HEAVY),
                             *industry("value_added_by_industry", *HEAVY)],
    "land-productivity-zhejiang": [*province("value_added"), *province("firms"), *province("firm_flows:destination"),
                                   *province("services", "Zhejiang"),
                                   *industry("value_added_by_industry", "agri_food", "textiles_apparel", "logistics_trade",
                                             "rest"),
                                   *index("log_real_wage")],
    "green-standard": [*province("energy_use"), *industry("value_added_by_industry", *HEAVY),
                       *province("value_added"), *province("services", "Jiangsu"),
                       *index("log_real_wage", "national_share")],
}


# ---- running ---------------------------------------------------------------------------------------------------------

def recipe(name):
    """The scenario file of a name, and what is set in it."""
    if name == "baseline":
        return BASE, []
    scenario, sets = VARIANTS.get(name, (name, []))
    return POLICIES / f"{scenario}.toml", sets


def run_file(asked, name, seed):
    return asked.runs / f"{name.replace(', ', '+')}-seed{seed}.h5"


def run(asked, name, seed):
    file = run_file(asked, name, seed)
    if asked.reuse and file.exists() and not pathlib.Path(f"{file}.checkpoint").exists():
        return
    scenario, sets = recipe(name)
    command = [asked.yanzhen, "run", scenario, "-o", file, "--seed", str(seed), "--threads", str(asked.threads),
               "--force", "--quiet", "--set", f"scale.people_per_agent={asked.people}"]
    for one in sets:
        command += ["--set", one]
    if subprocess.run(command).returncode != 0:
        raise SystemExit(f"{name} failed on seed {seed}")


# ---- comparing -------------------------------------------------------------------------------------------------------

def compare(asked, base, name, by, panel, at):
    """Rows of one table of `yanzhen compare`, by the names under which a row may be asked for.

    `panel` may end in :PART, as compare itself names the parts of a panel that it tells apart."""
    files = [run_file(asked, one, seed) for one in (base, name) for seed in asked.seeds]
    command = [asked.yanzhen, "compare", *files, "--by", by, "--panel", panel.split(":")[0], "--at", at, "--json"]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    for table in answer["policies"][0]["tables"]:
        if table["panel"] == panel:
            return table["unit"], {row["key"]: row for row in table["rows"]}
    raise SystemExit(f"yanzhen compare knows no {panel} by {by}")


def find(rows, key):
    """A row by its key, its city's name in Latin letters, or the code of a city whose Latin name two cities share."""
    if key in rows:
        return rows[key]
    name_zh = CITIES_BY_CODE.get(key)
    for row in rows.values():
        if row["key"] == name_zh or (name_zh is None and row["name_en"] == key):
            return row
    raise SystemExit(f"no row {key}")


# Cities whose name in Latin letters is that of another city, or is easily taken for it.
CITIES_BY_CODE = {"320500": "苏州市", "320700": "连云港市", "321200": "泰州市", "331000": "台州市"}
SHOWN = {"320500": "Suzhou (Jiangsu)", "320700": "Lianyungang", "321200": "Taizhou (Jiangsu)",
         "331000": "Taizhou (Zhejiang)"}


def number(value, signed=False):
    sign = "+" if signed else ""
    size = abs(value)
    if size >= 1000:
        return f"{value:{sign},.0f}"
    if size >= 10:
        return f"{value:{sign}.1f}"
    return f"{value:{sign}.3g}" if size < 0.1 else f"{value:{sign}.3f}"


def interval(row, scale, per_cent):
    if row["low"] is None:
        return "-"
    if per_cent:
        low, high = (100 * row[end] / abs(row["base"]) for end in ("low", "high"))
        return f"{low:+.1f} to {high:+.1f} %"
    return f"{number(row['low'] / scale, True)} to {number(row['high'] / scale, True)}"


def cells(fact, unit, row):
    scale = FEN_IN_UNIT if unit == "fen" else 1
    difference = number(row["difference"] / scale, True)
    per_cent = row["percent"] is not None
    if per_cent:
        difference += f" ({row['percent']:+.1f} %)"
    signs = f"{row['up']} up, {row['down']} down"
    label = fact.label().replace(fact.key, SHOWN.get(fact.key, fact.key)) if fact.key else fact.label()
    return [label, f"{fact.at}-01", number(row["base"] / scale), difference, interval(row, scale, per_cent), signs]


def table(asked, name):
    base = OTHER_BASE.get(name, "baseline")
    lines = [f"| what | at | {base} | policy less {base} | 95 % interval | seeds |", "|" + " --- |" * 6]
    known = {}
    for fact in FACTS[name]:
        asked_for = fact.by, fact.panel, fact.at
        if asked_for not in known:
            known[asked_for] = compare(asked, base, name, *asked_for)
        unit, rows = known[asked_for]
        row = find(rows, fact.key) if fact.key else next(iter(rows.values()))
        lines.append("| " + " | ".join(cells(fact, unit, row)) + " |")
    return "\n".join(lines)


# ---- writing ---------------------------------------------------------------------------------------------------------

def provenance(asked):
    version = subprocess.run([asked.yanzhen, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    seeds = ", ".join(str(seed) for seed in asked.seeds)
    return f"Measured with {version}, seeds {seeds}, one agent for {asked.people} people."


def page(asked, names):
    """A Markdown page with all tables."""
    parts = ["# What the policy scenarios did", provenance(asked),
             "Made by `bench/policy_facts.py`; README.md says what the numbers mean. Each row is one of `yanzhen compare`: mean "
             "over the seeds, 95 % interval of the mean difference (Student's t), seeds that went up and down. Flows are summed from "
             "the start of the run; money is in 100 million yuan."]
    for name in names:
        scenario, sets = recipe(name)
        changed = "".join(f", `--set {one}`" for one in sets)
        parts += [f"## {name}", f"`{scenario.name}`{changed}, less `{OTHER_BASE.get(name, 'baseline')}`:", table(asked, name)]
    return "\n\n".join(parts) + "\n"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--yanzhen", default=ROOT / "build/release/tools/yanzhen", help="the program")
    options.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    options.add_argument("--people", type=int, default=300, help="people for whom one agent stands")
    options.add_argument("--threads", type=int, default=1, help="0 = all cores")
    options.add_argument("--only", nargs="+", choices=sorted(FACTS), metavar="NAME", help="some scenarios")
    options.add_argument("--runs", type=pathlib.Path, default=ROOT / "runs/policies", help="folder of the run files")
    options.add_argument("--reuse", action="store_true", help="run only what lacks a finished run file")
    options.add_argument("--into", type=pathlib.Path, help="a Markdown file, replaced; otherwise standard output")
    asked = options.parse_args()
    asked.runs.mkdir(parents=True, exist_ok=True)
    names = asked.only or list(FACTS)
    needed = dict.fromkeys(["baseline", *(OTHER_BASE[name] for name in names if name in OTHER_BASE), *names])
    for seed in asked.seeds:
        for name in needed:
            run(asked, name, seed)
    text = page(asked, names)
    if asked.into is None:
        print(text, end="")
    else:
        asked.into.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
