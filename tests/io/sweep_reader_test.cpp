#include "io/sweep_reader.hpp"

#include <doctest/doctest.h>

#include "io/scenario_merge.hpp"
#include "io/sweep_slurm_reader.hpp"
#include "io/toml_section.hpp"
#include "tests/io/sample_sweep_plan.hpp"
#include "tests/io/scenario_desk.hpp"

using namespace yanzhen;
using sample::Strings;

namespace {

// A folder with a scenario in which a test loads sweeps and looks at what is said of them.
class SweepDesk {
 public:
  SweepDesk() { folder.write("base.toml", "title = \"t\"\n"); }

  std::optional<SweepSettings> load(const std::string& text) {
    Problems problems;
    auto sweep = load_sweep(folder.write("sweep.toml", text), problems);
    CHECK(sweep.has_value() == !problems.any());
    messages.clear();
    hints.clear();
    for (const Diagnostic& one : problems.list()) {
      messages.push_back(folder.without_folder(to_text({one.where, one.problem, ""})));
      hints.push_back(folder.without_folder(one.hint));
    }
    return sweep;
  }
  // A sweep that must be right.
  SweepSettings sweep(const std::string& text) {
    auto found = load(text);
    CHECK(messages == Strings{});
    REQUIRE(found);
    return *found;
  }
  // The only thing that is said of a text, less "error: ", its place included: "7:3 what is wrong".
  std::string one_said_of(const std::string& text) {
    load(text);
    CHECK(messages.size() == 1);
    if (messages.size() != 1) return "";
    std::string said = messages.front().substr(std::string{"sweep.toml:"}.size());
    return said.erase(said.find(": error: "), 8);
  }

  sample::ScratchFolder folder;
  Strings messages;
  Strings hints;
};

const std::string kHead = "scenario = \"base.toml\"\n";
const std::string kGrid = kHead + "design.kind = \"grid\"\n";               // lines 1 and 2
const std::string kOne = "[factor.a]\npath = \"x\"\nvalues = [1, 2]\n";     // a factor in three lines
const std::string kRange = "[factor.a]\npath = \"x\"\nfrom = 1\nto = 5\n";  // lines 3 to 6 behind kGrid
const std::string kNamed = "[factor.b.levels]\nu = { \"y\" = 1 }\nv = {}\n";

std::string design(const std::string& text) { return kHead + "[design]\n" + text; }

std::string place_text(const Place& place) {
  return std::to_string(place.line) + ":" + std::to_string(place.column);
}

Strings names_of(const std::vector<FactorLevel>& levels) {
  Strings names;
  for (const FactorLevel& one : levels) names.push_back(one.name);
  return names;
}

Strings settings_of(const std::vector<FactorLevel>& levels) {
  Strings settings;
  for (const FactorLevel& one : levels)
    settings.insert(settings.end(), one.settings.begin(), one.settings.end());
  return settings;
}

bool same(const Strings& strings, const std::vector<std::string>& others) {
  return std::equal(strings.begin(), strings.end(), others.begin(), others.end());
}

}  // namespace

