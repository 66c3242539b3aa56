#include "io/scenario_file.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "io/csv_file.hpp"
#include "io/outlines_file.hpp"
#include "io/toml_reader.hpp"
#include "tests/io/scenario_desk.hpp"

using namespace yanzhen;
using sample::Desk;
using sample::Strings;

namespace {

const std::string kStart =
    "title = \"t\"\nmodel = \"industry_migration\"\n[time]\nstart = 2010\nend = 2020\n[data]\ncities = "
    "\"cities.csv\"\n";

}  // namespace

TEST_SUITE("io/scenario_file") {
  TEST_CASE("every key of a scenario arrives where it belongs") {
    Desk desk;
    const auto scenario = desk.load(sample::kScenario);
    REQUIRE(scenario);
    CHECK(scenario->title == "A test");
    CHECK(scenario->question == "Does it load?");
    CHECK(scenario->model == "industry_migration");
    CHECK(scenario->file == (desk.folder / "s.toml").string());
    CHECK(scenario->seed == 7);
    CHECK(to_text(scenario->clock.date(0)) == "2010-01-01");
    CHECK(scenario->clock.steps() == 24);
    CHECK(scenario->clock.length() == StepLength::month);
    CHECK(scenario->people_per_agent == 50.0);
    CHECK(scenario->parameters["firms.relocation.sensitivity"] == 2.5);
    CHECK(scenario->parameters["talent.return_rate"] == 0.2);
    CHECK(scenario->parameters.place("talent.return_rate").line == 20);
    CHECK(scenario->tables.at("cities").rows() == 2);
    CHECK(scenario->record.every == RecordOptions::Every::quarter);
    CHECK_FALSE(scenario->record.flows);
    CHECK(scenario->record.agents);
    CHECK(scenario->record.panels == Strings{"population", "产值"});
    CHECK(scenario->outlines.empty());
  }

  TEST_CASE("what a scenario does not say has its default") {
    Desk desk;
    const auto scenario = desk.load(kStart);
    REQUIRE(scenario);
    CHECK(scenario->seed == 1);
    CHECK(scenario->people_per_agent == 100.0);
    CHECK(scenario->clock.steps() == 40);
    CHECK(scenario->parameters["talent.return_rate"] == 0.1);
    CHECK(scenario->parameters.place("talent.return_rate").file.empty());
    CHECK(scenario->record.every == RecordOptions::Every::year);
  }

  TEST_CASE("a parameter may be one quoted name or tables in tables, but not both") {
    Desk desk;
    for (const char* text :
         {"\"firms.relocation.sensitivity\" = 3", "firms.relocation.sensitivity = 3.0",
          "firms = { relocation = { sensitivity = 3 } }", "\"firms.relocation\".sensitivity = 3",
          "[parameters.firms.relocation]\nsensitivity = 3"}) {
      CAPTURE(text);
      const auto scenario = desk.load(kStart + "[parameters]\n" + text);
      REQUIRE(scenario);
      CHECK(scenario->parameters["firms.relocation.sensitivity"] == 3.0);
    }
    desk.load(kStart + "[parameters]\n\"talent.return_rate\" = 0.1\ntalent.return_rate = 0.1\n");
    REQUIRE(desk.messages.size() == 1);
    CHECK(desk.messages.front().find("parameters.\"talent.return_rate\" is given twice") !=
          std::string::npos);
  }

  TEST_CASE("an unknown key is told with the nearest name") {
    Desk desk;
    CHECK(desk.with("seed = 7", "sed = 7") == Strings{"s.toml:4:1: error: sed is not a key of a scenario"});
    CHECK(desk.hints.front().rfind("did you mean \"seed\"? known: title, ", 0) == 0);
    CHECK(desk.with("step =", "stepp =") == Strings{"s.toml:8:1: error: time.stepp is not a key of [time]"});
    CHECK(desk.hints.front() == "did you mean \"step\"? known: start, end, step");
    CHECK(desk.with("[scale]", "[scales]") ==
          Strings{"s.toml:9:2: error: scales is not a key of a scenario"});
    CHECK(desk.with("flows", "flow") == Strings{"s.toml:15:1: error: record.flow is not a key of [record]"});
    CHECK(desk.with("cities =", "\"my cities\" =") ==
          Strings{"s.toml:12:1: error: data.\"my cities\" is not a key of [data]",
                  "s.toml:11:1: error: data.cities is missing"});
    CHECK(
        desk.with("sensitivity", "sensitivty") ==
        Strings{"s.toml:19:1: error: parameters.\"firms.relocation.sensitivty\" is not a parameter of model "
                "industry_migration"});
    CHECK(desk.hints.front() ==
          "did you mean \"firms.relocation.sensitivity\"? `yanzhen list parameters` prints all of them");
    CHECK(desk.with("\"A test\"\n", "\"A test\"\n[[polcy]]\nrule = 1\n").front() ==
          "s.toml:2:3: error: polcy is not a key of a scenario");
  }

  TEST_CASE("a missing key is told with what it is for") {
    Desk desk;
    CHECK(desk.load("") == std::nullopt);
    CHECK(desk.messages == Strings{"s.toml: error: title is missing", "s.toml: error: model is missing",
                                   "s.toml: error: time.start is missing",
                                   "s.toml: error: time.end is missing"});
    CHECK(desk.hints[1] == "known: industry_migration, increasing_returns_urn");
    CHECK(desk.with("end =", "# end =") == Strings{"s.toml:5:1: error: time.end is missing"});
    CHECK(desk.with("cities =", "outlines =").front() == "s.toml:11:1: error: data.cities is missing");
  }

  TEST_CASE("a value of the wrong kind is told with what was found and what is allowed") {
    Desk desk;
    CHECK(desk.with("\"A test\"", "5") ==
          Strings{"s.toml:1:9: error: title is 5 (a whole number), allowed is text"});
    CHECK(desk.with("seed = 7", "seed = \"a\"") ==
          Strings{"s.toml:4:8: error: seed is \"a\" (text), allowed is a whole number, 0 or more (it chooses "
                  "the random draws)"});
    CHECK(desk.with("seed = 7", "seed = -1").size() == 1);
    CHECK(desk.with("seed = 7", "seed = 7.5").size() == 1);
    CHECK(desk.with("50", "0.5") ==
          Strings{"s.toml:10:20: error: scale.people_per_agent is 0.5 (a number), allowed is 1 to "
                  "1000000 (how many people one agent stands for)"});
    CHECK(desk.with("50", "nan").size() == 1);
    CHECK(desk.with("50", "1e7").size() == 1);
    CHECK(desk.with("[\"population\", \"产值\"]", "[\"population\", 3]") ==
          Strings{"s.toml:17:10: error: record.panels is an array, allowed is an array of texts, for example "
                  "[\"population\"]"});
    CHECK(desk.with("flows = false", "flows = 0") ==
          Strings{"s.toml:15:9: error: record.flows is 0 (a whole number), allowed is true or false"});
    CHECK(desk.with("\"cities.csv\"", "[1]") ==
          Strings{"s.toml:12:10: error: data.cities is an array, allowed is text: the path of a file"});
    CHECK(desk.with("= 2.5", "= \"2.5\"") ==
          Strings{"s.toml:19:34: error: parameters.\"firms.relocation.sensitivity\" is "
                  "\"2.5\" (text), allowed is a number"});
    CHECK(desk.with("[scale]\npeople_per_agent = 50", "").empty());
    CHECK(desk.load("title = \"t\"\nmodel = \"industry_migration\"\ntime = 3\ndata = []\n") == std::nullopt);
    CHECK(desk.messages.front() == "s.toml:3:8: error: time is 3 (a whole number), allowed is a table");
  }

  TEST_CASE("a parameter out of its range is told with range, unit and meaning") {
    Desk desk;
    REQUIRE(desk.with("= 2.5", "= 11").size() == 1);
    CHECK(desk.messages.front() ==
          "s.toml:19:34: error: firms.relocation.sensitivity is 11, allowed is 0 to 10 [1/log-utility]");
    CHECK(desk.hints.front() == "how much a better city draws a firm");
    CHECK(desk.with("= 2.5", "= nan").size() == 1);
    CHECK(desk.with("= 2.5", "= 1e400").size() == 1);
  }

  TEST_CASE("a date may be a year, a month, a day, with or without quotes") {
    Desk desk;
    for (const char* end : {"2012", "\"2012\"", "\"2012-01\"", "\"2012-01-01\"", "2012-01-01"}) {
      CAPTURE(end);
      const std::string text = kStart + "";
      std::string changed = text;
      changed.replace(changed.find("end = 2020"), 10, "end = " + std::string{end});
      const auto scenario = desk.load(changed);
      REQUIRE(scenario);
      CHECK(to_text(scenario->clock.date(scenario->clock.steps())) == "2012-01-01");
    }
    CHECK(desk.with("\"2010-01\"", "\"2010-13\"") ==
          Strings{"s.toml:6:9: error: time.start is \"2010-13\" (text), allowed is a date like 2010, "
                  "\"2010-01\" or "
                  "\"2010-01-15\", years 1000 to 2999"});
    CHECK(desk.with("2012-01-15", "2012-01-15T00:00:00").size() == 1);
    CHECK(desk.with("2012-01-15", "true").size() == 1);
  }

  TEST_CASE("the end comes at least one step after the start") {
    Desk desk;
    CHECK(desk.with("2012-01-15", "2009") ==
          Strings{"s.toml:7:7: error: time.end is 2009 (a whole number), allowed is one "
                  "month or more after time.start, which is 2010-01-01"});
    CHECK(desk.with("2012-01-15", "\"2010-01-31\"").size() == 1);
    CHECK(desk.with("2012-01-15", "\"2010-02-01\"").empty());
  }

  TEST_CASE("steps and records are days, months, quarters or years, a record not finer than a step") {
    Desk desk;
    CHECK(desk.with("\"month\"", "\"week\"") ==
          Strings{"s.toml:8:8: error: time.step is \"week\" (text), allowed is \"day\", "
                  "\"month\", \"quarter\" or \"year\""});
    CHECK(desk.with("\"quarter\"", "\"day\"") ==
          Strings{"s.toml:14:9: error: record.every is \"day\" (text), allowed is "
                  "\"step\", \"month\", \"quarter\" or \"year\""});
    CHECK(desk.with("\"month\"", "\"year\"") ==
          Strings{"s.toml:14:9: error: record.every is \"quarter\" (text), allowed is "
                  "nothing finer than a step, which is a year"});
    CHECK(desk.with("\"quarter\"", "\"month\"").empty());
    CHECK(desk.with("\"month\"", "\"day\"").empty());
  }

  TEST_CASE("a model that does not exist is told with those that do") {
    Desk desk;
    CHECK(desk.with("industry_migration", "industry_migraton") ==
          Strings{"s.toml:3:9: error: model is \"industry_migraton\", which is not a model"});
    CHECK(desk.hints.front() ==
          "did you mean \"industry_migration\"? known: industry_migration, increasing_returns_urn");
  }

  TEST_CASE("a table that cannot be read is told at the key that asked for it") {
    Desk desk;
    CHECK(desk.with("cities.csv", "citys.csv") ==
          Strings{"s.toml:12:10: error: data.cities names \"citys.csv\", which does not exist"});
    CHECK(desk.hints.front() == "did you mean \"cities.csv\"?");
    CHECK(desk.with("cities.csv", ".") ==
          Strings{"s.toml:12:10: error: data.cities names \"\", which is a folder"});
    CHECK(desk.with("cities.csv", "/dev/zero") ==
          Strings{"s.toml:12:10: error: data.cities names \"/dev/zero\", which is a pipe or a device, not an "
                  "ordinary file"});
    desk.folder.write("cities.csv", "code,name,gdp\n1,a,-5\n");
    CHECK(desk.load(sample::kScenario) == std::nullopt);
    CHECK(desk.messages ==
          Strings{"cities.csv:2:5: error: gdp is -5, allowed is 0 or more [100 million yuan]"});
  }

  TEST_CASE("a syntax error is told with its place") {
    Desk desk;
    REQUIRE(desk.with("= 7", "= = 7").size() == 1);
    CHECK(desk.messages.front().rfind("s.toml:4:8: error: not valid TOML: ", 0) == 0);
    CHECK(desk.with("A test", "\xC9\xCF") == Strings{"s.toml:1:10: error: byte 0xC9 is not UTF-8 text"});
    CHECK(desk.with("title", "\xEF\xBB\xBFtitle").empty());
    std::string crlf;
    for (const char one : sample::kScenario) {
      if (one == '\n') crlf += '\r';
      crlf += one;
    }
    CHECK(desk.load(crlf));
  }

  TEST_CASE("all problems of a scenario and its tables are told at once") {
    Desk desk;
    desk.folder.write("cities.csv", "code,name,gdp\n0,a,-5\n");
    desk.load(
        "title = 5\nmodel = \"industry_migration\"\nsed = 1\n[time]\nstart = 1\nend = 2\n[data]\ncities = "
        "\"cities.csv\"\n"
        "[parameters]\n\"talent.return_rate\" = 7\n");
    CHECK(desk.messages.size() == 7);
  }
}

