#include <doctest/doctest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <sstream>

#include "bench/gravity_command.hpp"
#include "bench/gravity_logit.hpp"
#include "tests/support/chi_square.hpp"

namespace yanzhen::bench {
namespace {

std::vector<GravityCity> five_cities() {
  return {{0.0, 0.0, 1.0}, {30.0, 40.0, 1.5}, {100.0, 0.0, 0.7}, {0.0, 300.0, 2.0}, {800.0, 600.0, 1.1}};
}

std::vector<double> wages(const std::vector<GravityCity>& cities, const std::vector<std::int64_t>& counts,
                          Row agents) {
  std::vector<double> wage;
  for (std::size_t i = 0; i < cities.size(); ++i) {
    const double n = std::max(1.0, static_cast<double>(counts[i]));
    const double crowd = n * static_cast<double>(cities.size()) / agents;
    wage.push_back(cities[i].productivity * std::pow(n, -0.3) * (1.0 + 0.1 * std::log(1.0 + crowd)));
  }
  return wage;
}

// The law of a draw out of city i, as the formula says it.
std::vector<double> law_of_draw(const std::vector<GravityCity>& cities, const std::vector<double>& wage,
                                std::size_t i) {
  std::vector<double> law;
  for (std::size_t j = 0; j < cities.size(); ++j) {
    const double km = std::hypot(cities[i].x_km - cities[j].x_km, cities[i].y_km - cities[j].y_km);
    law.push_back(std::exp(2.0 * std::log(wage[j]) - 1.5 * std::log(1.0 + km / 50.0)));
  }
  const double sum = std::accumulate(law.begin(), law.end(), 0.0);
  for (double& share : law) share /= sum;
  return law;
}

// The model again, plainly: agent by agent, in order. Its tables come from the C library's exp and log, which
// may differ from ours in the last bit: that moves a slot's border by 2^-32 at most, too little to send one
// of these agents elsewhere.
class PlainGravity {
 public:
  PlainGravity(std::vector<GravityCity> cities, Row agents, std::uint64_t seed)
      : cities_{std::move(cities)}, seed_{seed}, counts_(cities_.size(), 0) {
    for (Row agent = 0; agent < agents; ++agent) {
      city_.push_back(agent % cities_.size());
      ++counts_[city_.back()];
    }
  }

  void step(Step now) {
    const ChoiceTable table = choices();
    const StepDraws draws{seed_, 1, now};
    for (Row agent = 0; agent < city_.size(); ++agent) {
      const std::uint32_t high = (draws.shared_word(agent / 4) >> (8 * (agent % 4))) & 0xFFU;
      const RandomBlock own = draws.block(agent);
      if (((high << 24) | (own[0] >> 8)) < threshold(0.05))
        city_[agent] = table.draw(city_[agent], own[1], own[2]);
    }
    counts_.assign(cities_.size(), 0);
    for (const std::size_t city : city_) ++counts_[city];
  }

  [[nodiscard]] const std::vector<std::int64_t>& counts() const { return counts_; }
  [[nodiscard]] const std::vector<std::size_t>& city() const { return city_; }

 private:
  [[nodiscard]] ChoiceTable choices() const {
    const std::vector<double> wage = wages(cities_, counts_, static_cast<Row>(city_.size()));
    ChoiceTable table{cities_.size(), cities_.size()};
    for (std::size_t i = 0; i < cities_.size(); ++i) table.set_weights(i, law_of_draw(cities_, wage, i));
    return table;
  }

  std::vector<GravityCity> cities_;
  std::uint64_t seed_;
  std::vector<std::size_t> city_;
  std::vector<std::int64_t> counts_;
};

std::int64_t sum_of(const std::vector<std::int64_t>& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), std::int64_t{0});
}

// What the command printed, and how it ended.
struct Ended {
  int code;
  std::string out;
  std::string err;
};

Ended run(const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = bench_command(arguments, out, err);
  return {code, out.str(), err.str()};
}

// A city file of this test alone; removed with it. Tests run side by side as processes, so its name holds the
// process.
class CityFile {
 public:
  explicit CityFile(const std::string& text)
      : path_{std::filesystem::temp_directory_path() / ("yanzhen_gravity_test_" + std::to_string(getpid()) +
                                                        "_" + std::to_string(++count_) + ".csv")} {
    std::ofstream{path_} << text;
  }
  CityFile(const CityFile&) = delete;
  CityFile& operator=(const CityFile&) = delete;
  ~CityFile() { std::filesystem::remove(path_); }
  [[nodiscard]] std::string name() const { return path_.string(); }

 private:
  static inline int count_ = 0;
  std::filesystem::path path_;
};