TEST_SUITE("io/sweep_reader") {
  TEST_CASE("every key arrives where it belongs, with its place") {
    SweepDesk desk;
    const SweepSettings sweep = desk.sweep(sample::kSweep);
    CHECK(desk.folder.without_folder(sweep.file) == "sweep.toml");
    CHECK(sweep.text == sample::kSweep);
    CHECK(sweep.title == "How much tax must a park share?");
    CHECK(sweep.question == "Which split?");
    CHECK(desk.folder.without_folder(sweep.scenario) == "base.toml");
    CHECK(place_text(sweep.scenario_where) == "3:12");
    CHECK(sweep.master_seed == 7);
    CHECK(sweep.replicates == 20);
    CHECK(same({"time.end=\"2020-01\"", "scale.people_per_agent=1000"}, sweep.settings));
    CHECK(place_text(sweep.settings_places.at(1)) == "8:28");
    CHECK(sweep.limits.seconds == 600.5);
    CHECK(sweep.limits.memory_mb == 2000);
    CHECK(sweep.limits.attempts == 5);
    CHECK(sweep.design.kind == DesignKind::list);
    CHECK(place_text(sweep.design.where) == "9:1");
    CHECK((sweep.design.list == std::vector<std::vector<double>>{{1, 0.5, 1}, {0, 0.1, 0}}));
  }

  TEST_CASE("factors and their levels come in the order of the file") {
    SweepDesk desk;
    const SweepSettings sweep = desk.sweep(sample::kSweep);
    REQUIRE(sweep.factors.size() == 3);
    const FactorSettings& split = sweep.factors[0];
    CHECK(split.name == "tax_split");
    CHECK(split.meaning == "share of the origin");
    CHECK(split.unit == "1");
    CHECK(place_text(split.where) == "11:9");
    CHECK_FALSE(split.named_levels);
    CHECK(names_of(split.levels) == Strings{"0", "0.25", "1"});
    CHECK(split.levels[1].number == 0.25);
    CHECK(settings_of(split.levels) ==
          Strings{"policy.park.tax_split=0", "policy.park.tax_split=0.25", "policy.park.tax_split=1.0"});
    const FactorSettings& border = sweep.factors[1];
    CHECK(border.levels.empty());
    CHECK(same({"talent.border.province", "firms.border.province"}, border.paths));
    CHECK(border.from == 0.1);
    CHECK(border.to == 1.0);
    CHECK(border.steps == 5);
    CHECK(border.logarithmic);
    CHECK_FALSE(border.whole);
    const FactorSettings& strategy = sweep.factors[2];
    CHECK(strategy.named_levels);
    CHECK(names_of(strategy.levels) == Strings{"smart", "imitate", "none"});
    CHECK(strategy.levels[2].number == 2.0);
    CHECK(strategy.levels[2].settings.empty());
    CHECK(same({"policy.b.enabled=true", "policy.a.enabled=false"}, strategy.levels[0].settings));
  }

  TEST_CASE("what is kept and what Slurm is asked for arrives") {
    SweepDesk desk;
    const SweepSettings sweep = desk.sweep(sample::kSweep);
    CHECK(same({"theil", "gini"}, sweep.keep.indices));
    CHECK(place_text(sweep.keep.index_places.at(1)) == "36:21");
    CHECK(same({"residents"}, sweep.keep.panels));
    CHECK(sweep.keep.panel_places.size() == 1);
    const WatchSettings& watch = sweep.keep.watch.at("上海 share");
    CHECK(watch.panel == "residents");
    CHECK(watch.over == "all");
    CHECK((watch.at == std::map<std::string, std::string>{{"city", "310000"}}));
    CHECK(place_text(watch.where) == "38:1");
    CHECK(sweep.slurm.partition == "main,long");
    CHECK(sweep.slurm.time == "02:00:00");
    CHECK(sweep.slurm.memory == "4G");
    CHECK(sweep.slurm.cores == 2);
    CHECK(sweep.slurm.tasks == 100);
    CHECK(sweep.slurm.throttle == 20);
    CHECK(same({"gcc/12.2+x"}, sweep.slurm.modules));
    CHECK(same({"--account=delta", "--exclusive"}, sweep.slurm.options));
  }

  TEST_CASE("what is not said has the default of its header") {
    SweepDesk desk;
    const SweepSettings sweep = desk.sweep(kGrid + kOne);
    CHECK(sweep.title.empty());
    CHECK(sweep.settings.empty());
    CHECK(sweep.master_seed == SweepSettings{}.master_seed);
    CHECK(sweep.replicates == SweepSettings{}.replicates);
    CHECK(sweep.keep.indices.empty());
    CHECK(sweep.keep.watch.empty());
    CHECK(sweep.limits.attempts == RunLimits{}.attempts);
    CHECK(sweep.limits.seconds == 0.0);
    CHECK(sweep.slurm.cores == SlurmSettings{}.cores);
    CHECK(desk.sweep(design("kind = \"morris\"\ntrajectories = 3\n") + kOne).design.levels == 4);
  }

  TEST_CASE("a value becomes a setting that --set reads as exactly the same") {
    SweepDesk desk;
    const std::string texts = R"(["true", "1", "2010-01-01", "a # b", "\"q\" \\ 'r'", "上海", "[1]", " x "])";
    const Strings wanted{"true", "1", "2010-01-01", "a # b", "\"q\" \\ 'r'", "上海", "[1]", " x "};
    const SweepSettings sweep = desk.sweep(kGrid + "[factor.a]\npath = \"x\"\nvalues = " + texts + "\n");
    CHECK(names_of(sweep.factors[0].levels) == wanted);
    for (std::size_t k = 0; k < wanted.size(); ++k) {
      const TomlValue value = toml_value_or_text(sweep.factors[0].levels[k].settings[0].substr(2), {});
      REQUIRE(std::holds_alternative<std::string>(value.value));
      CHECK(std::get<std::string>(value.value) == wanted[k]);
    }
    const SweepSettings numbers = desk.sweep(kGrid +
                                             "[factor.a]\npath = \"x\"\nvalues = [0.1, 1e-300, 3, 1e22, "
                                             "0.30000000000000004, -9007199254740991]\n");
    for (const FactorLevel& one : numbers.factors[0].levels) {
      const TomlValue value = toml_value_or_text(one.settings[0].substr(2), {});
      CHECK(number_in(value) == one.number);
      CHECK(std::holds_alternative<double>(value.value) ==
            (one.name != "3" && one.name != "-9007199254740991"));
    }
    CHECK(names_of(numbers.factors[0].levels) ==
          Strings{"0.1", "1e-300", "3", "1e+22", "0.30000000000000004", "-9007199254740991"});
    const SweepSettings flags = desk.sweep(kGrid + "[factor.a]\npath = \"x\"\nvalues = [true, false]\n");
    CHECK(settings_of(flags.factors[0].levels) == Strings{"x=true", "x=false"});
  }

  TEST_CASE("settings hold dates, arrays and schedules, and tables in tables are longer paths") {
    SweepDesk desk;
    const SweepSettings sweep = desk.sweep(
        kGrid +
        "[set]\n\"p\" = [{ until = 2011-01-01, origin = 0.5 }, { origin = \"#\" }]\ntime.end = 2020-01-01\n" +
        "'parameters.\"a.b\"' = 2\n[set.c]\nd.e = []\n" + kOne);
    CHECK(same({"p=[{ origin = 0.5, until = 2011-01-01 }, { origin = \"\\u0023\" }]", "time.end=2020-01-01",
                "parameters.a.b=2", "c.d.e=[]"},
               sweep.settings));
    const TomlValue schedule = toml_value_or_text(sweep.settings[0].substr(2), {});
    CHECK(std::get<TomlArray>(schedule.value).size() == 2);
  }

  TEST_CASE("a text in memory needs no scenario beside it") {
    Problems problems;
    const auto sweep = parse_sweep(sample::kSweep, "nowhere/sweep.toml", problems);
    CHECK_FALSE(problems.any());
    REQUIRE(sweep);
    CHECK(sweep->scenario == "nowhere/base.toml");
  }
}