TEST_SUITE("io/scenario_file extends") {
  TEST_CASE("what a scenario does not say comes from the one that it extends, key by key") {
    Desk desk;
    desk.folder.write("base/base.toml", sample::kScenario);
    desk.folder.write("base/cities.csv", sample::kCities);
    const auto scenario = desk.load(
        "extends = \"base/base.toml\"\ntitle = \"Other\"\n[record]\npanels = []\n"
        "[parameters]\nfirms.relocation.sensitivity = 3\n");
    REQUIRE(scenario);
    CHECK(scenario->title == "Other");
    CHECK(scenario->seed == 7);
    CHECK(scenario->record.panels.empty());
    CHECK(scenario->record.agents);
    CHECK(scenario->parameters["firms.relocation.sensitivity"] == 3.0);
    CHECK(scenario->parameters["talent.return_rate"] == 0.2);
    CHECK(desk.folder.without_folder(scenario->parameters.place("talent.return_rate").file) ==
          "base/base.toml");
    CHECK(desk.folder.without_folder(scenario->tables.at("cities").file()) == "base/cities.csv");
  }

  TEST_CASE("a problem is told in the file where it stands") {
    Desk desk;
    desk.folder.write("base.toml", sample::kScenario + "wrong = 1\n");
    desk.load("extends = \"base.toml\"\n[time]\nend = 2000\n");
    CHECK(desk.messages ==
          Strings{"s.toml:3:7: error: time.end is 2000 (a whole number), allowed is one month or more after "
                  "time.start, which is 2010-01-01",
                  "base.toml:21:1: error: parameters.wrong is not a parameter of model industry_migration"});
  }

  TEST_CASE("a circle is told with the whole chain") {
    Desk desk;
    desk.folder.write("a.toml", "extends = \"b.toml\"\n");
    desk.folder.write(
        "b.toml", "extends = \"../" + (desk.folder / "").parent_path().filename().string() + "/a.toml\"\n");
    desk.load_file("a.toml");
    CHECK(desk.messages ==
          Strings{"b.toml:1:11: error: extends leads in a circle: a.toml -> b.toml -> a.toml"});
    desk.load("extends = \"s.toml\"\n");
    CHECK(desk.messages == Strings{"s.toml:1:11: error: extends leads in a circle: s.toml -> s.toml"});
  }

  TEST_CASE("a chain of sixteen is followed, one of seventeen is not") {
    Desk desk;
    desk.folder.write("0.toml", kStart);
    for (int i = 1; i <= 17; ++i)
      desk.folder.write(std::to_string(i) + ".toml", "extends = \"" + std::to_string(i - 1) + ".toml\"\n");
    CHECK(desk.load_file("16.toml"));
    CHECK_FALSE(desk.load_file("17.toml"));
    CHECK(desk.messages == Strings{"1.toml:1:11: error: extends leads through more than 16 scenarios"});
  }

  TEST_CASE("a base that cannot be read hides nothing of the rest and makes nothing else missing") {
    Desk desk;
    desk.load("extends = \"none.toml\"\nseed = -1\n");
    CHECK(desk.messages.size() == 2);
    CHECK(desk.messages.front() == "s.toml:1:11: error: extends names \"none.toml\", which does not exist");
    desk.folder.write("broken.toml", "title = = 1\n");
    desk.load("extends = \"broken.toml\"\nseed = -1\n");
    CHECK(desk.messages.size() == 2);
    CHECK(desk.messages.front().rfind("broken.toml:1:", 0) == 0);
    desk.load("extends = 5\n");
    CHECK(desk.messages ==
          Strings{
              "s.toml:1:11: error: extends is 5 (a whole number), allowed is text: the path of a scenario"});
  }

  TEST_CASE("a scenario that is not there is told") {
    Desk desk;
    CHECK_FALSE(desk.load_file("s.tml"));
    CHECK(desk.messages == Strings{"s.tml: error: the scenario does not exist"});
    REQUIRE(mkfifo((desk.folder / "pipe.toml").c_str(), 0600) == 0);
    CHECK_FALSE(desk.load_file("pipe.toml"));
    CHECK(desk.messages ==
          Strings{"pipe.toml: error: the scenario is a pipe or a device, not an ordinary file"});
    desk.folder.write("big.toml", std::string((4U << 20U) + 1, '#'));
    CHECK_FALSE(desk.load_file("big.toml"));
    CHECK(desk.messages == Strings{"big.toml: error: the scenario has 5 MB, allowed are 4 MB"});
  }
}

