"""check, list and new: what a scenario says, what there is, and where to begin."""
import json
import shutil
import unittest

from support import CommandTest, DELTA, SOURCE, TINY


class Check(CommandTest):
    def test_a_right_scenario_is_printed_in_full_and_nothing_is_written(self):
        done = self.call("check", TINY)
        for part in ("[time]", "[parameters]", 'title = "Four invented cities"', "seed = 1"):
            self.assertIn(part, done.stdout)
        self.assertEqual(self.files(), [])

    def test_what_is_printed_says_the_same_again(self):
        once = self.call("check", TINY, "--seed", "7", "--set", "firms.distance=0.5").stdout
        self.assertIn("seed = 7", once)
        self.assertIn('"firms.distance" = 0.5', once)
        shutil.copytree(SOURCE / "scenarios" / "tiny" / "data", self.folder / "copy" / "data")
        (self.folder / "copy" / "again.toml").write_text(once)
        self.assertEqual(self.call("check", "copy/again.toml").stdout, once)

    def test_the_delta_is_right(self):
        self.call("check", DELTA)


class List(CommandTest):
    def rows(self, *words):
        return json.loads(self.call("list", *words, "--json").stdout)

    def test_every_parameter_has_unit_range_and_meaning_and_its_default_is_in_range(self):
        rows = self.rows("parameters")
        self.assertGreater(len(rows), 10)
        for row in rows:
            low, high = map(float, row["range"].split(" to "))
            self.assertTrue(low <= row["default"] <= high, row)
            self.assertTrue(row["unit"] and row["meaning"], row)

    def test_parameters_of_a_scenario_show_its_values_beside_the_defaults(self):
        rows = self.rows("parameters", TINY, "--set", "firms.distance=0.25")
        self.assertEqual([row["value"] for row in rows if row["parameter"] == "firms.distance"], [0.25])
        for what in ("parameters", "tables"):
            everything = self.rows(what)
            for model in {row["model"] for row in everything}:
                own = [{key: row[key] for key in row if key != "model"} for row in everything if row["model"] == model]
                self.assertEqual(self.rows(what, model), own)

    def test_models_tables_and_panels_are_there(self):
        self.assertIn("industry_migration", [row["model"] for row in self.rows("models")])
        self.assertIn("cities", [row["table"] for row in self.rows("tables")])
        panels = self.rows("panels", TINY)
        self.assertTrue(panels)
        for panel in panels:
            self.assertIn(panel["group"], ("state", "flow", "index"))
            self.assertTrue(panel["unit"] and panel["meaning"], panel)

    def test_cities_have_code_names_and_province_and_line_up(self):
        self.assertEqual(len(self.rows("cities", DELTA)), 41)
        self.assertEqual(list(self.rows("cities", TINY)[0]), ["code", "name_zh", "name_en", "province"])
        lines = self.call("list", "cities", TINY).stdout.splitlines()
        # Each Chinese letter is two columns: then all English names begin in the column of their heading.
        at = lines[0].index("name_en")
        for line in lines[1:]:
            wide = sum(ord(letter) > 0x2E80 for letter in line)
            self.assertEqual(line[at - wide - 1], " ", line)
            self.assertNotEqual(line[at - wide], " ", line)

    def test_scenarios_of_this_folder_are_found_before_those_of_the_sources(self):
        self.assertIn("Four invented cities", self.call("list", "scenarios").stdout)
        (self.folder / "scenarios" / "mine").mkdir(parents=True)
        (self.folder / "scenarios" / "mine" / "a.toml").write_text(f'extends = "{TINY}"\ntitle = "我的"\n')
        (self.folder / "scenarios" / "mine" / "b.toml").write_text("title =\n")
        rows = self.rows("scenarios")
        self.assertEqual([row["scenario"] for row in rows], ["scenarios/mine/a.toml", "scenarios/mine/b.toml"])
        self.assertEqual(rows[0]["title"], "我的")
        self.assertIn("errors", rows[1]["title"])

    def test_every_policy_rule_says_what_it_does_what_to_look_at_its_source_and_its_fields(self):
        common = {"rule", "name", "enabled", "start", "end", "ramp_years", "strength"}
        rules = self.rows("policies")
        offered = [(rule["name"], model) for rule in rules for model in rule["models"]]
        self.assertEqual(len(set(offered)), len(offered))
        for rule in rules:
            for key in ("name", "name_zh", "does", "look_at", "source", "example"):
                self.assertTrue(rule[key], (rule["name"], key))
            names = [field["name"] for field in rule["fields"]]
            self.assertEqual(len(set(names)), len(names), rule["name"])
            self.assertFalse(common & set(names), rule["name"])
            for field in rule["fields"]:
                with self.subTest(rule=rule["name"], field=field["name"]):
                    self.assertTrue(field["meaning"])
                    self.assertTrue(field["unit"] or field["kind"] in ("flag", "word", "words"))
                    self.assertTrue(field["schedule_key"] or field["kind"] != "schedule")
                    self.assertTrue(field["words"] or field["kind"] not in ("word", "words"))

    def test_policies_are_pages_with_the_keys_of_every_policy_once_or_there_are_none_and_that_is_said(self):
        rules = self.rows("policies", "industry_migration")
        done = self.call("list", "policies")
        if not rules:
            self.assertEqual(done.stdout, "")
            self.assertIn("no policy rules yet", done.stderr)
            return
        self.assertEqual(done.stderr, "")
        self.assertEqual(done.stdout.count("- `ramp_years`: "), 1)
        for rule in rules:
            page = self.call("list", "policies", rule["name"]).stdout
            self.assertTrue(page.startswith(f"## {rule['name']} ({rule['name_zh']})\n"), page)
            for part in page.split("\n## "):  # one page for each kind of model that has a rule of this name
                self.assertIn(part.strip(), done.stdout)
            named = self.rows("policies", rule["name"])
            self.assertEqual({row["name"] for row in named}, {rule["name"]})
            self.assertIn(rule, named)

    def test_every_example_of_a_policy_can_be_pasted_into_a_scenario_of_the_delta(self):
        for rule in self.rows("policies", "industry_migration"):
            with self.subTest(rule=rule["name"]):
                text = f'title = "{rule["name"]}"\nextends = "{DELTA}"\n{rule["example"]}\n'
                (self.folder / "mine.toml").write_text(text)
                self.assertIn(f'rule = "{rule["name"]}"', self.call("check", "mine.toml").stdout)

    def test_the_page_of_rules_beside_the_model_is_what_the_command_prints(self):
        page = SOURCE / "models" / "industry_migration" / "POLICIES.md"
        self.assertEqual(self.call("list", "policies", "industry_migration").stdout, page.read_text(),
                         "renew it: yanzhen list policies industry_migration > models/industry_migration/POLICIES.md")

    def test_every_policy_scenario_of_the_delta_is_right(self):
        files = sorted((SOURCE / "scenarios" / "yangtze-delta" / "policies").glob("*.toml"))
        told = "".join(self.call("check", file, "--set", "scale.people_per_agent=2000").stdout for file in files)
        for rule in self.rows("policies", "industry_migration"):
            self.assertIn(f'rule = "{rule["name"]}"', told)

    def test_a_rule_that_there_is_not_is_refused_with_the_nearest(self):
        rules = self.rows("policies")
        self.assertIn('no policy rule is called "zzz"', self.call("list", "policies", "zzz", expect=2).stderr)
        if rules:
            name = rules[0]["name"]
            text = self.call("list", "policies", name[:-1] + "#", expect=2).stderr
            self.assertIn(f"did you mean {name}?", text)

    def test_what_cannot_be_listed_is_refused(self):
        self.assertIn("did you mean parameters?", self.call("list", "paramters", expect=2).stderr)
        self.assertIn("needs a scenario", self.call("list", "cities", expect=2).stderr)
        self.assertIn("did you mean industry_migration?", self.call("list", "tables", "industry_migraton", expect=2).stderr)
        self.assertIn("neither a model nor a scenario", self.call("list", "parameters", "zzz.toml", expect=2).stderr)


