#include "io/csv_file.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <chrono>
#include <cmath>
#include <sstream>

#include "tests/io/sample_model.hpp"
#include "tests/io/scratch_folder.hpp"

using namespace yanzhen;

namespace {

struct Outcome {
  std::optional<Table> table;
  std::vector<std::string> messages;  // without the hints
  std::vector<std::string> hints;
};

Outcome parse(const std::string& text, const TableSpec& spec = sample::cities()) {
  Problems problems;
  std::istringstream stream{text};
  Outcome outcome{parse_csv(stream, "t.csv", spec, problems), {}, {}};
  for (const Diagnostic& one : problems.list()) {
    outcome.messages.push_back(to_text({one.where, one.problem, ""}));
    outcome.hints.push_back(one.hint);
  }
  CHECK(outcome.table.has_value() == !problems.any());
  return outcome;
}

// The only message for a table with this header and one row.
std::string message(const std::string& text, const TableSpec& spec = sample::cities()) {
  const Outcome outcome = parse(text, spec);
  REQUIRE(outcome.messages.size() == 1);
  return outcome.messages.front();
}

std::string message_of_row(const std::string& row) { return message("code,name,gdp,share\n" + row + "\n"); }

}  // namespace

TEST_SUITE("io/csv_file") {
  TEST_CASE("a table is read with its quotes, its empty cells and the place of every cell") {
    const Outcome outcome = parse(sample::kCities);
    REQUIRE(outcome.table);
    const Table& table = *outcome.table;
    CHECK(table.rows() == 2);
    CHECK(table.file() == "t.csv");
    CHECK(table.text("name", 0) == "上海");
    CHECK(table.text("name", 1) == "Jiaxing, \"Zhejiang\"");
    CHECK(table.number("gdp", 0) == 43214.85);
    CHECK(table.number("gdp", 1) == 6300.0);
    CHECK(table.number("share", 0) == 0.25);
    CHECK_FALSE(table.number("share", 1));
    CHECK(table.place("gdp", 0).line == 2);
    CHECK(table.place("gdp", 0).column == 6);  // 1,上海, are five letters
    CHECK(table.place("share", 1).line == 3);
  }

  TEST_CASE("columns are found by name, in any order, and optional ones may be absent") {
    const Outcome outcome = parse("gdp,name,code\n5,a,1\n");
    REQUIRE(outcome.table);
    CHECK(outcome.table->number("gdp", 0) == 5.0);
    CHECK_FALSE(outcome.table->column("share").present);
    CHECK_FALSE(outcome.table->number("share", 0));
  }

  TEST_CASE("a byte order mark, CRLF, empty lines and a missing last line end change nothing") {
    const Outcome outcome = parse(
        "\xEF\xBB\xBF"
        "code,name,gdp\r\n\r\n1,a,5\r\n\r\n2,b,6");
    REQUIRE(outcome.table);
    CHECK(outcome.table->rows() == 2);
    CHECK(outcome.table->text("name", 1) == "b");
    CHECK(outcome.table->place("code", 1).line == 5);
  }

  TEST_CASE("a quoted field may hold line ends, and the row stands where it begins") {
    const Outcome outcome = parse("code,name,gdp\n1,\"two\r\nlines\",5\n2,b,-6\n");
    CHECK(outcome.messages ==
          std::vector<std::string>{"t.csv:4:5: error: gdp is -6, allowed is 0 or more [100 million yuan]"});
    CHECK(parse("code,name,gdp\n1,\"two\r\nlines\",5\n").table->text("name", 0) == "two\nlines");
  }

  TEST_CASE("columns named note, source, grade, line or #anything are remarks") {
    const Outcome outcome = parse("code,name,gdp,note,#check,source,grade,line,#check\n1,a,5,x,,y,,z,\n");
    REQUIRE(outcome.table);
    CHECK(outcome.table->find("note") == nullptr);
  }

  TEST_CASE("a number that is none, not finite or half read is told with what is allowed") {
    CHECK(
        message_of_row("1,a,much,") ==
        "t.csv:2:5: error: gdp is \"much\", which is not a number; allowed is 0 or more [100 million yuan]");
    for (const char* cell : {"nan", "inf", "-inf", "1,5", "1.5x", " 1", "1 ", "+1", "0x10", "1e", "."}) {
      CAPTURE(cell);
      const std::string text = message_of_row("1,a,\"" + std::string{cell} + "\",");
      CHECK(text == "t.csv:2:5: error: gdp is \"" + std::string{cell} +
                        "\", which is not a number; allowed is 0 or more [100 million yuan]");
    }
    CHECK(
        message_of_row("1,a,1e999,").find("gdp is \"1e999\", which is too large or too small for a number") !=
        std::string::npos);
  }

  TEST_CASE("the ends of a range are allowed, what lies beyond is not") {
    CHECK(parse("code,name,gdp,share\n1000,a,0,1\n").table);
    CHECK(message_of_row("1001,a,0,1") == "t.csv:2:1: error: code is 1001, allowed is 1 to 1000");
    CHECK(message_of_row("1,a,0,1.0001") == "t.csv:2:7: error: share is 1.0001, allowed is 0 to 1");
    CHECK(parse("code,name,gdp,share\n1,a,0,-0.1\n").hints.front() == "share of manufacturing");
  }

  TEST_CASE("a whole number is whole and exact") {
    CHECK(message_of_row("1.5,a,0,") ==
          "t.csv:2:1: error: code is \"1.5\", which is not a whole number; allowed is 1 to 1000");
    TableSpec spec;
    spec.name = "ids";
    spec.columns = {{"id", CellKind::integer, "", "an id"}};
    CHECK(parse("id\n9007199254740992\n", spec).table->number("id", 0) == 9007199254740992.0);
    CHECK(message("id\n9007199254740994\n", spec) ==
          "t.csv:2:1: error: id is \"9007199254740994\", which is not a whole number; allowed is any whole "
          "number");
  }

  TEST_CASE("an empty cell is a problem unless its column may be empty") {
    CHECK(message_of_row("1,,0,") == "t.csv:2:3: error: name is empty");
    CHECK(message_of_row("1,a,,") == "t.csv:2:5: error: gdp is empty");
  }

  TEST_CASE("headers: unknown, missing, twice, without a name") {
    const Outcome unknown = parse("code,name,gdq\n1,a,5\n");
    CHECK(unknown.messages ==
          std::vector<std::string>{"t.csv:1:11: error: \"gdq\" is not a column of table cities",
                                   "t.csv:1: error: column \"gdp\" is missing"});
    CHECK(unknown.hints.front() == "did you mean \"gdp\"? known: code, name, gdp, share");
    CHECK(message("code,name,gdp,gdp\n1,a,5,5\n") ==
          "t.csv:1:15: error: column \"gdp\" stands twice, first at column 11 of the line");
    CHECK(message("code,name,gdp,\n1,a,5,\n") == "t.csv:1:15: error: a column without a name");
  }

  TEST_CASE("a row with too few or too many fields is told with both counts") {
    CHECK(message_of_row("1,a,5") == "t.csv:2: error: fields in this row: 3, columns in the header: 4");
    CHECK(message_of_row("1,a,5,,") == "t.csv:2: error: fields in this row: 5, columns in the header: 4");
  }

  TEST_CASE("an empty file, a header alone and too many rows are problems") {
    CHECK(message("") == "t.csv: error: the file is empty");
    CHECK(message("\n\n") == "t.csv: error: the file is empty");
    CHECK(message("\xEF\xBB\xBF") == "t.csv: error: the file is empty");
    CHECK(message("code,name,gdp\n") == "t.csv: error: the file has a header and no rows");
    std::string rows = "code,name,gdp\n";
    for (int row = 1; row <= 6; ++row) rows += std::to_string(row) + ",a,5\n";
    CHECK(message(rows) == "t.csv:7: error: more rows than table cities may have (5)");
  }

  TEST_CASE("broken quotes are told where they break") {
    CHECK(message_of_row("1,\"a\"b,5,") == "t.csv:2:6: error: text after the closing quote of a field");
    CHECK(message_of_row("1,a\"b,5,") == "t.csv:2:4: error: a quote in a field that does not begin with one");
    const Outcome open = parse("code,name,gdp\n1,a,5\n2,\"b,6\n3,c,7\n");
    CHECK(open.messages ==
          std::vector<std::string>{"t.csv:3:3: error: a quote is opened here and never closed"});
  }

  TEST_CASE("text that is not UTF-8 is told with line and column in letters") {
    const Outcome gbk = parse("code,name,gdp\n1,上\xC9\xCF,5\n");
    CHECK(gbk.messages == std::vector<std::string>{"t.csv:2:4: error: byte 0xC9 is not UTF-8 text"});
    CHECK(gbk.hints.front() == "save the file with the encoding UTF-8 (in Excel: \"CSV UTF-8\")");
    for (const char* bytes :
         {"\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE4\xB8", "\x80", "\xF0\x80\x80\x80"}) {
      CAPTURE(bytes);
      CHECK(message_of_row("1," + std::string{bytes} + ",5,").find("is not UTF-8 text") != std::string::npos);
    }
    CHECK(message_of_row(std::string{"1,a\0b,5,", 8}) == "t.csv:2:4: error: byte 0x00 is not UTF-8 text");
    CHECK(parse("code,name,gdp\n1,\xF0\x9F\x8F\x99\xED\x9F\xBF\xEF\xBF\xBF,5\n").table);
  }

  TEST_CASE("a matrix takes every further column as a required number") {
    const Outcome outcome = parse(sample::kInputOutput, sample::input_output());
    REQUIRE(outcome.table);
    CHECK(outcome.table->columns().size() == 3);
    CHECK(outcome.table->number("workshops", 1) == 0.4);
    CHECK(message("input,a,note\nx,,y\n", sample::input_output()) == "t.csv:2:3: error: a is empty");
    CHECK(message("input,a,a\nx,1,2\n", sample::input_output()).find("column \"a\" stands twice") !=
          std::string::npos);
    CHECK(message("input,a\nx,inf\n", sample::input_output()) ==
          "t.csv:2:3: error: a is \"inf\", which is not a number; allowed is any number");
    CHECK(message("a\n1\n", sample::input_output()) == "t.csv:1: error: column \"input\" is missing");
  }

  TEST_CASE("all problems of a table are told at once, up to the most that are kept") {
    CHECK(parse("code,name,gdp\n0,,x\n1,b\n").messages.size() == 4);
    TableSpec spec = sample::cities();
    spec.max_rows = 100'000;
    std::string text = "code,name,gdp\n";
    for (int row = 0; row < 1000; ++row) text += "0,a,5\n";
    CHECK(parse(text, spec).messages.size() == Problems::kMost);
  }

  TEST_CASE("control characters and long cells do not reach the reader's terminal") {
    const std::string text = message_of_row("1,a,\"\x1b[31m" + std::string(500, 'x') + "\",");
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("\\x1b[31mxxx") != std::string::npos);
    CHECK(text.size() < 250);
  }

  TEST_CASE("a missing file, a folder and a pipe are told, and a pipe does not hang") {
    const sample::ScratchFolder folder;
    const auto message_for = [&](const std::filesystem::path& file) {
      Problems problems;
      CHECK_FALSE(read_csv(file, sample::cities(), problems));
      REQUIRE(problems.count() == 1);
      return folder.without_folder(to_text(problems.list().front()));
    };
    CHECK(message_for(folder / "none.csv") == "none.csv: error: the file does not exist");
    std::filesystem::create_directory(folder / "folder.csv");
    CHECK(message_for(folder / "folder.csv") == "folder.csv: error: the file is a folder");
    REQUIRE(mkfifo((folder / "pipe.csv").c_str(), 0600) == 0);
    CHECK(message_for(folder / "pipe.csv") ==
          "pipe.csv: error: the file is a pipe or a device, not an ordinary file");
    std::filesystem::resize_file(folder.write("big.csv", ""), kMostCsvBytes + 1);  // sparse: takes no room
    CHECK(message_for(folder / "big.csv") == "big.csv: error: the file has 257 MB, allowed are 256 MB");
  }

  TEST_CASE("a line of 100 MB is refused at once, in little memory") {
    const sample::ScratchFolder folder;
    const auto file = folder.write("long.csv", "code,name,gdp\n");
    {
      std::ofstream out{file, std::ios::binary | std::ios::app};
      const std::string block(1U << 20U, 'x');
      for (int i = 0; i < 100; ++i) out << block;
    }
    rusage before{};
    getrusage(RUSAGE_SELF, &before);
    const auto start = std::chrono::steady_clock::now();
    Problems problems;
    CHECK_FALSE(read_csv(file, sample::cities(), problems));
    rusage after{};
    getrusage(RUSAGE_SELF, &after);
    REQUIRE(problems.count() == 1);
    CHECK(folder.without_folder(to_text(problems.list().front()))
              .rfind("long.csv:2: error: a record of more than 1 MB", 0) == 0);
    CHECK(std::chrono::steady_clock::now() - start <
          std::chrono::seconds{2});                      // takes milliseconds; a sanitizer, a tenth
    CHECK(after.ru_maxrss - before.ru_maxrss < 20'000);  // KB: a few times the longest record
  }
}