TEST_SUITE("io/scenario_file --set") {
  TEST_CASE("a path, a bare parameter name and a text without quotes are understood") {
    Desk desk;
    const auto scenario =
        desk.load(sample::kScenario,
                  {{"time.end=2020", "scale.people_per_agent=1000",
                    "parameters.firms.relocation.sensitivity=2", "talent.return_rate=0.5", "title=A new name",
                    "record.panels=[\"x\"]", "seed=3", "question=\"=\"", "record.every=year"},
                   {}});
    REQUIRE(scenario);
    CHECK(scenario->clock.steps() == 120);
    CHECK(scenario->people_per_agent == 1000.0);
    CHECK(scenario->parameters["firms.relocation.sensitivity"] == 2.0);
    CHECK(scenario->parameters["talent.return_rate"] == 0.5);
    CHECK(scenario->parameters.place("talent.return_rate").file == "--set talent.return_rate=0.5");
    CHECK(scenario->title == "A new name");
    CHECK(scenario->question == "=");
    CHECK(scenario->record.panels == Strings{"x"});
    CHECK(scenario->seed == 3);
  }

  TEST_CASE("the last one wins, and --seed wins over all") {
    Desk desk;
    CHECK(desk.load(sample::kScenario, {{"seed=3", "seed=4"}, {}})->seed == 4);
    CHECK(desk.load(sample::kScenario, {{"seed=3"}, 9})->seed == 9);
    CHECK_FALSE(desk.load(sample::kScenario, {{}, std::uint64_t{1} << 63U}));
    CHECK(desk.messages == Strings{"--seed 9223372036854775808: error: seed is 9223372036854775808, allowed "
                                   "is 0 to 9223372036854775807"});
  }

  TEST_CASE("what is wrong in it is told like elsewhere") {
    Desk desk;
    CHECK(desk.with_set("seed") == Strings{"--set seed: error: not of the form path.to.key=value"});
    CHECK(desk.with_set("=1") == Strings{"--set =1: error: not of the form path.to.key=value"});
    CHECK(desk.with_set("seed=abc") ==
          Strings{"--set seed=abc: error: seed is \"abc\" (text), allowed is a whole number, 0 or "
                  "more (it chooses the random draws)"});
    CHECK(desk.with_set("sed=1") ==
          Strings{"--set sed=1: error: \"sed\" is neither a key of a scenario nor a parameter of its model"});
    CHECK(desk.hints.front() == "did you mean \"seed\"?");
    CHECK(desk.with_set("talent.return_rat=1").size() == 1);
    CHECK(desk.hints.front() == "did you mean \"talent.return_rate\"?");
    CHECK(desk.with_set("time.ende=2020") ==
          Strings{"--set time.ende=2020: error: time.ende is not a key of [time]"});
    CHECK(desk.with_set("time=2020") ==
          Strings{"--set time=2020: error: time is 2020 (a whole number), allowed is a table"});
    CHECK(desk.with_set("parameters.talent.rate=1").front() ==
          "--set parameters.talent.rate=1: error: parameters.\"talent.rate\" is not a parameter of model "
          "industry_migration");
    CHECK(desk.with_set("talent.return_rate=2").front() ==
          "--set talent.return_rate=2: error: talent.return_rate is 2, allowed is 0 to 1 [1/year]");
    CHECK(desk.with_set("extends=x.toml") ==
          Strings{"--set extends=x.toml: error: extends cannot be set here, only in a scenario file"});
    CHECK(desk.with_set("data.cities=" + (desk.folder / "cities.csv").string()).empty());
  }

  TEST_CASE("a value with a line end or a comment sign stays text") {
    Desk desk;
    CHECK(desk.load(sample::kScenario, {{"title=1\nseed=5"}, {}})->title == "1\nseed=5");
    CHECK(desk.load(sample::kScenario, {{"title=1 # one"}, {}})->title == "1 # one");
  }
}