class New(CommandTest):
    def test_a_new_scenario_is_right_as_it_is_and_gives_what_its_base_gives(self):
        self.call("new", "我的 scenario", "--from", TINY)
        self.assertEqual(self.files(), ["我的 scenario.toml"])
        self.call("check", "我的 scenario.toml")
        mine = json.loads(self.call("run", "我的 scenario.toml", "-o", "mine.h5", "--json").stdout)
        base = json.loads(self.call("run", TINY, "-o", "base.h5", "--json").stdout)
        self.assertEqual(mine["checksum"], base["checksum"])

    def test_without_a_base_it_starts_from_the_delta(self):
        self.call("new", "mine")
        self.assertIn("baseline.toml", (self.folder / "mine.toml").read_text())
        self.call("check", "mine.toml")

    def test_every_line_that_is_a_comment_may_be_taken_in(self):
        self.call("new", "mine.toml", "--from", TINY)
        file = self.folder / "mine.toml"
        lines = [line[2:] if " = " in line and line.startswith("# ") else line for line in file.read_text().splitlines()]
        file.write_text("\n".join(lines) + "\n")
        self.call("check", "mine.toml")

    def test_what_exists_is_replaced_only_by_force(self):
        (self.folder / "mine.toml").write_text("precious")
        self.assertIn("mine.toml exists", self.call("new", "mine", "--from", TINY, expect=2).stderr)
        self.assertEqual((self.folder / "mine.toml").read_text(), "precious")
        self.call("new", "mine", "--from", TINY, "--force")
        self.assertIn("extends", (self.folder / "mine.toml").read_text())

    def test_nothing_is_written_where_the_base_or_the_name_is_wrong(self):
        self.call("new", "mine", "--from", "nothing.toml", expect=2)
        self.assertIn("not a folder", self.call("new", "nowhere/mine", expect=2).stderr)
        self.assertIn("no name", self.call("new", ".toml", expect=2).stderr)
        self.assertEqual(self.files(), [])

    def test_a_scenario_cannot_replace_what_it_starts_from(self):
        self.call("new", "mine", "--from", TINY)
        before = (self.folder / "mine.toml").read_text()
        self.assertIn("cannot start from itself", self.call("new", "mine", "--from", "mine.toml", "--force", expect=2).stderr)
        self.assertEqual((self.folder / "mine.toml").read_text(), before)


if __name__ == "__main__":
    unittest.main()
