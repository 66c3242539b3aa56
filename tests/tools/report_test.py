"""report: the numbers of a page are those of the run file, hostile texts stay texts, sizes stay small."""
import base64
import csv
import html.parser
import json
import os
import pathlib
import shutil
import subprocess
import unittest

from support import CommandTest, SOURCE, TINY, YANZHEN, h5py

if h5py is not None:
    import numpy

TEACHING = SOURCE / "scenarios" / "teaching"
PARK = SOURCE / "scenarios" / "yangtze-delta" / "policies" / "suzhou-chuzhou-park.toml"
T_975 = {1: 12.706204736174694, 2: 4.302652729749462}  # of Student's distribution, by degrees of freedom: tan(pi (p - 1/2)),
#                                                        and (2 p - 1) sqrt(2 / (4 p (1 - p)))


class Scripts(html.parser.HTMLParser):
    """What a browser finds in a page: tags, and the text of the script with the data."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.data, self.title, self._inside = [], "", "", ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self._inside = "data" if dict(attributes).get("id") == "data" else tag

    def handle_endtag(self, tag):
        self._inside = ""

    def handle_data(self, data):
        if self._inside in ("data", "title"):
            setattr(self, self._inside, getattr(self, self._inside) + data)


class ReportTest(CommandTest):
    def run_tiny(self, name, *words):
        self.call("run", TINY, "-o", name, "--quiet", "--force", *words)
        return name

    def data(self, *words):
        return json.loads(self.call("report", *words, "--json").stdout)

    def page(self, *words, name="page.html"):
        """What a browser finds in the page of these files."""
        self.call("report", *words, "-o", name, "--force")
        return Scripts((self.folder / name).read_text(encoding="utf-8"))

    def refuse(self, *words):
        done = self.call("report", *words, expect=2)
        self.assertEqual(done.stdout, "")
        return done.stderr

    def copy_of_tiny(self):
        """The scenario with tables of its own that may be broken."""
        shutil.copytree(SOURCE / "scenarios" / "tiny", self.folder / "own")
        return self.folder / "own" / "tiny.toml"


def has_page():
    """False where yanzhen was built without the page."""
    return "without the page" not in subprocess.run([YANZHEN, "report", "x.h5"], capture_output=True, text=True).stderr


def unpack(packed):
    head, numbers = packed.split(":")
    assert head == "f64"
    return numpy.frombuffer(base64.b64decode(numbers, validate=True), dtype="<f8")


@unittest.skipIf(h5py is None, "no h5py")
class Numbers(ReportTest):
    def compare_with_file(self, data, path, view=0):
        """Every panel of a view against the file, bit for bit. Returns how many there were."""
        with h5py.File(self.folder / path, "r") as file:
            for name, panel in data["views"][view]["panels"].items():
                array = file["flows/" + name if panel["group"] == "flow" else name]
                wanted = array[...].astype("<f8")
                self.assertEqual(unpack(panel["values"]).tobytes(), wanted.tobytes(), name)
                self.assertEqual(panel["unit"], array.attrs["units"].decode() if isinstance(array.attrs["units"], bytes)
                                 else array.attrs["units"])
                shape = [len(data["dimensions"][one]["labels"]) for one in panel["dimensions"]]
                self.assertEqual([len(data["dates"]), *shape], list(wanted.shape), name)
        return len(data["views"][view]["panels"])

    def test_panels_of_a_run_are_those_of_the_file_bit_for_bit(self):
        data = self.data(self.run_tiny("a.h5"))
        with h5py.File(self.folder / "a.h5", "r") as file:
            recorded = [one for one in file.attrs["recorded"].decode().split("\n") if one not in ("time", "step")]
            between = [one for one in recorded if one.startswith("flows/") and file[one].ndim >= 3 and
                       file[one].shape[-1] == file[one].shape[-2] == 5]
            self.assertEqual(f"{int(file.attrs['checksum']):016x}", data["runs"][0]["checksum"])
            self.assertEqual(file.attrs["scenario"].decode(), data["runs"][0]["scenario"])
        self.assertEqual(self.compare_with_file(data, "a.h5"), len(recorded) - len(between))
        self.assertEqual(data["left_out"], [])
        self.assertEqual(data["format"], 1)
        self.assertEqual(data["kind"], "run")
        self.assertNotIn("low", data["views"][0]["panels"]["residents"])

    def test_all_models_give_data(self):
        scenarios = {"increasing_returns_urn": "01-urn/urn.toml", "core_periphery": "03-core-and-periphery/ring.toml",
                     "tax_game": "05-tax-race/race.toml"}
        runs = {model: self.folder / f"{model}.h5" for model in scenarios}
        for model, scenario in scenarios.items():
            self.call("run", TEACHING / scenario, "-o", runs[model], "--quiet")
        lesson = TEACHING / "03-core-and-periphery"
        for model in ("footloose_entrepreneur", "logit_agglomeration"):
            text = (lesson / "two-regions.toml").read_text().split("[parameters]")[0]
            text = text.replace('"core_periphery"', f'"{model}"').replace('"data/', f'"{lesson}/data/')
            (self.folder / f"{model}.toml").write_text(text)
            runs[model] = self.folder / f"{model}.h5"
            self.call("run", self.folder / f"{model}.toml", "-o", runs[model], "--quiet")
        for model, run in runs.items():
            with self.subTest(model=model):
                data = self.data(run)
                self.assertEqual(data["runs"][0]["model"], model)
                self.assertGreater(self.compare_with_file(data, run.name), 3)
                self.assertEqual(len(data["views"][0]["moves"]), 1)

    def test_moves_are_the_largest_of_each_record(self):
        data = self.data(self.run_tiny("a.h5"))
        moves = data["views"][0]["moves"]
        self.assertEqual(sorted(moves), ["capital", "firms", "talent"])
        panels = {"firms": ["firm_flows", "branch_flows"], "talent": ["talent_flows"], "capital": ["capital_flows"]}
        with h5py.File(self.folder / "a.h5", "r") as file:
            for word, names in panels.items():
                matrix = sum(file["flows/" + name][...].reshape(len(data["dates"]), -1, 5, 5).sum(axis=1) for name in names)
                self.assertEqual(moves[word]["panel"], " + ".join(names))
                self.assertGreater(sum(map(len, moves[word]["by_record"])), 0)
                for found, wanted in zip(moves[word]["by_record"], matrix):
                    numpy.fill_diagonal(wanted, 0)
                    self.assertEqual(len(found), numpy.count_nonzero(wanted))
                    sizes = [abs(amount) for _, _, amount in found]
                    self.assertEqual(sizes, sorted(sizes, reverse=True))
                    for origin, destination, amount in found:  # sums of three numbers in another order
                        self.assertAlmostEqual(amount, wanted[origin, destination], delta=1e-12 * abs(amount))

    def test_transfers_are_all_there_by_place(self):
        tax = SOURCE / "scenarios" / "yangtze-delta" / "policies" / "tax-sharing-all.toml"
        self.call("run", tax, "-o", "a.h5", "--quiet", "--set", "scale.people_per_agent=20000", "--set", "time.end=2018-01",
                  "--set", "policy.sharing.start=2011-01")
        data = self.data("a.h5")
        places = data["dimensions"]["place"]["labels"]
        with h5py.File(self.folder / "a.h5", "r") as file:
            origins = [one.decode() for one in file["origin"][...]]
            for found, wanted in zip(data["views"][0]["transfers"]["by_record"], file["flows/transfers"][...]):
                numpy.fill_diagonal(wanted, 0)
                self.assertEqual({(places[a], places[b]): amount for a, b, amount in found},
                                 {(origins[a], origins[b]): wanted[a, b] for a, b in numpy.argwhere(wanted)})
            self.assertGreater(len(data["views"][0]["transfers"]["by_record"][-1]), 60)

    def test_means_intervals_and_differences_are_those_of_numpy(self):
        seeds = (1, 2, 3)
        bases = [self.run_tiny(f"b{seed}.h5", "--seed", seed) for seed in seeds]
        policies = [self.run_tiny(f"p{seed}.h5", "--seed", seed, "--set", "firms.distance=0.3",
                                  "--set", "title=<script>park") for seed in seeds]
        data = self.data(*bases, *policies)
        self.assertEqual(data["kind"], "comparison")
        self.assertEqual([view["kind"] for view in data["views"]], ["level", "level", "difference"])
        self.assertEqual([view["seeds"] for view in data["views"]], [3, 3, 3])
        self.assertEqual(data["views"][2]["name"]["en"], "<script>park less Four invented cities")

        def read(files, name, group):
            return numpy.array([h5py.File(self.folder / one, "r")["flows/" + name if group == "flow" else name][...]
                                for one in files], dtype="f8").reshape(len(files), -1)

        for name, entry in data["views"][0]["panels"].items():
            base, policy = read(bases, name, entry["group"]), read(policies, name, entry["group"])
            for view, sample in zip(data["views"], (base, policy, policy - base)):
                panel = view["panels"][name]
                half = T_975[2] * sample.std(axis=0, ddof=1) / numpy.sqrt(3)
                near = 1e-12 * numpy.abs(sample).max() + 1e-300  # roundings of sums of three
                for key, wanted in (("values", sample.mean(axis=0)), ("low", sample.mean(axis=0) - half),
                                    ("high", sample.mean(axis=0) + half)):
                    numpy.testing.assert_allclose(unpack(panel[key]), wanted, rtol=1e-9, atol=near, err_msg=f"{name} {key}")

    def test_seeds_of_one_scenario_are_one_view(self):
        data = self.data(self.run_tiny("b1.h5", "--seed", 1), self.run_tiny("b2.h5", "--seed", 2), "b1.h5")
        self.assertEqual([view["seeds"] for view in data["views"]], [2])
        self.assertEqual(data["views"][0]["runs"], [0, 1])
        self.assertIn("b1.h5 is left out", data["notes"][0]["en"])

    def test_a_sweep_gives_means_effects_and_series(self):
        (self.folder / "s.toml").write_text(
            f'title = "S"\nscenario = "{TINY}"\nreplicates = 2\n[set]\n"time.end" = "2003-01"\n[design]\nkind = "grid"\n'
            '[factor.distance]\npath = "firms.distance"\nvalues = [0.2, 0.9]\n[keep]\nindices = ["theil", "gini"]\n')
        self.call("sweep", "s.toml", "-o", "s.sweep.h5", "--quiet")
        data = self.data("s.sweep.h5")
        self.assertEqual(data["kind"], "sweep")
        sweep = data["sweep"]
        with h5py.File(self.folder / "s.sweep.h5", "r") as file:
            series = file["index_series"][...].reshape(2, 2, -1, 2)  # points, replicates, records, indices
            self.assertEqual(unpack(sweep["factor_values"]).tolist(), [0.2, 0.9])
            numpy.testing.assert_allclose(unpack(sweep["series_mean"]), series.mean(axis=1).ravel(), rtol=1e-14)
            numpy.testing.assert_allclose(unpack(sweep["mean"]), series[:, :, -1].mean(axis=1).ravel(), rtol=1e-14)
            numpy.testing.assert_allclose(unpack(sweep["deviation"]), series[:, :, -1].std(axis=1, ddof=1).ravel(), rtol=1e-9)
            self.assertEqual(len(data["dates"]), series.shape[2])
        self.assertEqual([(one["index"], one["factor"]) for one in sweep["effects"]], [(0, 0), (1, 0)])
        self.assertEqual([one["label"] for one in sweep["effects"][0]["levels"]], ["0.2", "0.9"])
        self.assertIsNone(sweep["sobol"])

    @unittest.skipUnless(has_page(), "built without the page")
    def test_the_page_holds_the_same_data_as_json(self):
        self.run_tiny("a.h5")
        self.assertEqual(json.loads(self.page("a.h5").data), self.data("a.h5"))


class HostileTexts(ReportTest):
    TITLES = ["</script><script>alert(1)</script>", "<!--<script>", "\"'&amp;<img src=x onerror=alert(1)>",
              "\u202eright to left\u202c עברית العربية", "\u2028\u2029", "{{program}}{{data}}", "字" * 10000]

    @unittest.skipUnless(has_page(), "built without the page")
    def test_titles_questions_and_names_are_data_and_never_markup(self):
        clean = self.page(self.run_tiny("clean.h5"))
        for title in self.TITLES:
            with self.subTest(title=title[:40]):
                scenario = self.copy_of_tiny()
                text = scenario.read_text()
                quoted = json.dumps(title)  # TOML reads JSON's escapes
                text = text.replace('"Four invented cities"', quoted).replace('"Does a bridge', quoted[:-1] + " Does a bridge")
                scenario.write_text(text)
                names = scenario.parent / "data" / "cities.csv"
                name = title[:300].replace('"', '""').replace("\u2028", " ").replace("\u2029", " ")
                names.write_text(names.read_text().replace("Crane Bay", f'"{name}"'))
                self.call("run", scenario, "-o", "hostile.h5", "--quiet", "--force")
                page = self.page("hostile.h5")
                self.assertEqual(page.tags, clean.tags)
                self.assertNotRegex(page.data, "[<>&\u2028\u2029]")
                data = json.loads(page.data)
                self.assertEqual(data["title"], title)
                self.assertEqual(data["runs"][0]["title"], title)
                self.assertIn("</title>" if "</title>" in title else title[:10], page.title)
                shutil.rmtree(scenario.parent)

    @unittest.skipIf(h5py is None, "no h5py")
    def test_what_is_no_utf8_is_replaced(self):
        self.run_tiny("a.h5")
        with h5py.File(self.folder / "a.h5", "r+") as file:
            for name in ("title", "notes"):
                text = b"bad \xff\xc3 bytes"
                file.attrs.create(name, numpy.array(text, dtype=h5py.string_dtype("utf-8", len(text))))
        data = self.data("a.h5")
        self.assertIn("\ufffd", data["title"])
        self.assertIn("\ufffd", data["runs"][0]["notes"][0])


class Places(ReportTest):
    def test_cities_have_their_places_provinces_and_names(self):
        city = self.data(self.run_tiny("a.h5"))["dimensions"]["city"]
        with open(SOURCE / "scenarios" / "tiny" / "data" / "cities.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(city["labels"], [row["name_zh"] for row in rows])
        self.assertEqual(city["en"], [row["name_en"] for row in rows])
        self.assertEqual(city["province"], [row["province"] for row in rows])
        self.assertEqual([city["lon"], city["lat"]], [[float(row[one]) for row in rows] for one in ("lon", "lat")])

    def test_outlines_of_the_delta_are_of_its_cities(self):
        self.call("run", PARK, "-o", "a.h5", "--quiet", "--set", "scale.people_per_agent=20000", "--set", "time.end=2013-01")
        data = self.data("a.h5")
        self.assertEqual(sorted(one["properties"]["label"] for one in data["outlines"]["features"]),
                         sorted(data["dimensions"]["city"]["labels"]))
        self.assertTrue(all(list(one["properties"]) == ["label"] for one in data["outlines"]["features"]))
        self.assertEqual(data["links"], [{"from": "苏州市", "to": "滁州市", "name": "su_chu_park", "from_date": "2012-01-01",
                                          "to_date": None}])
        self.assertIn("origin Suzhou, host Chuzhou, capacity 36 km2", data["runs"][0]["policies"][0]["text_en"])
        self.assertIn("飞出地 苏州市，飞入地 滁州市，园区面积 36 平方公里", data["runs"][0]["policies"][0]["text_zh"])

    def test_tables_that_are_gone_leave_places_unknown_and_policies_told(self):
        scenario = self.copy_of_tiny()
        scenario.write_text(scenario.read_text() + '\n[[policy]]\nrule = "transport_link"\nfrom = "鹤湾"\nto = "Wheatfield"\n')
        self.call("run", scenario, "-o", "a.h5", "--quiet")
        shutil.rmtree(scenario.parent)
        data = self.data("a.h5")
        self.assertEqual(data["dimensions"]["city"]["lon"], [None] * 4)
        self.assertIn("where cities lie is not known", data["notes"][0]["en"])
        self.assertEqual(data["runs"][0]["policies"][0]["text_en"], "transport link: from Crane Bay, to Wheatfield")

    def test_tables_are_found_from_the_folder_of_the_run_file_and_above(self):
        self.copy_of_tiny()
        (self.folder / "runs").mkdir()
        self.call("run", "own/tiny.toml", "-o", "runs/a.h5", "--quiet")
        done = subprocess.run([YANZHEN, "report", str(self.folder / "runs" / "a.h5"), "--json"], cwd="/", capture_output=True,
                              text=True, check=True)
        self.assertEqual(json.loads(done.stdout)["notes"], [])

    def test_broken_and_hostile_outlines_are_left_out_with_a_note(self):
        scenario = self.copy_of_tiny()
        scenario.write_text(scenario.read_text().replace("[record]", 'outlines = "o.json"\n\n[record]'))
        ring = "[[[0,0],[2,0],[2,2],[0,0]]]"
        good = f'{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"name":"Crane Bay","evil":"</script>"}},' \
               f'"geometry":{{"type":"Polygon","coordinates":{ring}}}}}]}}'
        (scenario.parent / "o.json").write_text(good)
        self.call("run", scenario, "-o", "a.h5", "--quiet")
        data = self.data("a.h5")
        self.assertEqual(data["outlines"]["features"][0]["properties"], {"label": "鹤湾市"})
        self.assertNotIn("evil", json.dumps(data["outlines"]))
        for text in ("", "{", "[" * 1000000, good.replace("Crane Bay", "Atlantis"), good.replace("Polygon", "Tesseract"),
                     good.replace(ring, '"x"')):
            with self.subTest(text=text[:60]):
                (scenario.parent / "o.json").write_text(text)
                broken = self.data("a.h5")
                self.assertIsNone(broken["outlines"])
                self.assertIn("outlines are left out", broken["notes"][0]["en"])
                self.assertEqual(broken["dimensions"]["city"]["lon"], data["dimensions"]["city"]["lon"])


class Sizes(ReportTest):
    @unittest.skipUnless(has_page(), "built without the page")
    def test_forty_one_cities_over_thirty_years_are_below_four_megabytes(self):
        self.call("run", PARK, "-o", "a.h5", "--quiet", "--set", "scale.people_per_agent=20000")
        self.page("a.h5")
        self.assertLess((self.folder / "page.html").stat().st_size, 4_000_000)
        left_out = [one["panel"] for one in self.data("a.h5")["left_out"]]
        self.assertIn("mass", left_out)
        asked = self.data("a.h5", "--panel", "mass", "--panel", "firm_exits")
        self.assertIn("mass", asked["views"][0]["panels"])
        self.assertNotIn("mass", [one["panel"] for one in asked["left_out"]])

    @unittest.skipUnless(has_page(), "built without the page")
    def test_three_hundred_and_thirty_seven_cities_are_below_sixteen_megabytes(self):
        self.call("run", many_cities(self.folder, 337), "-o", "a.h5", "--quiet")
        data = json.loads(self.page("a.h5").data)
        self.assertLess((self.folder / "page.html").stat().st_size, 16_000_000)
        self.assertEqual(len(data["dimensions"]["city"]["labels"]), 337)
        for panel in ("residents", "value_added", "theil", "firms"):
            self.assertIn(panel, data["views"][0]["panels"])


def many_cities(folder, count):
    """The tiny scenario with so many cities on a ring, over thirty years in steps of one."""
    scenario = pathlib.Path(shutil.copytree(SOURCE / "scenarios" / "tiny", folder / "many")) / "tiny.toml"
    data = scenario.parent / "data"
    with open(data / "cities.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with open(data / "cities.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        for k in range(count):
            row = dict(rows[k % len(rows)], code=k + 1, name_zh=f"第{k + 1}市", name_en=f"City {k + 1}", lat=k % 20, lon=k // 20)
            writer.writerow(row)
    (data / "links.csv").write_text("from,to,mode,minutes\n" + "".join(f"{k + 1},{(k + 1) % count + 1},rail,30\n" for k in range(count)))
    (data / "adjacency.csv").write_text("a,b\n" + "".join(f"{k},{k + 1}\n" for k in range(1, count)))
    text = scenario.read_text().replace('end = "2010-01" ', 'end = "2030-01" ').replace('step = "quarter"', 'step = "year"')
    scenario.write_text(text.replace("people_per_agent = 100 ", "people_per_agent = 1000 "))
    return scenario


class Mistakes(ReportTest):
    def test_a_run_that_is_not_complete_says_so(self):
        if h5py is None:
            self.skipTest("no h5py")
        self.run_tiny("a.h5")
        with h5py.File(self.folder / "a.h5", "r+") as file:
            file.attrs["complete"] = numpy.int64(0)
        done = self.call("report", "a.h5", "--json")
        data = json.loads(done.stdout)
        self.assertFalse(data["runs"][0]["complete"])
        self.assertIn("a.h5 is not complete; its last record is of 2010-01-01", data["notes"][0]["en"])
        self.assertIn("a.h5 is not complete", done.stderr)

    def test_a_killed_run_is_shown_as_far_as_it_came(self):
        process = self.start("run", TINY, "--set", "time.step=month", "--set", "time.end=2900-01", "--set", "record.every=month",
                             "-o", "a.h5", "--quiet", "--checkpoint-every", "0")
        self.wait_for(lambda: (self.folder / "a.checkpoint").exists(), "a checkpoint")
        process.kill()
        process.communicate()
        data = self.data("a.h5")
        self.assertFalse(data["runs"][0]["complete"])
        self.assertGreater(len(data["dates"]), 1)

    def test_files_that_are_not_of_one_kind_are_refused(self):
        self.run_tiny("a.h5")
        self.call("run", TEACHING / "03-core-and-periphery" / "ring.toml", "-o", "b.h5", "--quiet")
        self.assertIn("b.h5 is a run of model core_periphery", self.refuse("a.h5", "b.h5"))
        self.run_tiny("c.h5", "--set", "time.start=2001-01")
        self.assertIn("record 1 of c.h5 is of 2001-01-01", self.refuse("a.h5", "c.h5"))

    def test_unknown_panels_and_languages_are_refused_with_the_nearest_name(self):
        self.run_tiny("a.h5")
        self.assertIn("did you mean residents?", self.refuse("a.h5", "--panel", "resident"))
        self.assertIn("went from place to place", self.refuse("a.h5", "--panel", "firm_flows"))
        self.assertIn("allowed are zh and en", self.refuse("a.h5", "--lang", "fr"))

    def test_what_is_no_run_file_fails_and_leaves_nothing(self):
        (self.folder / "a.h5").write_text("no")
        self.assertIn("a.h5", self.call("report", "a.h5", "--json", expect=1).stderr)
        self.call("report", "nothing.h5", "--json", expect=1)
        self.assertEqual(self.files(), ["a.h5"])

    @unittest.skipUnless(has_page(), "built without the page")
    def test_a_page_is_written_beside_its_run_and_never_replaced_unless_told(self):
        self.run_tiny("a.h5")
        self.call("report", "a.h5")
        self.assertEqual(self.files(), ["a.h5", "a.html"])
        self.assertIn("a.html exists", self.refuse("a.h5"))
        self.call("report", "a.h5", "--force")
        self.assertIn("is what the page is made of", self.refuse("a.h5", "-o", "a.h5", "--force"))
        self.assertIn("is a folder", self.refuse("a.h5", "-o", ".", "--force"))
        self.assertIn("is not a folder", self.refuse("a.h5", "-o", "no/page.html"))
        self.assertEqual(self.files(), ["a.h5", "a.html"])

    def test_the_language_is_that_of_the_environment_unless_said(self):
        self.run_tiny("a.h5")

        def language(environment, *words):
            own = {name: value for name, value in os.environ.items() if name not in ("LANG", "LC_ALL", "LC_MESSAGES")}
            return json.loads(self.call("report", "a.h5", "--json", *words, env={**own, **environment}).stdout)["lang"]

        self.assertEqual(language({}), "en")
        self.assertEqual(language({"LANG": "zh_CN.UTF-8"}), "zh")
        self.assertEqual(language({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}), "en")
        self.assertEqual(language({"LANG": "zh_CN.UTF-8"}, "--lang", "en"), "en")


if __name__ == "__main__":
    unittest.main()