TEST_SUITE("io/scenario_file resolved") {
  TEST_CASE("it says everything that is in force, word for word") {
    Desk desk;
    desk.folder.write("base/base.toml", sample::kScenario);
    desk.folder.write("base/cities.csv", sample::kCities);
    const auto scenario = desk.load("extends = \"base/base.toml\"\ntitle = \"a \\\"b\\\" \\\\ \\u0007\"\n",
                                    {{"firms.relocation.sensitivity=3"}, {}});
    REQUIRE(scenario);
    CHECK(
        scenario->resolved ==
        "title = \"a \\\"b\\\" \\\\ \\u0007\"\n"
        "question = \"Does it load?\"\n"
        "model = \"industry_migration\"\n"
        "seed = 7\n"
        "\n[time]\nstart = \"2010-01-01\"\nend = \"2012-01-01\"\nstep = \"month\"\n"
        "\n[scale]\npeople_per_agent = 50.0\n"
        "\n[data]\ncities = \"base/cities.csv\"\n"
        "\n[record]\nevery = \"quarter\"\nflows = false\nagents = true\npanels = [\"population\", \"产值\"]\n"
        "\n[parameters]\n\"firms.relocation.sensitivity\" = 3.0\n\"talent.return_rate\" = 0.2\n");
  }

  TEST_CASE("it loads to the same scenario again when saved beside it, and from memory") {
    Desk desk;
    desk.folder.write("elsewhere/io.csv", sample::kInputOutput);
    desk.folder.write("elsewhere/map.json", "{\"type\": \"FeatureCollection\", \"features\": []}");
    desk.folder.write("base.toml", sample::kScenario);
    desk.folder.write("deep/s.toml",
                      "extends = \"../base.toml\"\n[data]\ninput_output = \"../elsewhere/io.csv\"\n"
                      "outlines = \"../elsewhere/map.json\"\n[scale]\npeople_per_agent = 123456.7\n");
    const auto first = desk.load_file("deep/s.toml");
    REQUIRE(first);
    CHECK(first->outlines == (desk.folder / "elsewhere/map.json").string());
    CHECK(first->resolved.find("cities = \"../cities.csv\"") != std::string::npos);
    desk.folder.write("deep/resolved.toml", first->resolved);
    const auto second = desk.load_file("deep/resolved.toml");
    REQUIRE(second);
    CHECK(second->resolved == first->resolved);
    CHECK(second->tables.at("input_output").rows() == 2);
    Problems problems;
    const auto third =
        parse_scenario(first->resolved, desk.folder / "deep/s.toml", sample::models(), {}, problems);
    REQUIRE(third);
    CHECK(third->resolved == first->resolved);
  }

  TEST_CASE("it is the same text from whichever folder, through links as well") {
    Desk desk;
    desk.folder.write("one/two/s.toml",
                      kStart.substr(0, kStart.find("[data]")) + "[data]\ncities = \"../../cities.csv\"\n");
    std::filesystem::create_directory_symlink("one/two", desk.folder / "link");
    const auto straight = desk.load_file("one/two/s.toml");
    const auto linked = desk.load_file("link/s.toml");
    REQUIRE(straight);
    REQUIRE(linked);
    CHECK(straight->resolved == linked->resolved);
  }

  TEST_CASE("a number keeps every digit") {
    for (const double number : {0.1, 1e22, 123456789012345680000.0, 5e-324, 1.0 / 3.0, -0.0, 1e6}) {
      CAPTURE(number);
      const TomlValue read = toml_value_or_text(toml_number(number), {});
      REQUIRE(std::holds_alternative<double>(read.value));
      CHECK(std::get<double>(read.value) == number);
    }
  }
}

