//! \file  What the engine's inner parts cost, each alone.
#include <benchmark/benchmark.h>

#include <limits>
#include <numeric>
#include <vector>

#include "engine/choice_table.hpp"
#include "engine/city_graph.hpp"
#include "engine/elementary.hpp"
#include "engine/event.hpp"
#include "engine/random.hpp"

namespace yanzhen::bench {
namespace {

constexpr double kAlways = -std::numeric_limits<double>::infinity();

void shared_words(benchmark::State& state) {
  std::vector<std::uint32_t> words(16384);
  Step step = 0;
  for (auto _ : state) {
    StepDraws{1, 1, step++}.shared_words(0, words);
    benchmark::DoNotOptimize(words.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(words.size()));
}
BENCHMARK(shared_words);

void block(benchmark::State& state) {
  const StepDraws draws{1, 1, 1};
  std::uint32_t agent = 0;
  for (auto _ : state) benchmark::DoNotOptimize(draws.block(agent++));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(block);

void blocks(benchmark::State& state) {
  std::vector<std::uint32_t> agents(1024);
  std::iota(agents.begin(), agents.end(), 0U);
  std::vector<RandomBlock> out(agents.size());
  Step step = 0;
  for (auto _ : state) {
    StepDraws{1, 1, step++}.blocks(agents, 0, out);
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(agents.size()));
}
BENCHMARK(blocks);

// Items are agents asked, not events found. The argument is the probability in thousandths.
void event_draws_of_16384(benchmark::State& state) {
  constexpr Row kAgents = 16384;
  const std::uint32_t limit = threshold(static_cast<double>(state.range(0)) / 1000.0);
  Step step = 0;
  for (auto _ : state) benchmark::DoNotOptimize(event_draws(StepDraws{1, 1, step++}, 0, kAgents, limit));
  state.SetItemsProcessed(state.iterations() * kAgents);
}
BENCHMARK(event_draws_of_16384)->Arg(1)->Arg(10)->Arg(50)->Arg(250);

std::vector<double> uneven_weights(std::size_t count) {
  std::vector<double> weights(count);
  for (std::uint32_t k = 0; k < count; ++k) weights[k] = unit_interval(StepDraws{2, 1, 1}.shared_word(k));
  return weights;
}

void choice_table_set_weights(benchmark::State& state) {
  const std::vector<double> weights = uneven_weights(static_cast<std::size_t>(state.range(0)));
  ChoiceTable table{1, weights.size()};
  for (auto _ : state) {
    table.set_weights(0, weights);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(choice_table_set_weights)->Arg(41)->Arg(337);

void choice_table_draw(benchmark::State& state) {
  const std::vector<double> weights = uneven_weights(static_cast<std::size_t>(state.range(0)));
  ChoiceTable table{1, weights.size()};
  table.set_weights(0, weights);
  std::vector<std::uint32_t> words(8192);
  StepDraws{1, 1, 1}.shared_words(0, words);
  for (auto _ : state) {
    std::uint32_t sum = 0;
    for (std::size_t k = 0; k < words.size(); k += 2) sum += table.draw(0, words[k], words[k + 1]);
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(words.size() / 2));
}
BENCHMARK(choice_table_draw)->Arg(41)->Arg(337);

// One call of `f` for each of 1024 numbers between 0.5 and 1.5.
template <double (*F)(double) noexcept>
void elementary(benchmark::State& state) {
  std::vector<double> in = uneven_weights(1024);
  for (double& x : in) x += 0.5;
  std::vector<double> out(in.size());
  for (auto _ : state) {
    for (std::size_t k = 0; k < in.size(); ++k) out[k] = F(in[k]);
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(in.size()));
}
BENCHMARK_TEMPLATE(elementary, exponential)->Name("exponential");
BENCHMARK_TEMPLATE(elementary, natural_log)->Name("natural_log");

// A ring with a chord from every second city: three links a city, as in a network of railways.
CityGraph ring_with_chords(CityIndex cities) {
  std::vector<Link> links;
  for (CityIndex city = 0; city < cities; ++city) {
    links.push_back({city, (city + 1) % cities, 30.0 + 7.0 * (city % 5), kAlways});
    if (city % 2 == 0)
      links.push_back({city, (city + cities / 3) % cities, 90.0 + 11.0 * (city % 7), kAlways});
  }
  return CityGraph{std::vector<double>(cities, 15.0), std::move(links)};
}

void travel_minutes(benchmark::State& state) {
  const CityGraph graph = ring_with_chords(static_cast<CityIndex>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(graph.travel_minutes(2020.0));
}
BENCHMARK(travel_minutes)->Arg(41)->Arg(337)->Unit(benchmark::kMicrosecond)->UseRealTime();

}  // namespace
}  // namespace yanzhen::bench