TEST_SUITE("io/sweep_reader refuses") {
  TEST_CASE("a file that cannot be read, or is no TOML") {
    SweepDesk desk;
    desk.folder.write("sweep.toml", "");
    Problems problems;
    CHECK_FALSE(load_sweep(desk.folder / "swep.toml", problems));
    CHECK_FALSE(load_sweep(desk.folder / "", problems));
    CHECK_FALSE(load_sweep(desk.folder.write("large.toml", std::string(5U << 20U, '#')), problems));
    REQUIRE(problems.count() == 3);
    CHECK(problems.list()[0].problem == "the sweep file does not exist");
    CHECK(problems.list()[0].hint == "did you mean \"sweep.toml\"?");
    CHECK(problems.list()[1].problem == "the sweep file is a folder");
    CHECK(problems.list()[2].problem == "the sweep file has 5 MB, allowed are 4 MB");
    CHECK(desk.one_said_of("x = \n").find("not valid TOML") != std::string::npos);
  }

  TEST_CASE("an empty file, with all that is missing") {
    SweepDesk desk;
    CHECK_FALSE(desk.load(""));
    CHECK(desk.messages == Strings{"sweep.toml: error: scenario is missing",
                                   "sweep.toml: error: factor is missing",
                                   "sweep.toml: error: design is missing"});
  }

  TEST_CASE("keys that do not exist, with the nearest that does") {
    SweepDesk desk;
    desk.load(kGrid + "replicate = 2\n");
    CHECK(desk.messages.front() == "sweep.toml:3:1: error: replicate is not a key of a sweep file");
    CHECK(desk.hints.front().find("did you mean \"replicates\"?") == 0);
    CHECK(desk.one_said_of(kGrid + kOne + "mean = \"\"\n") == "6:1 factor.a.mean is not a key of [factor.a]");
    CHECK(desk.one_said_of(kHead + kOne + "[design]\nkind = \"grid\"\npoint = 3\n") ==
          "7:1 design.point is not a key of [design]");
    CHECK(desk.one_said_of(kGrid + kOne + "[keep]\nindexes = []\n") ==
          "7:1 keep.indexes is not a key of [keep]");
    CHECK(desk.one_said_of(kGrid + kOne + "[limits]\nsecond = 1\n") ==
          "7:1 limits.second is not a key of [limits]");
    CHECK(desk.one_said_of(kGrid + kOne + "[slurm]\nmem = \"1G\"\n") ==
          "7:1 slurm.mem is not a key of [slurm]");
  }

  TEST_CASE("a scenario that is missing or not to be read") {
    SweepDesk desk;
    CHECK(desk.one_said_of("scenario = \"bas.toml\"\ndesign.kind = \"grid\"\n" + kOne)
              .find("1:12 scenario names \"") == 0);
    CHECK(desk.hints.front() == "did you mean \"base.toml\"?");
    CHECK(desk.one_said_of("scenario = \".\"\ndesign.kind = \"grid\"\n" + kOne).find("which is a folder") !=
          std::string::npos);
    CHECK(desk.one_said_of("scenario = \"\"\ndesign.kind = \"grid\"\n" + kOne) ==
          "1:12 scenario is \"\" (text), allowed is text: the path of a scenario");
    CHECK(desk.one_said_of("scenario = 3\ndesign.kind = \"grid\"\n" + kOne) ==
          "1:12 scenario is 3 (a whole number), allowed is text: the path of a scenario");
  }

  TEST_CASE("numbers out of range, and admits both ends of each") {
    SweepDesk desk;
    const auto with = [&](const std::string& key) { return desk.one_said_of(key + "\n" + kGrid + kOne); };
    CHECK(with("master_seed = -1")
              .find("1:15 master_seed is -1 (a whole number), allowed is a whole number, 0 to "
                    "9007199254740992") == 0);
    CHECK(with("master_seed = 9007199254740993").find("1:15 master_seed is") == 0);
    CHECK(with("replicates = 0").find("1:14 replicates is 0") == 0);
    CHECK(with("replicates = 100001").find("1:14 replicates is 100001") == 0);
    CHECK(with("limits.seconds = 0").find("1:18 limits.seconds is 0") == 0);
    CHECK(with("limits.seconds = nan").find("1:18 limits.seconds is nan") == 0);
    CHECK(with("limits.seconds = 100000001").find("1:18 limits.seconds is") == 0);
    CHECK(with("limits.memory_mb = 15").find("1:20 limits.memory_mb is 15") == 0);
    CHECK(with("limits.memory_mb = 1000000001").find("1:20 limits.memory_mb is") == 0);
    CHECK(with("limits.attempts = 0").find("1:19 limits.attempts is 0") == 0);
    CHECK(with("limits.attempts = 101").find("1:19 limits.attempts is 101") == 0);
    const SweepSettings most =
        desk.sweep("master_seed = 9007199254740992\nreplicates = 100000\n" + kGrid + kOne +
                   "[limits]\nseconds = 1e8\nmemory_mb = 1000000000\nattempts = 100\n");
    CHECK(most.master_seed == 9007199254740992U);
    CHECK(most.limits.seconds == 1e8);
    const SweepSettings least = desk.sweep("master_seed = 0\nreplicates = 1\n" + kGrid + kOne +
                                           "[limits]\nseconds = 1e-9\nmemory_mb = 16\nattempts = 1\n");
    CHECK(least.master_seed == 0);
    CHECK(least.limits.memory_mb == 16);
  }
}