constexpr const char* kThreeCities = "id,x_km,y_km,A,amenity\n0,0,0,1.0,0.5\n1,100,0,1.2,-1\n2,0,250,0.8,0\n";

}  // namespace

TEST_SUITE("bench/gravity_logit") {
  TEST_CASE("agent k starts in city k mod N") {
    const GravityLogit model{five_cities(), 13, 1};
    CHECK(model.counts() == std::vector<std::int64_t>{3, 3, 3, 2, 2});
    for (std::size_t agent = 0; agent < 13; ++agent) CHECK(model.city()[agent] == agent % 5);
  }

  TEST_CASE("the choice tables hold the law of the formula") {
    constexpr Row kAgents = 1003;
    GravityLogit model{five_cities(), kAgents, 1};
    const std::vector<double> wage = wages(five_cities(), model.counts(), kAgents);
    model.step(0);
    for (std::size_t i = 0; i < 5; ++i) {
      const std::vector<double> law = law_of_draw(five_cities(), wage, i);
      for (std::size_t j = 0; j < 5; ++j)
        CHECK(std::abs(model.choices().probability(i, j) - law[j]) <
              0x1p-32 + 1e-13);  // tables are cut to 2^-32
    }
  }

  TEST_CASE("the flows of the first step are those expected, own city included") {
    constexpr Row kAgents = 1'000'003;
    GravityLogit model{five_cities(), kAgents, 4};
    const std::vector<std::int64_t> before = model.counts();
    const std::vector<double> wage = wages(five_cities(), before, kAgents);
    model.step(0);
    std::vector<double> expected;
    std::vector<std::int64_t> seen;
    for (std::size_t i = 0; i < 5; ++i) {
      const std::vector<double> law = law_of_draw(five_cities(), wage, i);
      std::int64_t drew = 0;
      for (std::size_t j = 0; j < 5; ++j) {
        expected.push_back(static_cast<double>(before[i]) * 0.05 * law[j]);
        seen.push_back(model.draws()[i * 5 + j]);
        drew += seen.back();
      }
      expected.push_back(static_cast<double>(before[i]) * 0.95);  // those who did not draw
      seen.push_back(before[i] - drew);
    }
    CHECK(testing::chi_square(seen, expected) <
          testing::four_deviations(25));  // five cities, six outcomes each
  }

  TEST_CASE("a plain model, agent by agent, gives the same counts and the same city of every agent") {
    for (const Row agents :
         {1U, 2U, 7U, 1001U, 16'384U, 40'003U}) {  // whole and broken blocks, quarters, sixteenths
      CAPTURE(agents);
      GravityLogit model{five_cities(), agents, 9};
      PlainGravity plain{five_cities(), agents, 9};
      for (Step step = 0; step < 12; ++step) {
        model.step(step);
        plain.step(step);
        REQUIRE(model.counts() == plain.counts());
      }
      CHECK(std::equal(model.city().begin(), model.city().end(), plain.city().begin(), plain.city().end()));
    }
  }

  TEST_CASE("agents are conserved and the counts are those of the agents") {
    GravityLogit model{made_up_cities(41), 100'001, 3};
    for (Step step = 0; step < 20; ++step) {
      model.step(step);
      REQUIRE(sum_of(model.counts()) == 100'001);
    }
    std::vector<std::int64_t> counted(41, 0);
    for (const std::uint16_t city : model.city()) ++counted[city];
    CHECK(model.counts() == counted);
  }

  TEST_CASE("one city keeps everybody") {
    GravityLogit model{{{1.0, 2.0, 0.5}}, 50'001, 3};
    for (Step step = 0; step < 5; ++step) model.step(step);
    CHECK(model.counts() == std::vector<std::int64_t>{50'001});
    CHECK(model.draws()[0] > 0);
  }

  TEST_CASE("a city without agents counts as one of one agent, and can be drawn") {
    GravityLogit model{five_cities(), 2, 3};  // cities 2, 3 and 4 are empty
    const std::vector<double> wage = wages(five_cities(), {1, 1, 0, 0, 0}, 2);
    model.step(0);
    const std::vector<double> law = law_of_draw(five_cities(), wage, 0);
    CHECK(std::abs(model.choices().probability(0, 3) - law[3]) < 0x1p-32 + 1e-13);
    CHECK(law[3] > 0.0);
  }

  TEST_CASE("an agent takes four bytes at most") {
    CHECK(GravityLogit{five_cities(), 100'000, 1}.bytes_per_agent() <= 4.0);
  }

  TEST_CASE("1, 2, 3 and 8 threads give the same counts and the same checksum") {
    GravityTask task;
    task.cities = made_up_cities(41);
    task.agents = 300'007;
    task.steps = 10;
    task.threads = 1;
    const GravityResult one = measure_gravity(task);
    for (const int threads : {2, 3, 8}) {
      CAPTURE(threads);
      task.threads = threads;
      const GravityResult many = measure_gravity(task);
      CHECK(many.threads == threads);
      CHECK(many.checksum == one.checksum);
      CHECK(many.counts == one.counts);
    }
    task.seed = 2;
    CHECK(measure_gravity(task).checksum != one.checksum);
  }
}

TEST_SUITE("bench/gravity_command") {
  TEST_CASE("JSON holds the figures, the checksum and the counts of every step") {
    const CityFile file{kThreeCities};
    const Ended ended = run(
        {"gravity", "--agents", "1e4", "--steps", "7", "--threads", "2", "--cities", file.name(), "--json"});
    REQUIRE(ended.code == 0);
    const auto json = nlohmann::json::parse(ended.out);
    CHECK(json["agents"] == 10'000);
    CHECK(json["threads"] == 2);
    CHECK(json["agent_steps_per_second"].get<double>() > 0.0);
    CHECK(json["bytes_per_agent"].get<double>() <= 4.0);
    CHECK(json["checksum"].get<std::string>().size() == 16);
    REQUIRE(json["counts"].size() == 7);
    for (const auto& counts : json["counts"])
      CHECK(sum_of(counts.get<std::vector<std::int64_t>>()) == 10'000);
  }

  TEST_CASE("text holds the same figures") {
    const Ended ended =
        run({"gravity", "--agents", "1000", "--steps", "2", "--n-cities", "3", "--repeats", "2"});
    CHECK(ended.code == 0);
    for (const char* word : {"1000 agents, 3 cities, 2 steps", "agent-steps a second", "bytes an agent",
                             "threads", "checksum", "median of 2 runs"})
      CHECK(ended.out.find(word) != std::string::npos);
  }

  TEST_CASE("help shows examples and ends well") {
    const Ended ended = run({"gravity", "--help"});
    CHECK(ended.code == 0);
    CHECK(ended.out.find("--agents 1e7 --steps 100") != std::string::npos);
    CHECK(run({"--help"}).code == 0);
  }

  TEST_CASE("an option that is wrong is refused with exit code 2 and told what is allowed") {
    const std::vector<std::vector<std::string>> wrong{
        {"--agents", "many"},    {"--agents", "1.5"}, {"--agents", "0"},   {"--agents", "5e9"},
        {"--agents", ""},        {"--agents", "nan"}, {"--steps", "-3"},   {"--threads", "1e9"},
        {"--seed", "1e300"},     {"--n-cities", "0"}, {"--colour", "red"}, {"--agents"},
        {"--n-cities", "99999"}, {"extra"},           {"--repeats", "0"}};
    for (const auto& options : wrong) {
      CAPTURE(options.front());
      std::vector<std::string> arguments{"gravity"};
      arguments.insert(arguments.end(), options.begin(), options.end());
      const Ended ended = run(arguments);
      CHECK(ended.code == 2);
      CHECK(ended.out.empty());
      CHECK(ended.err.find("hint:") != std::string::npos);
    }
    CHECK(run({"gravity", "--agents", "1.5"})
              .err.find("--agents is \"1.5\", allowed is a whole number from 1 to") != std::string::npos);
    CHECK(run({}).code == 2);
    CHECK(run({"levity"}).code == 2);
    CHECK(run({"gravity", "--cities", "a.csv", "--n-cities", "3"}).err.find("exclude each other") !=
          std::string::npos);
  }

  TEST_CASE("everything that is wrong with a city file is told with its line, and nothing is run") {
    const CityFile file{"id,x_km,y_km,A\n0,0,0,1\n1,far,0,1\n2,0,0,-1\n"};
    const Ended ended = run({"gravity", "--cities", file.name()});
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK(ended.err.find(file.name() + ":3:") != std::string::npos);
    CHECK(ended.err.find(file.name() + ":4:") != std::string::npos);

    const CityFile twice{"id,x_km,y_km,A\n0,0,0,1\n0,9,9,1\n"};
    CHECK(run({"gravity", "--cities", twice.name()}).err.find("stands here twice") != std::string::npos);
    const CityFile nobody{"id,x_km,y_km,A\n"};
    CHECK(run({"gravity", "--cities", nobody.name()}).code == 2);
    CHECK(run({"gravity", "--cities", "no_such_file.csv"}).code == 2);
  }

  TEST_CASE("made-up cities are the same every time, and a longer list begins with the shorter") {
    const auto few = made_up_cities(5);
    const auto many = made_up_cities(9);
    for (std::size_t k = 0; k < few.size(); ++k) {
      CHECK(few[k].x_km == many[k].x_km);
      CHECK(few[k].productivity == many[k].productivity);
      CHECK(few[k].productivity > 0.4);
    }
  }
}
}  // namespace yanzhen::bench
