"""plot: figures as SVG, read back with an XML parser; numbers against h5py where it is there."""
import re
import shutil
import unittest
import xml.etree.ElementTree as ElementTree

from support import CommandTest, DELTA, SOURCE, TINY, h5py

SVG = "{http://www.w3.org/2000/svg}"
YANZHEN = "{urn:yanzhen:figure}"
TAX = str(SOURCE / "scenarios" / "teaching" / "05-tax-race" / "race.toml")


class PlotTest(CommandTest):
    def run_tiny(self, name, *words, scenario=TINY):
        self.call("run", scenario, "-o", name, "--quiet", "--force", *words)
        return name

    def plot(self, *words, output="x.svg"):
        self.call("plot", *words, "-o", output, "--force")
        return ElementTree.parse(self.folder / output).getroot()

    def refuse(self, *words, output="x.svg"):
        before = self.files()
        message = self.call("plot", *words, "-o", output, expect=2).stderr
        self.assertEqual(self.files(), before)
        return message


def of_class(root, name):
    return [one for one in root.iter() if one.get("class") == name]


def points_of(path):
    return [tuple(map(float, pair.split(","))) for pair in re.findall(r"[-\d.]+,[-\d.]+", path.get("d"))]


def scale_of(root, axis):
    """From a value to a coordinate, by the first and last tick."""
    ticks = of_class(root, axis + "-tick")
    place = (lambda tick: points_of(tick)[0][axis == "y"])
    (a, pa), (b, pb) = ((float(t.get("data-value")), place(t)) for t in (ticks[0], ticks[-1]))
    return lambda value: pa + (value - a) / (b - a) * (pb - pa)


def fact(root, name):
    return [one.text for one in root.iter(YANZHEN + name)]


class Numbers(PlotTest):
    @unittest.skipIf(h5py is None, "no h5py")
    def test_lines_run_through_the_numbers_of_the_file(self):
        run = self.run_tiny("a.h5")
        root = self.plot(run, "--what", "timeline", "--panel", "residents", "--by", "city")
        residents = h5py.File(self.folder / run, "r")["residents"][:]
        labels = [one.decode() for one in h5py.File(self.folder / run, "r")["city"][:]]
        lines = of_class(root, "line")
        self.assertEqual(len(lines), 4)
        x, y = scale_of(root, "x"), scale_of(root, "y")
        factor = 1e-3  # "thousand persons": the largest city has 180,000
        for line in lines:
            points = points_of(line)
            self.assertEqual(len(points), len(residents))
            for year, value, (px, py) in zip(range(2000, 2011), residents[:, labels.index(line.get("data-key"))], points):
                self.assertAlmostEqual(px, x(year), delta=0.03)  # coordinates have two places; ticks and points are rounded
                self.assertAlmostEqual(py, y(value * factor), delta=0.03)

    @unittest.skipIf(h5py is None, "no h5py")
    def test_a_map_fills_cities_by_the_change_in_the_file(self):
        run = self.run_tiny("a.h5")
        root = self.plot(run, "--what", "map", "--panel", "residents", "--since", "2000", "--at", "2005")
        residents = h5py.File(self.folder / run, "r")["residents"][:]
        labels = [one.decode() for one in h5py.File(self.folder / run, "r")["city"][:]]
        cities = [one for one in root.iter() if one.get("data-city")]
        self.assertEqual([one.get("data-city") for one in cities], labels)
        for k, city in enumerate(cities):
            change = 100 * (residents[5, k] / residents[0, k] - 1)
            self.assertAlmostEqual(float(city.get("data-value")), change, delta=1e-9)
            red, blue = (int(city.get("fill")[at:at + 2], 16) for at in (1, 5))
            self.assertEqual(blue > red, change >= 0)  # blue above, orange below

    @unittest.skipIf(h5py is None, "no h5py")
    def test_arrows_are_the_largest_flows_of_the_file(self):
        run = self.run_tiny("a.h5")
        root = self.plot(run, "--what", "flows", "--flow", "firms", "--top", "3")
        flows = h5py.File(self.folder / run, "r")["flows/firm_flows"][:].sum(axis=(0, 1))[:4, :4]
        largest = sorted((flows[i, j] for i in range(4) for j in range(4) if i != j and flows[i, j] > 0), reverse=True)[:3]
        factor = 1e-3 if largest[0] >= 1000 else 1
        drawn = [float(one.get("data-value")) for one in of_class(root, "flow")]
        self.assertEqual(len(drawn), len(largest))
        for found, expected in zip(drawn, largest):
            self.assertAlmostEqual(found, expected * factor, delta=1e-9 * expected)

    def test_replicates_have_a_band_and_scenarios_a_line_each(self):
        bases = [self.run_tiny(f"b{seed}.h5", "--seed", seed) for seed in (1, 2, 3)]
        policies = [self.run_tiny(f"p{seed}.h5", "--seed", seed, "--set", "firms.relocation.sensitivity=2") for seed in (1, 2, 3)]
        root = self.plot(*bases, *policies, "--what", "timeline", "--panel", "theil")
        self.assertEqual((len(of_class(root, "line")), len(of_class(root, "band"))), (2, 2))
        self.assertEqual(fact(root, "seed"), ["1", "2", "3"] * 2)
        root = self.plot(*bases, *policies, "--what", "timeline", "--panel", "theil", "--difference")
        self.assertEqual(len(of_class(root, "line")), 1)
        self.assertIn("--difference", self.refuse(*bases, *policies, "--what", "map", output="y.svg"))

    def test_a_small_model_shows_an_index_over_time(self):
        run = self.run_tiny("tax.h5", scenario=TAX)
        for panel, lines in (("mean_tax", 1), ("tax", 4)):
            self.assertEqual(len(of_class(self.plot(run, "--what", "timeline", "--panel", panel), "line")), lines)

    def test_the_delta_has_an_outline_for_each_city(self):
        run = self.run_tiny("d.h5", "--set", "scale.people_per_agent=8000", "--set", "time.end=2012-01", scenario=DELTA)
        root = self.plot(run, "--what", "map", "--panel", "residents", "--lang", "zh", "--top", "41")
        shapes = [one for one in root.iter(SVG + "path") if one.get("data-city")]
        self.assertEqual(len(shapes), 41)
        self.assertIn("上海", [one.text for one in root.iter(SVG + "text")])