TEST_SUITE("io/sweep_reader refuses factors") {
  TEST_CASE("with a name that heads no column") {
    SweepDesk desk;
    const std::string rest = "]\npath = \"x\"\nvalues = [1]\n";
    const std::string longest(64, 'a');
    for (const std::string& name : {std::string{"\"tax split\""}, std::string{"1a"}, std::string{"_a"},
                                    std::string{"\"\""}, std::string{"\"税\""}, longest + "a"})
      CHECK(desk.one_said_of(kGrid + "[factor." + name + rest).find("is no name of a factor") !=
            std::string::npos);
    for (const std::string& name : {std::string{"A_1"}, std::string{"a"}, longest})
      CHECK(desk.sweep(kGrid + "[factor." + name + rest).factors.at(0).name == name);
  }

  TEST_CASE("without a path, with one that is none, or twice the same") {
    SweepDesk desk;
    const auto with = [&](const std::string& path) {
      return desk.one_said_of(kGrid + "[factor.a]\n" + path + "values = [1, 2]\n");
    };
    CHECK(with("") == "3:9 factor.a.path is missing");
    CHECK(with("path = \"\"\n") == "4:8 factor.a.path is \"\", allowed is a path without a value");
    CHECK(with("path = \"x=1\"\n") == "4:8 factor.a.path is \"x=1\", allowed is a path without a value");
    CHECK(with("path = [\"x\"]\n") == "4:8 factor.a.path is an array, allowed is text: a path");
    CHECK(with("paths = []\n") == "4:9 factor.a.paths has 0 entries, allowed are 1 to 100");
    CHECK(with("paths = \"x\"\n") == "4:9 factor.a.paths is \"x\" (text), allowed is an array of paths");
    CHECK(with("path = \"x\"\npaths = [\"y\"]\n") == "5:1 factor.a.paths is said beside path");
    CHECK(with("paths = [\"x\", \"parameters.x\"]\n") ==
          "4:15 entry 2 of factor.a.paths is \"parameters.x\", which the factor says before");
    CHECK(
        desk.one_said_of(kGrid + kOne + "[factor.c]\npaths = [\"q\", 'parameters.\"x\"']\nvalues = [1]\n") ==
        "7:15 factor.c sets \"x\", which factor.a sets before");
    CHECK(desk.one_said_of(kGrid + kOne + "[factor.b.levels]\nu = { x = 1 }\nv = { y = 2 }\n") ==
          "7:11 factor.b sets \"x\", which factor.a sets before");
  }

  TEST_CASE("that vary what is one for the whole sweep, most of which [set] may change") {
    SweepDesk desk;
    for (const char* path : {"seed", "model", "extends", "title", "question", "time.start", "time.end",
                             "record.every", "record.panels", "data.outlines"}) {
      const std::string name = path;
      CAPTURE(name);
      CHECK(desk.one_said_of(kGrid + "[factor.a]\npath = \"" + name + "\"\nvalues = [1, 2]\n") ==
            "4:8 factor.a.path is \"" + name + "\", which a sweep may not vary");
      const bool closed = name == "seed" || name == "model" || name == "extends";
      const std::string set = kGrid + "[set]\n\"" + name + "\" = 1\n" + kOne;
      if (closed)
        CHECK(desk.one_said_of(set) == "4:1 a path of set is \"" + name + "\", which a sweep may not set");
      else
        CHECK(same({name + "=1"}, desk.sweep(set).settings));
    }
    CHECK(desk.one_said_of(kGrid + "[factor.b.levels]\nu = { \"record.flows\" = true }\nv = {}\n") ==
          "4:7 a path of factor.b.levels.u is \"record.flows\", which a sweep may not vary");
    CHECK(desk.sweep(kGrid + "[factor.a]\npath = \"seedling.record\"\nvalues = [1]\n").factors.size() == 1);
  }

  TEST_CASE("that say no values, or say them in two ways") {
    SweepDesk desk;
    const std::string none = "[factor.a]\npath = \"x\"\n";
    CHECK(desk.one_said_of(kGrid + none) == "3:9 factor.a does not say what values it takes");
    CHECK(desk.one_said_of(kGrid + none + "values = [1]\nfrom = 1\n") ==
          "3:9 factor.a has values and from and to, allowed is one of them");
    CHECK(desk.one_said_of(kGrid + kOne + "levels = { u = { y = 1 } }\n") ==
          "3:9 factor.a has values and levels, allowed is one of them");
    CHECK(desk.one_said_of(kGrid + none + "levels = { u = { y = 1 } }\n") ==
          "4:1 factor.a.path is said, but every one of the levels says its own paths");
    CHECK(desk.one_said_of(kGrid + kOne + "steps = 3\n") ==
          "6:1 factor.a.steps is said, but only a range (from and to) takes it");
    CHECK(desk.one_said_of(kGrid + "factor.a = 3\n") ==
          "3:12 factor.a is 3 (a whole number), allowed is a table");
  }

  TEST_CASE("with values that are none, not finite, alike or of several kinds") {
    SweepDesk desk;
    const auto with = [&](const std::string& values) {
      return desk.one_said_of(kGrid + "[factor.a]\npath = \"x\"\nvalues = " + values + "\n");
    };
    CHECK(with("3") ==
          "5:10 factor.a.values is 3 (a whole number), allowed is an array of numbers, texts or flags");
    CHECK(with("[]") == "5:10 factor.a.values has 0 entries, allowed are 1 to 1000");
    CHECK(with("[1, inf]") ==
          "5:14 entry 2 of factor.a.values is inf (a number), allowed is a finite number, a text, true or "
          "false");
    CHECK(with("[1, 1.0]") == "5:14 entry 2 of factor.a.values is 1.0 (a number), which stands there before");
    CHECK(with("[0.0, -0.0]") ==
          "5:16 entry 2 of factor.a.values is -0.0 (a number), which stands there before");
    CHECK(with("[\"a\", \"a\"]") ==
          "5:16 entry 2 of factor.a.values is \"a\" (text), which stands there before");
    CHECK(with("[true, true]") == "5:17 entry 2 of factor.a.values is true, which stands there before");
    CHECK(with("[\"a\", 1]") ==
          "5:16 entry 2 of factor.a.values is 1 (a whole number), allowed is of the kind of the first: all "
          "numbers, "
          "all texts or all true or false");
    CHECK(with("[\"a\\nb\"]") ==
          "5:11 entry 1 of factor.a.values is \"a\\x0ab\", allowed is a name on one line");
  }

  TEST_CASE("with a range that goes nowhere, or has no values of its kind") {
    SweepDesk desk;
    const auto with = [&](const std::string& text) {
      return desk.one_said_of(kGrid + "[factor.a]\npath = \"x\"\nsteps = 3\n" + text);
    };
    CHECK(with("from = 1\n") == "3:9 factor.a.to is missing");
    CHECK(with("to = 1\n") == "3:9 factor.a.from is missing");
    CHECK(with("from = 1\nto = 1\n") ==
          "7:6 factor.a.to is 1 (a whole number), allowed is a number above factor.a.from, which is 1");
    CHECK(with("from = -1e308\nto = 1e308\n")
              .find("7:6 factor.a.to is 1e+308 (a number), allowed is a number whose "
                    "distance is finite from") == 0);
    CHECK(with("from = \"1\"\nto = 2\n") == "6:8 factor.a.from is \"1\" (text), allowed is a finite number");
    CHECK(with("from = 0\nto = 2\nscale = \"log\"\n") ==
          "6:8 factor.a.from is 0 (a whole number), allowed is a number above 0, since factor.a.scale is "
          "\"log\"");
    CHECK(with("from = 0\nto = 2\nscale = \"logs\"\n") ==
          "8:9 factor.a.scale is \"logs\" (text), allowed is \"linear\" or \"log\"");
    CHECK(with("from = 0\nto = 2.5\nwhole = true\n") ==
          "7:6 factor.a.to is 2.5 (a number), allowed is a whole number, since factor.a.whole is true");
    CHECK(with("from = 0\nto = 1\nwhole = true\n") ==
          "5:9 factor.a.steps is 3 (a whole number), allowed is 2 to 2, as many whole numbers as there are "
          "from 0 to "
          "1");
    CHECK(desk.one_said_of(kGrid + kRange + "steps = 1\n")
              .find("7:9 factor.a.steps is 1 (a whole number), allowed "
                    "is a whole number, 2 to 10000000") == 0);
    CHECK(desk.sweep(kGrid + kRange + "whole = true\nsteps = 5\n").factors.at(0).steps == 5);
  }

  TEST_CASE("with levels that are no tables of settings, or that set nothing at all") {
    SweepDesk desk;
    const auto with = [&](const std::string& text) {
      return desk.one_said_of(kGrid + "[factor.b.levels]\n" + text);
    };
    CHECK(with("") == "3:11 factor.b.levels has 0 entries, allowed are 1 to 1000");
    CHECK(with("u = 1\nv = { x = 1 }\n")
              .find("4:5 factor.b.levels.u is 1 (a whole number), allowed is a table") == 0);
    CHECK(with("u = {}\nv = {}\n") == "3:11 factor.b.levels set nothing, so that they are all alike");
    CHECK(with("\"\" = { x = 1 }\n") ==
          "4:1 the name of a level of factor.b.levels is \"\" (text), allowed is a name");
    CHECK(with("u = { \"x\" = 1, \"parameters.x\" = 2 }\n") ==
          "4:16 factor.b.levels.u says the path \"parameters.x\" twice, the first time in line 4");
  }
}

