#include "tools/failure.hpp"

#include <doctest/doctest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <new>
#include <sstream>

#include "engine/model.hpp"
#include "tools/build_info.hpp"

namespace yanzhen::tools {
namespace {

// What report_failures logs when `work` ends in an exception.
template <class Error>
std::string told(const Error& error, ExitCode expected) {
  std::ostringstream text;
  const auto before = spdlog::default_logger();
  spdlog::set_default_logger(
      std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_st>(text)));
  const ExitCode code = report_failures("yanzhen run 'a b.toml'", [&]() -> ExitCode { throw error; });
  spdlog::set_default_logger(before);
  CHECK(code == expected);
  return text.str();
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_SUITE("tools/failure") {
  TEST_CASE("a broken invariant is called our mistake, with all that a report needs") {
    const std::string text = told(InvariantError{"agents are conserved: 5 became 4"}, ExitCode::failed);
    CHECK(holds(text, "agents are conserved: 5 became 4"));
    CHECK(holds(text, "this is a mistake of yanzhen, not of your scenario"));
    CHECK(holds(text, "yanzhen run 'a b.toml'"));
    CHECK(holds(text, kVersion));
  }
  TEST_CASE("a failing disk is told as it is and is nobody's mistake") {
    const std::string text = told(std::runtime_error{"runs/x.h5: no space left"}, ExitCode::failed);
    CHECK(holds(text, "runs/x.h5: no space left"));
    CHECK_FALSE(holds(text, "mistake"));
  }
  TEST_CASE("memory that does not suffice comes with a way out") {
    CHECK(holds(told(std::bad_alloc{}, ExitCode::failed), "scale.people_per_agent"));
  }
  TEST_CASE("bad input has an exit code of its own") {
    told(UsageError{"no such option", "try another"}, ExitCode::bad_input);
    told(ScenarioError{{{{"a.toml", 1, 2}, "wrong", ""}}}, ExitCode::bad_input);
  }
  TEST_CASE("work that throws nothing keeps its exit code") {
    CHECK(report_failures("", [] { return ExitCode::interrupted; }) == ExitCode::interrupted);
  }
}

}  // namespace yanzhen::tools