class Texts(PlotTest):
    def test_metadata_say_where_a_figure_comes_from(self):
        self.run_tiny("a.h5", "--seed", "7")
        root = self.plot("a.h5", "--what", "timeline", "--panel", "residents", "--at", "2005")
        self.assertEqual(fact(root, "file"), ["a.h5"])
        self.assertEqual(fact(root, "seed"), ["7"])
        self.assertRegex(fact(root, "checksum")[0], "^[0-9a-f]{16}$")
        self.assertEqual(fact(root, "to"), ["2005-01-01"])
        self.assertEqual(fact(root, "panel"), ["residents"])
        self.assertTrue(root.find(SVG + "title").text.startswith("Four invented cities"))

    def test_equal_input_gives_equal_bytes(self):
        self.run_tiny("a.h5")
        for what in ("map", "timeline", "flows"):
            one, other = (self.plot("a.h5", "--what", what, output=name) and (self.folder / name).read_bytes()
                          for name in ("one.svg", "other.svg"))
            self.assertEqual(one, other)

    def test_hostile_names_are_text(self):
        shutil.copytree(SOURCE / "scenarios" / "tiny", self.folder / "tiny")
        for name in ("cities.csv", "links.csv", "specialisation.csv", "adjacency.csv"):
            file = self.folder / "tiny" / "data" / name
            text = file.read_text(encoding="utf-8")
            text = text.replace("Crane Bay", "<script>alert(1)</script> {/Symbol a} `id` \\\\").replace("雾岛市", "א" * 40)
            file.write_text(text, encoding="utf-8")
        title = "'</title><script>&" + "长" * 10000 + "'"
        self.run_tiny("a.h5", "--set", "title=" + title, scenario="tiny/tiny.toml")
        for what in ("map", "timeline", "flows"):
            root = self.plot("a.h5", "--what", what)
            self.assertEqual(list(root.iter(SVG + "script")), [])
            self.assertTrue(root.find(SVG + "title").text.startswith("</title><script>&长"))
            self.assertLess(max(len(one.text or "") for one in root.iter()), 400)


class Mistakes(PlotTest):
    def test_what_is_not_there_is_told_with_the_nearest_name(self):
        self.run_tiny("a.h5")
        for words, expected in ((["--what", "mapp"], "map"), (["--what", "timeline", "--panel", "residnts"], "did you mean residents?"),
                                (["--what", "timeline", "--pick", "Crane Bai"], "did you mean Crane Bay?"),
                                (["--what", "map", "--at", "1990"], "the first record is of 2000-01-01"),
                                (["--what", "map", "--at", "soon"], "allowed is a date"),
                                (["--what", "map", "--by", "city"], "--by says nothing to --what map"),
                                (["--what", "timeline", "--panel", "wage"], "choose one"),
                                ([], "--what")):
            self.assertIn(expected, self.refuse("a.h5", *words))
        self.assertIn(".svg", self.refuse("a.h5", "--what", "map", output="x.png"))

    def test_a_file_that_is_there_is_not_replaced_without_force(self):
        self.run_tiny("a.h5")
        (self.folder / "x.svg").write_text("mine")
        self.assertIn("--force", self.refuse("a.h5", "--what", "map"))
        self.assertEqual((self.folder / "x.svg").read_text(), "mine")

    def test_a_map_of_cities_without_places_says_so(self):
        self.run_tiny("tax.h5", scenario=TAX)
        self.assertIn("neither outlines nor positions", self.refuse("tax.h5", "--what", "map", "--panel", "tax"))

    def test_a_scenario_that_was_moved_can_be_named(self):
        shutil.copytree(SOURCE / "scenarios" / "tiny", self.folder / "old")
        self.run_tiny("a.h5", scenario="old/tiny.toml")
        shutil.move(self.folder / "old", self.folder / "new")
        self.assertIn("--scenario", self.refuse("a.h5", "--what", "map"))
        self.plot("a.h5", "--what", "map", "--scenario", "new/tiny.toml")


if __name__ == "__main__":
    unittest.main()
