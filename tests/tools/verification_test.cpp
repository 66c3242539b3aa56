#include "tools/verification.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <nlohmann/json.hpp>

using namespace yanzhen::tools;
using namespace yanzhen::known_answers;

namespace {

KnownAnswer invented(const std::string& name, double found, bool slow = false) {
  return {name, "one is " + std::to_string(found), "nobody 2026",
          [found](const Effort&) { return within_relative(1, found, .01); }, slow};
}

std::vector<KnownAnswer> three() {
  return {invented("sums/one", 1), invented("sums/nearly", 1.001), invented("waves/slow", 1, true)};
}

std::vector<std::string> names(const std::vector<KnownAnswer>& answers) {
  std::vector<std::string> all;
  for (const KnownAnswer& one : answers) all.push_back(one.name);
  return all;
}

std::vector<Verdict> verdicts_of(const std::vector<KnownAnswer>& answers, int threads = 2) {
  return verify(answers, {}, threads, {});
}

}  // namespace

TEST_SUITE("tools/verification") {
  TEST_CASE("one answer that does not hold is enough to fail, and is named") {
    std::vector<KnownAnswer> answers = three();
    CHECK(exit_code_of(verdicts_of(answers)) == ExitCode::done);
    CHECK(conclusion(verdicts_of(answers)) == "3 of 3 known answers hold");
    answers.push_back(invented("sums/wrong", 1.02));
    const std::vector<Verdict> verdicts = verdicts_of(answers);
    CHECK(exit_code_of(verdicts) == ExitCode::failed);
    CHECK(conclusion(verdicts) == "3 of 4 known answers hold, 1 fails: sums/wrong");
    const std::string table = to_text(verdicts, 0);
    CHECK(table.find("FAILS") != std::string::npos);
    CHECK(table.find("1.02") != std::string::npos);
  }

  TEST_CASE("an answer that cannot be found fails with what was thrown, and the others are still asked for") {
    std::vector<KnownAnswer> answers = three();
    answers.insert(answers.begin(), {"sums/broken", "a sum", "nobody 2026", [](const Effort&) -> Finding {
                                       throw std::invalid_argument{"no sum to be found"};
                                     }});
    const std::vector<Verdict> verdicts = verdicts_of(answers);
    CHECK(exit_code_of(verdicts) == ExitCode::failed);
    CHECK_FALSE(verdicts[0].holds());
    CHECK(verdicts[0].trouble == "no sum to be found");
    CHECK(verdicts[1].holds());
    CHECK(to_text(verdicts, 0).find("no sum to be found") != std::string::npos);
    const auto json = nlohmann::json::parse(to_json(verdicts));
    CHECK(json[0]["found"].is_null());
    CHECK(json[0]["trouble"] == "no sum to be found");
    CHECK(json[0]["holds"] == false);
  }

  TEST_CASE("verdicts come in the order of the answers, whatever came in first, each told once") {
    std::vector<KnownAnswer> answers;
    for (int k = 0; k < 40; ++k) answers.push_back(invented("many/" + std::to_string(k), 1 + k));
    for (const int threads : {1, 2, 7}) {
      std::vector<std::size_t> told;
      const std::vector<Verdict> verdicts =
          verify(answers, {}, threads, [&](std::size_t done, const Verdict&) { told.push_back(done); });
      REQUIRE(verdicts.size() == answers.size());
      for (std::size_t k = 0; k < answers.size(); ++k)
        CHECK(verdicts[k].finding.found == 1 + static_cast<double>(k));
      for (std::size_t k = 0; k < told.size(); ++k) CHECK(told[k] == k + 1);
      CHECK(told.size() == answers.size());
    }
  }

  TEST_CASE("who asks to stop gets no verdicts, and nobody is asked after that") {
    std::atomic<int> asked{0};
    std::vector<KnownAnswer> answers(50, {"many/one", "a sum", "nobody 2026", [&](const Effort&) {
                                            ++asked;
                                            return exactly(1, 1);
                                          }});
    const Effort effort{false, [&] { return asked >= 5; }};
    CHECK_THROWS_AS(static_cast<void>(verify(answers, effort, 2, {})), Stopped);
    CHECK(asked <= 6);  // one more may have been under way in the other thread
  }

  TEST_CASE("a pattern chooses by name, and slow ones are left out unless full effort is asked for") {
    CHECK(names(chosen_answers(three(), {}, false)) == std::vector<std::string>{"sums/one", "sums/nearly"});
    CHECK(names(chosen_answers(three(), {}, true)).size() == 3);
    CHECK(names(chosen_answers(three(), {"near"}, false)) == std::vector<std::string>{"sums/nearly"});
    CHECK(names(chosen_answers(three(), {"nearly", "one"}, false)) ==
          std::vector<std::string>{"sums/one", "sums/nearly"});
    CHECK_THROWS_WITH_AS(static_cast<void>(chosen_answers(three(), {"waves"}, false)),
                         "what was asked for is found with --full only", UsageError);
  }

  TEST_CASE("a pattern that finds nothing is told the nearest name") {
    try {
      static_cast<void>(chosen_answers(three(), {"sums/nearby"}, false));
      FAIL("nothing was said");
    } catch (const UsageError& error) {
      CHECK(std::string{error.what()} == "no known answer has \"sums/nearby\" in its name");
      CHECK(error.hint().find("did you mean sums/nearly?") == 0);
    }
    try {
      static_cast<void>(chosen_answers(three(), {"wavs"}, false));
      FAIL("nothing was said");
    } catch (const UsageError& error) {
      CHECK(error.hint().find("did you mean waves?") == 0);
    }
  }
}
