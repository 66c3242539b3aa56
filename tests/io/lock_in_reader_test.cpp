#include "io/lock_in_reader.hpp"

#include <doctest/doctest.h>

#include "tests/io/scenario_desk.hpp"

using namespace yanzhen;
using sample::Desk;
using sample::Strings;

namespace {

const std::string kWatch = "[lockin]\nwatch = { panel = \"p\" }\n";

// Loads the sample with a section behind it, which must be right.
LockInSettings lock_in_of(Desk& desk, const std::string& text, const LoadOptions& options = {}) {
  const auto scenario = desk.load(sample::kScenario + text, options);
  CHECK(desk.messages == Strings{});
  REQUIRE(scenario);
  REQUIRE(scenario->lock_in);
  return *scenario->lock_in;
}

// What is said of the sample with a section behind it; its first line is 21.
Strings said_of(Desk& desk, const std::string& text) {
  desk.load(sample::kScenario + text);
  return desk.messages;
}

// The only thing that is said of kWatch with more behind it, less its place.
std::string one_said_of(Desk& desk, const std::string& text) {
  const Strings said = said_of(desk, kWatch + text);
  REQUIRE(said.size() == 1);
  return said.front().substr(said.front().find("error: ") + 7);
}

Strings mechanisms(const LockInSettings& lock_in) {
  Strings names;
  for (const DecomposeSettings::Switch& one : lock_in.decompose.value().switches)
    names.push_back(one.mechanism);
  return names;
}

std::string place_text(const Place& place) {
  return std::to_string(place.line) + ":" + std::to_string(place.column);
}

}  // namespace

TEST_SUITE("io/lock_in_reader") {
  TEST_CASE("every key arrives where it belongs, with its place") {
    Desk desk;
    const LockInSettings lock_in = lock_in_of(desk, sample::kLockIn);
    CHECK(lock_in.watch.panel == "added");
    CHECK(lock_in.watch.over == "产值");
    CHECK((lock_in.watch.at ==
           std::map<std::string, std::string>{{"city", "上海"}, {"industry", "workshops"}}));
    CHECK(place_text(lock_in.watch.where) == "22:9");
    CHECK(lock_in.seeds == 20);
    const HysteresisSettings hysteresis = lock_in.hysteresis.value();
    CHECK(hysteresis.swept.path == "trade.iceberg");
    CHECK(hysteresis.swept.from == 2.0);
    CHECK(hysteresis.swept.to == 1.4);
    CHECK(place_text(hysteresis.swept.where) == "25:8");
    CHECK(hysteresis.points == 13);
    CHECK(hysteresis.years == 40.0);
    const EscapeSettings escape = lock_in.escape.value();
    CHECK(escape.swept.path == "policy.enclave.strength");
    CHECK(escape.swept.from == 0.0);
    CHECK(escape.swept.to == 0.3);
    CHECK(escape.tolerance == 0.005);
    CHECK(escape.kept == 3.0);
    CHECK(lock_in.twins.value().settings == Strings{"policy.enclave.enabled=false", "seed=2"});
    CHECK(place_text(lock_in.twins->where) == "37:12");
    CHECK(mechanisms(lock_in) == Strings{"沉没 cost", "borders", "a"});
    CHECK(lock_in.decompose->switches[1].settings == Strings{"b.c=0", "d=[1]"});
    CHECK(place_text(lock_in.decompose->where) == "39:12");
  }

  TEST_CASE("what is not said has the default of its header, and no section is no settings") {
    Desk desk;
    const LockInSettings lock_in = lock_in_of(
        desk, kWatch +
                  "[lockin.hysteresis]\npath = \"x\"\nfrom = 0\nto = -1\n[lockin.escape]\npath = \"y\"\n"
                  "from = 1e-300\nto = 0\n");
    const LockInSettings standard;
    CHECK(lock_in.seeds == standard.seeds);
    CHECK(lock_in.watch.over.empty());
    CHECK(lock_in.watch.at.empty());
    CHECK(lock_in.hysteresis.value().points == HysteresisSettings{}.points);
    CHECK(lock_in.hysteresis->years == HysteresisSettings{}.years);
    CHECK(lock_in.escape.value().tolerance == EscapeSettings{}.tolerance);
    CHECK(lock_in.escape->kept == EscapeSettings{}.kept);
    CHECK_FALSE(lock_in.twins);
    CHECK_FALSE(lock_in.decompose);
    CHECK_FALSE(desk.load(sample::kScenario)->lock_in);
  }

  TEST_CASE("a label may be a code, and one that is empty names no dimension") {
    Desk desk;
    const LockInSettings lock_in = lock_in_of(
        desk, "[lockin]\nwatch = { panel = \"p\", over = \"\", city = 320300, industry = \"\" }\n");
    CHECK((lock_in.watch.at == std::map<std::string, std::string>{{"city", "320300"}}));
    CHECK(lock_in.watch.over.empty());
  }

  TEST_CASE("switches keep the order of the file, as an inline table or one of its own") {
    Desk desk;
    const std::string table =
        kWatch + "[lockin.decompose.switches]\nz = [\"a=0\"]\nm = [\"a=0\"]\nb = [\"a=0\"]\n";
    CHECK(mechanisms(lock_in_of(desk, table)) == Strings{"z", "m", "b"});
    CHECK(mechanisms(lock_in_of(desk, kWatch + "decompose.switches = { z = [\"a=0\"], b = [\"a=0\"] }\n")) ==
          Strings{"z", "b"});
    CHECK(mechanisms(lock_in_of(
              desk, table,
              {{"lockin.decompose.switches.n=[\"a=0\"]", "lockin.decompose.switches.a=[\"a=0\"]"}, {}})) ==
          Strings{"z", "m", "b", "a", "n"});
  }

  TEST_CASE("the resolved text says the section, and reads as the same again") {
    Desk desk;
    const auto first = desk.load(sample::kScenario + sample::kLockIn);
    REQUIRE(first);
    const std::string section = first->resolved.substr(first->resolved.find("\n[lockin]"));
    CHECK(section ==
          "\n[lockin]\nwatch = { panel = \"added\", over = \"产值\", city = \"上海\", industry = "
          "\"workshops\" }\n"
          "seeds = 20\n"
          "\n[lockin.hysteresis]\npath = \"trade.iceberg\"\nfrom = 2.0\nto = 1.4\npoints = 13\nyears = 40.0\n"
          "\n[lockin.escape]\npath = \"policy.enclave.strength\"\nfrom = 0.0\nto = 0.3\ntolerance = 0.005\n"
          "kept = 3.0\n"
          "\n[lockin.twins]\nsettings = [\"policy.enclave.enabled=false\", \"seed=2\"]\n"
          "\n[lockin.decompose.switches]\n\"沉没 cost\" = [\"a=0\"]\nborders = [\"b.c=0\", \"d=[1]\"]\n"
          "a = [\"x.\\\"y.z\\\"=1\"]\n");
    const auto again = desk.load(first->resolved);
    REQUIRE(again);
    CHECK(again->resolved == first->resolved);
    CHECK(mechanisms(again->lock_in.value()) == mechanisms(first->lock_in.value()));
  }

  TEST_CASE("a scenario without the section resolves to a text without it") {
    Desk desk;
    CHECK(desk.load(sample::kScenario)->resolved.find("lockin") == std::string::npos);
  }
}

