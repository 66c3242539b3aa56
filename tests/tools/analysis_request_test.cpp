#include "tools/analysis/request.hpp"

#include <doctest/doctest.h>

#include "tests/tools/small_sweep.hpp"
#include "tools/command.hpp"

namespace yanzhen::tools {
namespace {

// "problem | hint" of what is refused.
std::string refusal(const AnalysisWords& words, const SweepResults& results = small_sweep()) {
  try {
    static_cast<void>(analysis_request(words, results));
  } catch (const UsageError& error) {
    return std::string{error.what()} + " | " + error.hint();
  }
  return "accepted";
}

AnalysisWords what(const std::string& word) {
  AnalysisWords words;
  words.what = {word};
  return words;
}

AnalysisWords best(const std::string& word) {
  AnalysisWords words;
  words.best = {word};
  return words;
}

AnalysisWords where(const std::string& word) {
  AnalysisWords words;
  words.where = {word};
  return words;
}

AnalysisWords at(const std::string& date) {
  AnalysisWords words;
  words.at = date;
  return words;
}

using Kinds = std::vector<AnalysisKind>;

}  // namespace

TEST_SUITE("tools/analysis/request") {
  TEST_CASE("without a word it asks for what the design can tell, of all indices at the last record") {
    SweepResults results = small_sweep();
    const AnalysisRequest request = analysis_request({}, results);
    CHECK(request.what == Kinds{AnalysisKind::means, AnalysisKind::effects, AnalysisKind::seeds});
    CHECK(request.indices == std::vector<std::size_t>{0, 1});
    CHECK(request.record == 1);
    results.replicates = 1;
    CHECK(analysis_request({}, results).what == Kinds{AnalysisKind::means, AnalysisKind::effects});
    results.design.kind = DesignKind::saltelli;
    CHECK(analysis_request({}, results).what.back() == AnalysisKind::sobol);
    results.design.kind = DesignKind::morris;
    CHECK(analysis_request({}, results).what.back() == AnalysisKind::morris);
  }
  TEST_CASE("words may stand apart by commas or by options, and each is done once") {
    AnalysisWords words;
    words.what = {"seeds, means", "means"};
    words.indices = {"income,gap", "income"};
    const AnalysisRequest request = analysis_request(words, small_sweep());
    CHECK(request.what == Kinds{AnalysisKind::means, AnalysisKind::seeds});
    CHECK(request.indices == std::vector<std::size_t>{1, 0});
  }
  TEST_CASE("aims and conditions ask for what they belong to") {
    AnalysisWords words = best("income:most,gap:least");
    words.where = {"gap > 0.5", "income<=100"};
    words.what = {"means"};
    const AnalysisRequest request = analysis_request(words, small_sweep());
    CHECK(request.what == Kinds{AnalysisKind::means, AnalysisKind::pareto, AnalysisKind::regions});
    CHECK(request.best[0].index == 1);
    CHECK(request.best[0].large);
    CHECK_FALSE(request.best[1].large);
    CHECK(to_text(request.where, small_sweep()) == "gap > 0.5 and income <= 100");
  }
  TEST_CASE("a condition holds above or below, and with = at its threshold too") {
    const auto condition = [](const std::string& word) {
      return analysis_request(where(word), small_sweep()).where[0];
    };
    CHECK(condition("gap>1").holds(1.5));
    CHECK_FALSE(condition("gap>1").holds(1));
    CHECK(condition("gap>=1").holds(1));
    CHECK(condition("gap<1").holds(.5));
    CHECK_FALSE(condition("gap<1").holds(1));
    CHECK(condition("gap<=1").holds(1));
    CHECK(condition("gap<-2e-3").threshold == -.002);
  }
  TEST_CASE("a date means the last record at or before it") {
    CHECK(analysis_request(at("2020"), small_sweep()).record == 1);
    CHECK(analysis_request(at("2019-12"), small_sweep()).record == 0);
    CHECK(refusal(at("2009")) ==
          "--at is 2009, but the first record is of 2010-01-01 | records go on to 2020-01-01.");
    CHECK(refusal(at("soon")) ==
          "--at is \"soon\", allowed is a date such as 2030, 2030-07 or 2030-07-01 | ");
  }
  TEST_CASE("wrong words are refused with what is allowed and the nearest name") {
    AnalysisWords words;
    words.indices = {"incom"};
    CHECK(refusal(words) == "--index: small.h5 holds no index \"incom\" | did you mean income?");
    words.indices = {"unemployment"};
    CHECK(refusal(words) == "--index: small.h5 holds no index \"unemployment\" | it holds gap, income.");
    CHECK(refusal(what("effect")) ==
          "--what is \"effect\", allowed are means, effects, sobol, morris, pareto, regions, seeds | did you "
          "mean "
          "effects?");
    CHECK(refusal(best("income")) ==
          "--best is \"income\", allowed is NAME:most or NAME:least | for example: --best income:most");
    CHECK(refusal(best("income:mst")) ==
          "--best is \"income:mst\", allowed after the colon is most or least | did you mean most?");
    CHECK(refusal(best("incme:most")) == "--best: small.h5 holds no index \"incme\" | did you mean income?");
    CHECK(refusal(where("gap")).starts_with("--where is \"gap\", allowed is NAME>NUMBER"));
    CHECK(refusal(where("gap>much")).starts_with("--where is \"gap>much\", but \"much\" is no number"));
    CHECK(refusal(where("gap>nan")).starts_with("--where is \"gap>nan\", but \"nan\" is no number"));
    CHECK(refusal(where("gap>")).starts_with("--where is \"gap>\", but \"\" is no number"));
    CHECK(refusal(where("gop>1")) == "--where: small.h5 holds no index \"gop\" | did you mean gap?");
  }
  TEST_CASE("what the design cannot tell is refused, and says why") {
    CHECK(refusal(what("sobol")) == "--what sobol needs a design of kind saltelli | this sweep is a grid.");
    CHECK(refusal(what("morris")) == "--what morris needs a design of kind morris | this sweep is a grid.");
    CHECK(refusal(what("pareto")).starts_with("--what pareto needs --best"));
    CHECK(refusal(what("regions")).starts_with("--what regions needs --where"));
    SweepResults results = small_sweep();
    results.replicates = 1;
    CHECK(refusal(what("seeds"), results) ==
          "--what seeds needs a grid or list with more than one replicate | this sweep is a grid with 1 "
          "replicate.");
  }
}

}  // namespace yanzhen::tools
