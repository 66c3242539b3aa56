#include "tools/run_pairing.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tools/command.hpp"

namespace yanzhen::tools {
namespace {

GivenRun run_of(const std::string& file, std::uint64_t seed, double sensitivity) {
  return {file, "Delta",
          fmt::format(
              "title = \"Delta\"\nmodel = \"m\"\nseed = {}\n\n[time]\nend = \"2040-01-01\"\n\n[parameters]\n"
              "\"firms.sensitivity\" = {}\n",
              seed, sensitivity),
          seed};
}

std::string mistake_of(const std::vector<GivenRun>& runs) {
  try {
    static_cast<void>(pair_runs(runs));
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no mistake";
}

}  // namespace

TEST_SUITE("tools/run_pairing") {
  TEST_CASE("scenarios that differ in nothing but the seed are replicates, and pairs have one seed") {
    const Pairing pairing = pair_runs(
        {run_of("b1.h5", 1, 1.5), run_of("p2.h5", 2, 2), run_of("b2.h5", 2, 1.5), run_of("p1.h5", 1, 2)});
    REQUIRE(pairing.policies.size() == 1);
    const std::vector<SeedPair>& pairs = pairing.policies[0].pairs;
    REQUIRE(pairs.size() == 2);
    CHECK(pairs[0].seed == 1);
    CHECK(pairs[0].base == 0);
    CHECK(pairs[0].policy == 3);
    CHECK(pairs[1].seed == 2);
    CHECK(pairs[1].base == 2);
    CHECK(pairs[1].policy == 1);
    CHECK(pairing.notes.empty());
  }
  TEST_CASE("the first scenario is the base, every other a policy in order of appearance") {
    const Pairing pairing = pair_runs({run_of("b.h5", 1, 1.5), run_of("z.h5", 1, 9), run_of("a.h5", 1, 2)});
    REQUIRE(pairing.policies.size() == 2);
    CHECK(pairing.base_name == "Delta (b)");  // all have one title
    CHECK(pairing.policies[0].name == "Delta (z)");
    CHECK(pairing.policies[1].name == "Delta (a)");
    CHECK(pairing.policies[0].changes == std::vector<std::string>{"firms.sensitivity = 9 (base: 1.5)"});
  }
  TEST_CASE("titles alone name scenarios where they tell them apart, and no two names are equal") {
    GivenRun policy = run_of("p.h5", 1, 2);
    policy.title = "Enclave";
    const Pairing pairing = pair_runs({run_of("b.h5", 1, 1.5), policy});
    CHECK(pairing.base_name == "Delta");
    CHECK(pairing.policies[0].name == "Enclave");
    const Pairing same =
        pair_runs({run_of("one/x.h5", 1, 1), run_of("two/x.h5", 1, 2), run_of("x.h5", 1, 3)});
    CHECK(same.base_name == "Delta (x)");
    CHECK(same.policies[0].name == "Delta (x) 2");
    CHECK(same.policies[1].name == "Delta (x) 3");
  }
  TEST_CASE("seeds that one side alone has are left out and told") {
    const Pairing pairing = pair_runs(
        {run_of("b1.h5", 1, 1.5), run_of("b2.h5", 2, 1.5), run_of("p1.h5", 1, 2), run_of("p3.h5", 3, 2)});
    CHECK(pairing.policies[0].pairs.size() == 1);
    REQUIRE(pairing.notes.size() == 1);
    CHECK(pairing.notes[0] ==
          "left out, for no run of the other scenario has the same seed: b2.h5 (seed 2), p3.h5 (seed 3)");
  }
  TEST_CASE("without a common seed there is nothing to pair") {
    CHECK(mistake_of({run_of("b.h5", 1, 1.5), run_of("c.h5", 2, 1.5), run_of("p.h5", 3, 2)}) ==
          "b.h5 and p.h5 have no seed in common (seeds 1, 2; seed 3), and runs are paired by seed");
  }
  TEST_CASE("replicates alone are nothing to compare") {
    CHECK(mistake_of({run_of("b.h5", 1, 1.5), run_of("c.h5", 2, 1.5)}) ==
          "the files are all runs of one scenario, with different seeds");
  }
  TEST_CASE("a run given again counts once, or is compared with itself where there is nothing else") {
    const Pairing twice =
        pair_runs({run_of("b.h5", 1, 1.5), run_of("p.h5", 1, 2), run_of("p.h5", 1, 2), run_of("q.h5", 1, 2)});
    CHECK(twice.policies[0].pairs.size() == 1);
    CHECK(twice.notes ==
          std::vector<std::string>{"p.h5 was given twice and counts once",
                                   "q.h5 is left out: it is the same scenario and seed as p.h5"});
    const Pairing itself = pair_runs({run_of("b.h5", 1, 1.5), run_of("b.h5", 1, 1.5)});
    REQUIRE(itself.policies.size() == 1);
    CHECK(itself.policies[0].pairs[0].policy == 1);
    CHECK(itself.policies[0].changes.empty());
    CHECK(itself.notes == std::vector<std::string>{"base and policy are one scenario with the same seed"});
  }
  TEST_CASE("only the seed of the scenario itself is taken out, not one of a table below") {
    CHECK(without_seed("title = \"x\"\nseed = 3\n[a]\nseed = 4\n") == "title = \"x\"\n[a]\nseed = 4\n");
    CHECK(without_seed("title = \"seed = 3\"\n") == "title = \"seed = 3\"\n");
    CHECK(without_seed("").empty());
  }
  TEST_CASE("changes are told value by value, whole policies at once, titles not at all") {
    const std::string base =
        "title = \"a\"\nquestion = \"?\"\nseed = 1\n[time]\nend = \"2040\"\n[parameters]\n\"x.y\" = "
        "1.0\n\"z\" = 2.0\n"
        "\n[[policy]]\nname = \"old\"\nrule = \"tax\"\nstrength = 1.0\n"
        "\n[[policy]]\nname = \"both\"\nrule = \"tax\"\nstrength = 1.0\n";
    const std::string policy =
        "title = \"b\"\nseed = 2\n[time]\nend = \"2050\"\n[parameters]\n\"x.y\" = 1.5\n\"z\" = 2.0\n"
        "\n[[policy]]\nname = \"both\"\nrule = \"tax\"\nstrength = 0.5\n"
        "\n[[policy]]\nname = \"new\"\nrule = \"enclave\"\nhost = [\"a\", \"b\"]\n";
    CHECK(changes_between(base, policy) ==
          std::vector<std::string>{"time.end = \"2050\" (base: \"2040\")", "x.y = 1.5 (base: 1.0)",
                                   "policy \"both\".strength = 0.5 (base: 1.0)",
                                   "policy \"new\": rule = \"enclave\", host = [\"a\", \"b\"]",
                                   "without policy \"old\": rule = \"tax\", strength = 1.0"});
    CHECK(changes_between(base, base).empty());
  }
  TEST_CASE("a value that is gone is told too") {
    CHECK(changes_between("[record]\na = 1\nb = 2\n", "[record]\na = 1\n") ==
          std::vector<std::string>{"without record.b = 2"});
  }
}

}  // namespace yanzhen::tools