TEST_SUITE("io/lock_in_reader extends and --set") {
  TEST_CASE("a section is laid on the one that is extended key by key, and can take back a label") {
    Desk desk;
    desk.folder.write("base.toml", sample::kScenario + sample::kLockIn);
    const auto scenario = desk.load(
        "extends = \"base.toml\"\n[lockin]\nseeds = 3\nwatch = { industry = \"\", over = \"\" "
        "}\n[lockin.escape]\nto = 0.5\n"
        "[lockin.twins]\nsettings = [\"seed=9\"]\n[lockin.decompose.switches]\nnew = [\"n=0\"]\n"
        "\"沉没 cost\" = [\"other=0\"]\n");
    CHECK(desk.messages == Strings{});
    REQUIRE(scenario);
    const LockInSettings& lock_in = scenario->lock_in.value();
    CHECK(lock_in.seeds == 3);
    CHECK(lock_in.watch.panel == "added");
    CHECK(lock_in.watch.over.empty());
    CHECK((lock_in.watch.at == std::map<std::string, std::string>{{"city", "上海"}}));
    CHECK(lock_in.escape.value().swept.to == 0.5);
    CHECK(lock_in.escape->swept.path == "policy.enclave.strength");
    CHECK(lock_in.escape->kept == 3.0);
    CHECK(lock_in.hysteresis.value().points == 13);
    CHECK(lock_in.twins.value().settings == Strings{"seed=9"});
    CHECK(mechanisms(lock_in) == Strings{"borders", "a", "new", "沉没 cost"});
    CHECK(lock_in.decompose->switches.back().settings == Strings{"other=0"});
  }

  TEST_CASE("what --set says of it arrives, whether the section was there or not") {
    Desk desk;
    const LockInSettings lock_in = lock_in_of(
        desk, sample::kLockIn,
        {{"lockin.escape.to=0.4", "lockin.seeds=2", "lockin.hysteresis.points=5", "lockin.watch.city=Jiaxing",
          "lockin.watch.panel=people", "lockin.twins.settings=[\"a=1\"]",
          "lockin.decompose.switches.\"sunk. cost\"=[\"b=1\", \"c=2\"]", "lockin.escape.path=x.y"},
         {}});
    CHECK(lock_in.escape.value().swept.to == 0.4);
    CHECK(lock_in.escape->swept.path == "x.y");
    CHECK(lock_in.seeds == 2);
    CHECK(lock_in.hysteresis.value().points == 5);
    CHECK(lock_in.watch.at.at("city") == "Jiaxing");
    CHECK(lock_in.watch.panel == "people");
    CHECK(lock_in.twins.value().settings == Strings{"a=1"});
    CHECK(mechanisms(lock_in).back() == "sunk. cost");
    CHECK(lock_in.decompose.value().switches.back().settings == Strings{"b=1", "c=2"});
    CHECK(lock_in_of(desk, "", {{"lockin.watch={ panel = \"p\" }", "lockin.seeds=1"}, {}}).seeds == 1);
    CHECK(lock_in_of(desk, "", {{"lockin={ seeds = 4, watch = { panel = \"p\" } }"}, {}}).seeds == 4);
  }

  TEST_CASE("a path of --set that leads nowhere is told with the nearest that does not") {
    Desk desk;
    const auto said = [&](const std::string& assignment) {
      desk.load(sample::kScenario + sample::kLockIn, {{assignment}, {}});
      REQUIRE(desk.messages.size() == 1);
      return desk.messages.front() + " | " + desk.hints.front();
    };
    CHECK(said("lockin.escap.to=1") ==
          "--set lockin.escap.to=1: error: \"lockin.escap.to\" is neither a key of a scenario nor a "
          "parameter of its "
          "model | did you mean \"lockin.escape.to\"?");
    CHECK(said("lockn.seeds=1").find("did you mean \"lockin.seeds\"?") != std::string::npos);
    CHECK(said("lockin.seed=1") ==
          "--set lockin.seed=1: error: lockin.seed is not a key of [lockin] | did you mean \"seeds\"? known: "
          "watch, "
          "seeds, hysteresis, escape, twins, decompose");
    CHECK(said("lockin.escape.kep=3").find("| did you mean \"kept\"?") != std::string::npos);
    CHECK(said("lockin.decompose.switch.a=[\"a=1\"]").find("did you mean \"switches\"?") !=
          std::string::npos);
    CHECK(said("lockin=3") == "--set lockin=3: error: lockin is 3 (a whole number), allowed is a table | ");
    CHECK(said("lockin.escape=3") ==
          "--set lockin.escape=3: error: lockin.escape is 3 (a whole number), allowed is a table | ");
  }

  TEST_CASE("nothing is called missing while a file of the scenario could not be read") {
    Desk desk;
    desk.load("extends = \"none.toml\"\n[lockin]\nseeds = 3\n[lockin.escape]\nto = 1\n[lockin.twins]\n");
    CHECK(desk.messages == Strings{"s.toml:1:11: error: extends names \"none.toml\", which does not exist"});
  }
}