TEST_SUITE("io/sweep_reader refuses designs") {
  TEST_CASE("of no kind") {
    SweepDesk desk;
    CHECK(desk.one_said_of(design("kind = \"sobel\"\n") + kOne) ==
          "3:8 design.kind is \"sobel\", which is not a design");
    CHECK(desk.hints.front().find("did you mean \"sobol\"? known: grid, list") == 0);
    CHECK(desk.one_said_of(design("points = 3\n") + kOne) == "2:1 design.kind is missing");
    CHECK(desk.one_said_of(design("kind = 3\n") + kOne) ==
          "3:8 design.kind is 3 (a whole number), allowed is text: the name of a design");
  }

  TEST_CASE("with keys of another kind, or without their own") {
    SweepDesk desk;
    CHECK(desk.one_said_of(design("kind = \"grid\"\npoints = 3\n") + kOne) ==
          "4:1 design.points is said, but a design of kind grid does not take it");
    CHECK(desk.hints.front() == "latin_hypercube, sobol and saltelli take it");
    CHECK(desk.one_said_of(design("kind = \"sobol\"\npoints = 3\nlevels = 4\n") + kOne) ==
          "5:1 design.levels is said, but a design of kind sobol does not take it");
    CHECK(desk.hints.front() == "morris takes it");
    for (const std::string kind : {"latin_hypercube", "sobol", "saltelli"})
      CHECK(desk.one_said_of(design("kind = \"" + kind + "\"\n") + kOne) == "2:1 design.points is missing");
    CHECK(desk.one_said_of(design("kind = \"morris\"\n") + kOne) == "2:1 design.trajectories is missing");
    CHECK(desk.one_said_of(kGrid + kRange) == "3:9 factor.a.steps is missing");
  }

  TEST_CASE("with numbers out of range") {
    SweepDesk desk;
    const auto with = [&](const std::string& kind, const std::string& numbers) {
      return desk.one_said_of(design("kind = \"" + kind + "\"\n" + numbers) + kOne);
    };
    CHECK(with("sobol", "points = 0\n").find("4:10 design.points is 0") == 0);
    CHECK(with("sobol", "points = 10000001\n").find("4:10 design.points is 10000001") == 0);
    CHECK(with("latin_hypercube", "points = 1\n").find("4:10 design.points is 1") == 0);
    CHECK(with("morris", "trajectories = 0\n").find("4:16 design.trajectories is 0") == 0);
    CHECK(with("morris", "trajectories = 1\nlevels = 5\n").find("5:10 design.levels is 5") == 0);
    CHECK(with("morris", "trajectories = 1\nlevels = 66\n").find("5:10 design.levels is 66") == 0);
    CHECK(with("morris", "trajectories = 1\nlevels = 0\n").find("5:10 design.levels is 0") == 0);
    CHECK(desk.sweep(design("kind = \"sobol\"\npoints = 10000000\n") + kOne).design.points == 10'000'000);
    CHECK(desk.sweep(design("kind = \"morris\"\ntrajectories = 1\nlevels = 64\n") + kOne).design.levels ==
          64);
  }

  TEST_CASE("of effects of a change where a factor cannot change") {
    SweepDesk desk;
    const std::string single = kOne + "[factor.c]\npath = \"z\"\nvalues = [1]\n";
    CHECK(desk.one_said_of(design("kind = \"saltelli\"\npoints = 8\n") + single) ==
          "8:9 factor.c has a single level, a design of kind saltelli needs two or more");
    CHECK(desk.one_said_of(design("kind = \"morris\"\ntrajectories = 8\n") + single) ==
          "8:9 factor.c has a single level, a design of kind morris needs two or more");
    CHECK(desk.sweep(design("kind = \"sobol\"\npoints = 8\n") + single).factors.size() == 2);
  }

  TEST_CASE("with points that leave a factor out, name another, or lie where it has no value") {
    SweepDesk desk;
    const std::string list =
        kHead + "design.kind = \"list\"\n" + kRange + "whole = true\n" + kNamed;  // ten lines
    CHECK(desk.one_said_of(list) == "2:1 a design of kind list has no points");
    CHECK(desk.one_said_of(list + "[[point]]\na = 1\n") == "11:1 point.b is missing");
    CHECK(desk.hints.front() == "one of its levels: \"u\", \"v\"");
    CHECK(desk.one_said_of(list + "[[point]]\na = 1\nb = \"u\"\nc = 1\n")
              .find("14:1 point.c is not a key of") == 0);
    CHECK(desk.one_said_of(list + "[[point]]\na = 6\nb = \"u\"\n") ==
          "12:5 point.a is 6 (a whole number), allowed is a whole number, 1 to 5");
    CHECK(desk.one_said_of(list + "[[point]]\na = 1.5\nb = \"u\"\n") ==
          "12:5 point.a is 1.5 (a number), allowed is a whole number, 1 to 5");
    CHECK(desk.one_said_of(list + "[[point]]\na = 1\nb = \"w\"\n") ==
          "13:5 point.b is \"w\" (text), allowed is one of its levels: \"u\", \"v\"");
    CHECK(desk.one_said_of(list + "[[point]]\na = 1\nb = 1\n") ==
          "13:5 point.b is 1 (a whole number), allowed is one of its levels: \"u\", \"v\"");
    CHECK(desk.one_said_of(kGrid + kOne + "[[point]]\na = 1\n")
              .find("[[point]] is said, but design.kind is grid") != std::string::npos);
    CHECK(desk.one_said_of(kHead + "point = [1]\ndesign.kind = \"list\"\n" + kOne) ==
          "2:10 point is 1 (a whole number), allowed is a table");
  }

  TEST_CASE("of more runs than can be, with their number, and admits the last that can") {
    SweepDesk desk;
    const std::string saltelli = design("kind = \"saltelli\"\npoints = 1000\n") + kOne;
    CHECK(desk.one_said_of("replicates = 3334\n" + saltelli) ==
          "3:1 the sweep has 10002000 runs (3000 points, 3334 replicates of each), allowed are 10000000");
    CHECK(desk.sweep("replicates = 3333\n" + saltelli).replicates == 3333);
    CHECK(desk.one_said_of("replicates = 5001\n" + design("kind = \"morris\"\ntrajectories = 1000\n") + kOne)
              .find("the sweep has 10002000 runs (2000 points") != std::string::npos);
    std::string grid = kGrid;
    for (int k = 0; k < 400; ++k) {
      const std::string name = "f" + std::to_string(k);
      grid += "[factor." + name + "]\npath = \"" + name + "\"\nfrom = 0\nto = 1\nsteps = 1000\n";
    }
    CHECK(desk.one_said_of(grid).find("runs (inf points") != std::string::npos);
  }
}