TEST_SUITE("io/scenario_file limits") {
  TEST_CASE("deep nesting of any kind is refused with its place, not followed into the stack") {
    const auto repeat = [](const std::string& text, int times) {
      std::string out;
      for (int i = 0; i < times; ++i) out += text;
      return out;
    };
    for (const std::string& text :
         {"x = " + repeat("[", 100'000), repeat("a.", 1'000'000) + "a = 1",
          "[" + repeat("a.", 100'000) + "a]", "x = " + repeat("{a=", 100'000),
          "x = " + repeat("[{a.b=", 50'000), "x = \"\"\"\"\"\"\"\"\ny = " + repeat("[", 100'000)}) {
      Problems problems;
      CHECK_FALSE(read_toml(text, "f", problems));
      REQUIRE(problems.count() == 1);
      CHECK(to_text(problems.list().front()).find("error: nested deeper than 32 levels") !=
            std::string::npos);
    }
    Problems problems;
    const std::string dots(200, '.');
    CHECK(read_toml("a = \"" + dots + "\" # " + dots + "\nb = '''" + dots + "\n'''\nc = 'it\"s'\nd = 1.5\n",
                    "f", problems));
  }

  TEST_CASE("outlines must be a FeatureCollection") {
    const auto message = [](const std::string& text) {
      Problems problems;
      check_outlines(text, "map.json", problems);
      return problems.any() ? to_text({problems.list().front().where, problems.list().front().problem, ""})
                            : "";
    };
    CHECK(message("{\"features\": [{\"type\": \"Feature\"}], \"type\": \"FeatureCollection\"}").empty());
    CHECK(message("{\"type\": \"Feature\"}") == "map.json: error: not a GeoJSON FeatureCollection");
    CHECK(message("[{\"type\": \"FeatureCollection\", \"features\": []}]") ==
          "map.json: error: not a GeoJSON FeatureCollection");
    CHECK(message("{\"a\": {\"type\": \"FeatureCollection\", \"features\": []}}") ==
          "map.json: error: not a GeoJSON FeatureCollection");
    CHECK(message("{\n\"名\": x}") == "map.json:2:6: error: not valid JSON");
    CHECK(message("").find("not valid JSON") != std::string::npos);
    CHECK(message(std::string(1'000'000, '[')).find("not valid JSON") != std::string::npos);
  }
}