TEST_SUITE("io/lock_in_reader mistakes") {
  TEST_CASE("what is watched must be there, and be a table with a panel") {
    Desk desk;
    CHECK(said_of(desk, "[lockin]\n") == Strings{"s.toml:21:1: error: lockin.watch is missing"});
    CHECK(said_of(desk, "[lockin]\nwatch = \"p\"\n") ==
          Strings{"s.toml:22:9: error: lockin.watch is \"p\" (text), allowed is a table"});
    CHECK(said_of(desk, "[lockin]\nwatch = { pannel = \"p\" }\n") ==
          Strings{"s.toml:22:9: error: lockin.watch.panel is missing"});
    CHECK(desk.hints.front() == "is that what \"pannel\" stands for?");
    CHECK(
        said_of(desk, "[lockin]\nwatch = { panel = \"\", over = 3, city = [1] }\n") ==
        Strings{
            "s.toml:22:40: error: lockin.watch.city is an array, allowed is text: a label of the dimension",
            "s.toml:22:30: error: lockin.watch.over is 3 (a whole number), allowed is text: the name of a "
            "panel",
            "s.toml:22:19: error: lockin.watch.panel is \"\" (text), allowed is text: the name of a panel"});
    std::string many = "[lockin]\nwatch = { panel = \"p\"";
    for (int k = 0; k < 100; ++k) many += ", d" + std::to_string(k) + " = \"x\"";
    CHECK(said_of(desk, many + " }\n") ==
          Strings{"s.toml:22:9: error: lockin.watch has 101 entries, allowed are 100"});
    CHECK(said_of(desk, "[lockin]\nwatch = { panel = \"" + std::string(201, 'x') + "\" }\n")
              .front()
              .find("which has 201 letters, allowed are 200") != std::string::npos);
  }

  TEST_CASE("an unknown key of any of its tables is told with the nearest") {
    Desk desk;
    CHECK(one_said_of(desk, "seds = 3\n") == "lockin.seds is not a key of [lockin]");
    CHECK(desk.hints.front().rfind("did you mean \"seeds\"?", 0) == 0);
    for (const char* table : {"hysteresis", "escape", "twins", "decompose"}) {
      CAPTURE(table);
      const std::string head = std::string{"[lockin."} + table + "]\n";
      const Strings said = said_of(desk, kWatch + head + "nonsense = 1\n");
      CHECK(said.front() == "s.toml:24:1: error: lockin." + std::string{table} +
                                ".nonsense is not a key of [lockin." + table + "]");
      CHECK(one_said_of(desk, std::string{table} + " = 5\n") ==
            "lockin." + std::string{table} + " is 5 (a whole number), allowed is a table");
    }
  }

  TEST_CASE("numbers are of their kind and in their range") {
    Desk desk;
    const auto hysteresis = [&](const std::string& line) {
      return one_said_of(desk, "[lockin.hysteresis]\npath = \"p\"\nfrom = 0\nto = 1\n" + line + "\n");
    };
    const auto escape = [&](const std::string& line) {
      return one_said_of(desk, "[lockin.escape]\npath = \"p\"\nfrom = 0\nto = 1\n" + line + "\n");
    };
    CHECK(
        one_said_of(desk, "seeds = 0\n") ==
        "lockin.seeds is 0 (a whole number), allowed is a whole number, 1 to 10000 (runs of every setting)");
    for (const char* seeds : {"10001", "5.0", "-1", "true", "4294967297"})
      CHECK(one_said_of(desk, std::string{"seeds = "} + seeds + "\n").rfind("lockin.seeds is ", 0) == 0);
    CHECK(hysteresis("points = 1") ==
          "lockin.hysteresis.points is 1 (a whole number), allowed is a whole number, 2 to 1000 (values of a "
          "branch, "
          "both ends included)");
    CHECK(hysteresis("points = 1001").rfind("lockin.hysteresis.points is 1001", 0) == 0);
    CHECK(hysteresis("years = 0") ==
          "lockin.hysteresis.years is 0 (a whole number), allowed is a finite number above 0 (years that "
          "each value "
          "holds)");
    CHECK(hysteresis("years = inf").rfind("lockin.hysteresis.years is inf", 0) == 0);
    CHECK(hysteresis("years = nan").rfind("lockin.hysteresis.years is nan", 0) == 0);
    CHECK(escape("tolerance = 0.0")
              .rfind("lockin.escape.tolerance is 0.0 (a number), allowed is a finite number above 0", 0) ==
          0);
    CHECK(escape("kept = 1") ==
          "lockin.escape.kept is 1 (a whole number), allowed is a finite number above 1 (times the twin's "
          "number "
          "that count "
          "as escaped)");
    CHECK(escape("kept = \"2\"").rfind("lockin.escape.kept is \"2\" (text)", 0) == 0);
  }

  TEST_CASE("a swept path has two different finite ends, and no value") {
    Desk desk;
    CHECK(said_of(desk, kWatch + "[lockin.escape]\n") ==
          Strings{"s.toml:23:1: error: lockin.escape.path is missing",
                  "s.toml:23:1: error: lockin.escape.from is missing",
                  "s.toml:23:1: error: lockin.escape.to is missing"});
    const auto said = [&](const std::string& path, const std::string& from, const std::string& to) {
      return one_said_of(desk,
                         "[lockin.escape]\npath = " + path + "\nfrom = " + from + "\nto = " + to + "\n");
    };
    CHECK(said("\"p\"", "0.5", "0.5") ==
          "lockin.escape.to is 0.5 (a number), allowed is another number than lockin.escape.from, which is "
          "0.5");
    CHECK(said("\"p\"", "0", "-0.0").rfind("lockin.escape.to is -0.0", 0) == 0);
    CHECK(said("\"p\"", "inf", "1") == "lockin.escape.from is inf (a number), allowed is a finite number");
    CHECK(said("\"p\"", "0", "nan") == "lockin.escape.to is nan (a number), allowed is a finite number");
    CHECK(said("\"p\"", "[0]", "1") == "lockin.escape.from is an array, allowed is a finite number");
    CHECK(said("\"\"", "0", "1") == "lockin.escape.path is \"\" (text), allowed is text: a path");
    CHECK(said("3", "0", "1") == "lockin.escape.path is 3 (a whole number), allowed is text: a path");
    CHECK(said("\"p=3\"", "0", "1") ==
          "lockin.escape.path is \"p=3\" (text), allowed is a path without a value");
    CHECK(desk.messages.front().rfind("s.toml:24:8: ", 0) == 0);
  }

  TEST_CASE("settings are a list of texts with a path and a value") {
    Desk desk;
    const auto said = [&](const std::string& value) {
      return one_said_of(desk, "[lockin.twins]\nsettings = " + value + "\n");
    };
    CHECK(one_said_of(desk, "[lockin.twins]\n") == "lockin.twins.settings is missing");
    CHECK(said("\"a=1\"") == "lockin.twins.settings is \"a=1\" (text), allowed is a list of settings");
    CHECK(said("[]") == "lockin.twins.settings has no entries, allowed is a list of settings");
    CHECK(said("[\"a=1\", \"b\"]") ==
          "entry 2 of lockin.twins.settings is \"b\" (text), allowed is text of the form path.to.key=value, "
          "at most "
          "4096 bytes");
    CHECK(desk.messages.front().rfind("s.toml:24:20: ", 0) == 0);
    CHECK(said("[\"=1\"]").rfind("entry 1 of lockin.twins.settings is \"=1\"", 0) == 0);
    CHECK(said("[5]").rfind("entry 1 of lockin.twins.settings is 5 (a whole number)", 0) == 0);
    CHECK(said("[\"a=" + std::string(5000, 'x') + "\"]").rfind("entry 1 of lockin.twins.settings", 0) == 0);
    std::string many = "[";
    for (int k = 0; k < 101; ++k) many += "\"a=1\", ";
    CHECK(said(many + "]") == "lockin.twins.settings has 101 entries, allowed are 100");
  }

  TEST_CASE("switches are a table of lists that is not empty") {
    Desk desk;
    const auto said = [&](const std::string& value) {
      return one_said_of(desk, "[lockin.decompose]\nswitches = " + value + "\n");
    };
    CHECK(one_said_of(desk, "[lockin.decompose]\n") == "lockin.decompose.switches is missing");
    CHECK(said("[\"a=1\"]") == "lockin.decompose.switches is an array, allowed is a table");
    CHECK(said("{}") == "lockin.decompose.switches has no entries");
    CHECK(said("{ a = [] }") == "lockin.decompose.switches.a has no entries, allowed is a list of settings");
    CHECK(said("{ a = 3 }") ==
          "lockin.decompose.switches.a is 3 (a whole number), allowed is a list of settings");
    CHECK(said("{ \"\" = [\"a=1\"] }") == "the name of a switch is \"\" (text), allowed is a name");
    std::string many = "{ a = [\"a=1\"]";
    for (int k = 0; k < 100; ++k) many += ", s" + std::to_string(k) + " = [\"a=1\"]";
    CHECK(said(many + " }") == "lockin.decompose.switches has 101 entries, allowed are 100");
  }

  TEST_CASE("all that is wrong is told at once, and no more than a hundred times") {
    Desk desk;
    said_of(
        desk,
        "[lockin]\nseeds = 0\n[lockin.hysteresis]\npoints = 1\nfrom = nan\n[lockin.twins]\nsettings = 3\n");
    CHECK(desk.messages.size() == 7);
    std::string text = kWatch + "[lockin.decompose.switches]\n";
    for (int k = 0; k < 99; ++k) {
      text += "s" + std::to_string(k) + " = [";
      for (int j = 0; j < 100; ++j) text += "1, ";
      text += "]\n";
    }
    Problems problems;
    CHECK_FALSE(
        parse_scenario(sample::kScenario + text, desk.folder / "s.toml", sample::models(), {}, problems));
    CHECK(problems.count() <= 2 * Problems::kMost);
  }
}