TEST_SUITE("io/sweep_reader refuses of what is kept and asked for") {
  TEST_CASE("names that are empty, twice or none") {
    SweepDesk desk;
    const auto with = [&](const std::string& text) {
      return desk.one_said_of(kGrid + kOne + "[keep]\n" + text);
    };
    CHECK(with("indices = []\n") == "7:11 keep.indices has no entries");
    CHECK(with("indices = \"a\"\n") ==
          "7:11 keep.indices is \"a\" (text), allowed is an array of at most 1000 names of panels");
    CHECK(with("indices = [\"a\", \"a\"]\n") ==
          "7:17 entry 2 of keep.indices is \"a\", which stands there before");
    CHECK(with("panels = [\"\"]\n") == "7:11 entry 1 of keep.panels is \"\" (text), allowed is a name");
    CHECK(with("panels = [1]\n") == "7:11 entry 1 of keep.panels is 1 (a whole number), allowed is a name");
    CHECK(with("indices = [\"a\"]\nwatch.a.panel = \"p\"\n") ==
          "8:7 keep.watch.a has the name of one of keep.indices");
    CHECK(with("watch.a = 1\n") == "7:11 keep.watch.a is 1 (a whole number), allowed is a table");
    CHECK(with("watch.\"\".panel = \"p\"\n") == "7:7 the name of a watch is \"\" (text), allowed is a name");
    CHECK(with("watch.a = { pannel = \"p\" }\n") == "7:11 keep.watch.a.panel is missing");
    CHECK(desk.hints.front() == "is that what \"pannel\" stands for?");
  }

  TEST_CASE("texts that would mean something else in a batch script") {
    SweepDesk desk;
    const auto with = [&](const std::string& text) {
      return desk.one_said_of(kGrid + kOne + "[slurm]\n" + text);
    };
    CHECK(with("partition = \"a b\"\n").find("7:13 slurm.partition is \"a b\" (text), allowed is") == 0);
    CHECK(with("partition = \"\"\n").find("7:13 slurm.partition is") == 0);
    CHECK(with("partition = \"" + std::string(201, 'a') + "\"\n").find("7:13 slurm.partition is") == 0);
    CHECK(with("cores = 0\n").find("7:9 slurm.cores is 0") == 0);
    CHECK(with("cores = 1025\n").find("7:9 slurm.cores is 1025") == 0);
    CHECK(with("modules = [\"a;b\"]\n").find("7:12 entry 1 of slurm.modules is \"a;b\" (text)") == 0);
    CHECK(with("modules = \"gcc\"\n") ==
          "7:11 slurm.modules is \"gcc\" (text), allowed is an array of at most 100 texts");
    for (const char* option :
         {"-A x", "--", "--=x", "--a b", "--a\\nb", "--a\\u0000", "--a'b'", "--a\\\"", "--a\\\\"}) {
      CAPTURE(option);
      CHECK(with("options = [\"" + std::string{option} + "\"]\n").find("7:12 entry 1 of slurm.options is") ==
            0);
    }
    for (const char* option : {"--array=3", "--arr=3", "--job-name=x", "--wrap=x", "--mem=3"}) {
      CAPTURE(option);
      CHECK(with("options = [\"" + std::string{option} + "\"]\n") ==
            "7:12 slurm.options has \"" + std::string{option} + "\", which is not for it");
    }
    CHECK(desk.sweep(kGrid + kOne + "[slurm]\noptions = [\"--mem-per-cpu=3\", \"--time-min=1\"]\n")
              .slurm.options.size() == 2);
  }

  TEST_CASE("times and memory that sbatch does not take") {
    for (const char* time : {"90", "1:30", "02:00:00", "1-0", "1-12:30", "7-00:00:00"})
      CHECK(is_slurm_time(time));
    for (const char* time : {"", "2h", "1:2:3:4", "-1", "1-", "1-2-3", ":30", "1:", "1 : 2", "1234567890"})
      CHECK_FALSE(is_slurm_time(time));
    for (const char* memory : {"4G", "4000", "12K", "1T", "7M"}) CHECK(is_slurm_memory(memory));
    for (const char* memory : {"", "G", "4GB", "4g", "4.5G", "-4G", "4 G"})
      CHECK_FALSE(is_slurm_memory(memory));
  }

  TEST_CASE("everything at once, and no problem of what is wrong already") {
    SweepDesk desk;
    desk.load(
        "scenario = \"gone.toml\"\nreplicates = 0\nfoo = 1\n[set]\nseed = 1\n[design]\nkind = "
        "\"list\"\n[factor.a]\n"
        "path = \"seed\"\nvalues = [1]\n[factor.b]\npath = \"y\"\nvalues = [1]\n[[point]]\na = 9\nb = "
        "2\n[keep]\n"
        "panels = 1\n[limits]\nattempts = 0\n[slurm]\ntime = \"x\"\n");
    CHECK(desk.messages.size() == 9);
    std::string last;
    for (const std::string& one : desk.messages) last += one.substr(0, one.find(": error")) + "\n";
    CHECK(
        last ==
        "sweep.toml:3:1\nsweep.toml:1:12\nsweep.toml:2:14\nsweep.toml:5:1\nsweep.toml:9:8\nsweep.toml:16:5\n"
        "sweep.toml:18:10\nsweep.toml:20:12\nsweep.toml:22:8\n");
  }

  TEST_CASE("no more than a hundred things") {
    SweepDesk desk;
    std::string text = kGrid + kOne;
    for (int k = 0; k < 1000; ++k) text += "[factor.x" + std::to_string(k) + "]\nfoo = 1\n";
    CHECK_FALSE(desk.load(text));
    CHECK(desk.messages.size() <= Problems::kMost);
  }
}
