// What a step does to people: decided in parallel from one state, settled in block order.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/elementary.hpp"
#include "engine/event.hpp"
#include "models/industry_migration/talent.hpp"

namespace yanzhen::industry_migration {
namespace {

constexpr std::size_t kBlockRows = 8192, kArrivalRows = 1024;
constexpr std::size_t kTierRows = kTiers + 1;  // one more for rows that nobody uses

/// Tiers of a city's young: the national shares, tilted by how educated the city is (square root: half of the
/// gap).
std::array<double, kTiers> entrant_weights(const World& world, const City& city) {
  const Parameters& p = world.parameters;
  double national = p.adult_share[2] + p.adult_share[3];
  const double all = p.adult_share[0] + p.adult_share[1] + national;
  national = all > 0 ? national / all : .1;
  const double local = std::max(city.college_share, 1e-4);
  const double tilt =
      power(local / std::max(national * .78, 1e-4), .5);  // .78 of residents are adults (census 2010)
  return {p.entrant_share[0], p.entrant_share[1], p.entrant_share[2] * tilt, p.entrant_share[3] * tilt};
}

}  // namespace

/// What the decisions of a step read.
struct TalentStep::Context {
  TalentPopulation& talent;
  const TalentChoice& choice;
  const TallyLayout& layout;
  StepDraws events, choices;
  std::int32_t now, next;  // months at the beginning and at the end of the step
  Step step;
};

TalentStep::TalentStep(const World& world, const Calibration& calibration)
    : world_{world},
      calibration_{calibration},
      schedule_{world.parameters, world.ages, world.clock.years_per_step()},
      limits_(kTierRows * kAgeMonths, 0),
      founding_(world.n_city() * kTiers, 0),
      education_{world.n_city(), kTiers},
      jobs_{world.n_node(), world.n_industry()},
      mover_age_{kTiers, static_cast<std::size_t>(kOldestAge)} {
  for (std::size_t i = 0; i < world.n_city(); ++i)
    education_.set_weights(i, entrant_weights(world, world.cities[i]));
}

void TalentStep::set_limits(const Economy& economy, std::int32_t now, std::int32_t next) {
  std::array<std::uint32_t, kTiers> widest{};
  for (std::size_t i = 0; i < world_.n_city(); ++i)
    for (std::size_t q = 2; q < kTiers; ++q) {  // founders come from college and leading talent
      founding_[i * kTiers + q] =
          threshold(std::min(.5, calibration_.founding_rate(static_cast<Eigen::Index>(i))));
      widest[q] = std::max(widest[q], founding_[i * kTiers + q]);
    }
  constexpr int kAdult = kAdultAge * kMonthsPerYear;
  for (std::size_t q = 0; q < kTiers; ++q)
    for (int age = 0; age < kAgeMonths; ++age) {
      std::uint32_t& limit = limits_[q * kAgeMonths + static_cast<std::size_t>(age)];
      const std::uint32_t usual = schedule_.events(q, static_cast<std::size_t>(age)).birth;
      const bool works = is_working_age(age, 0);
      limit = works && widest[q] < ~usual ? usual + widest[q] : usual;
      if (age < kAdult && age + (next - now) >= kAdult)
        limit = ~0U;  // everybody who comes of age is looked at
    }
  const Eigen::ArrayXXd jobs = job_shares(world_.technology, economy.market);
  for (std::size_t i = 0; i < world_.n_node(); ++i) {
    std::vector<double> weights(world_.n_industry());
    for (std::size_t s = 0; s < weights.size(); ++s)
      weights[s] = jobs(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(s));
    jobs_.set_weights(i, weights);
  }
}

void TalentStep::come_of_age(const Context& context, Row row, std::vector<std::int64_t>& tally) const {
  const RandomBlock words = context.choices.block(row, 1);
  TalentPopulation& talent = context.talent;
  const NodeNumber city = talent.city[row];
  const auto tier = static_cast<std::uint8_t>(education_.draw(city, words[0], words[1]));
  talent.industry[row] = static_cast<std::uint8_t>(jobs_.draw(city, words[2], words[3]));
  if (tier == talent.tier[row]) return;
  ++tally[context.layout.left_tier(city, talent.tier[row])];
  ++tally[context.layout.joined_tier(city, tier)];
  talent.tier[row] = tier;
}

void TalentStep::move(const Context& context, Row row, TalentEvents& events,
                      std::vector<std::int64_t>& tally) const {
  TalentPopulation& talent = context.talent;
  const NodeNumber origin = talent.city[row];
  const NodeNumber destination = context.choice.draw(talent.tier[row], talent.industry[row], origin,
                                                     talent.hukou[row], context.choices.block(row));
  if (destination == origin) return;
  ++tally[context.layout.talent_moves(talent.tier[row], origin, destination)];
  if (destination >= world_.n_city())
    events.gone.push_back(row);
  else
    talent.city[row] = destination;
}

void TalentStep::decide(const Context& context, Row row, std::uint32_t word, TalentEvents& events,
                        std::vector<std::int64_t>& tally) const {
  TalentPopulation& talent = context.talent;
  const std::size_t tier = talent.tier[row], age = age_index(context.now, talent.born[row]);
  const NodeNumber city = talent.city[row];
  constexpr std::size_t kAdult = kAdultAge * kMonthsPerYear;
  if (age < kAdult && age + static_cast<std::size_t>(context.next - context.now) >= kAdult)
    return come_of_age(context, row, tally);
  const EventThresholds& threshold_of = schedule_.events(tier, age);
  if (word < threshold_of.death) {
    ++tally[context.layout.deaths(city, tier)];
    events.gone.push_back(row);
  } else if (word < threshold_of.move) {
    ++tally[context.layout.considered(tier, age / kMonthsPerYear)];
    move(context, row, events, tally);
  } else if (word < threshold_of.retrain) {
    const RandomBlock words = context.choices.block(row, 1);
    talent.industry[row] = static_cast<std::uint8_t>(jobs_.draw(city, words[2], words[3]));
  } else if (word < threshold_of.registration) {
    talent.hukou[row] = city;
  } else if (word < threshold_of.birth) {
    ++tally[context.layout.births(city, tier)];
    events.born.push_back(
        {city, talent.hukou[row], static_cast<Month>(context.next), talent.tier[row], talent.industry[row]});
  } else if (is_working_age(context.now, talent.born[row]) &&
             word - threshold_of.birth < founding_[city * kTiers + tier]) {
    events.founders.push_back(city);
  }
}

void TalentStep::settle(Economy& economy, std::vector<TalentEvents>& blocks,
                        std::vector<NodeNumber>& founders) const {
  for (const TalentEvents& block : blocks)
    for (const Row row : block.gone) economy.talent.close(row);
  for (const TalentEvents& block : blocks) {
    for (const NewTalent& child : block.born) economy.talent.open(child);
    founders.insert(founders.end(), block.founders.begin(), block.founders.end());
  }
}

/// Part of the cities' residents of a tier who considered moving in this step: outside is as old as the
/// cities are.
double TalentStep::considering_share(const Context& context, const Economy& economy, std::size_t tier) const {
  std::int64_t residents = 0, considered = 0;
  for (std::size_t i = 0; i < world_.n_city(); ++i) residents += economy.census.residents[i * kTiers + tier];
  for (std::size_t age = 0; age < TallyLayout::kAges; ++age)
    considered += economy.step[context.layout.considered(tier, age)];
  return residents > 0 ? static_cast<double>(considered) / static_cast<double>(residents)
                       : schedule_.mean_move_probability(tier);
}

/// Movers from outside have the ages of the cities' own; where nobody considered moving, those of the start.
void TalentStep::set_mover_ages(const Context& context, const Economy& economy, std::size_t tier) {
  std::vector<double> movers(TallyLayout::kAges);
  double all = 0;
  for (std::size_t age = 0; age < movers.size(); ++age)
    all += movers[age] = static_cast<double>(economy.step[context.layout.considered(tier, age)]);
  if (all <= 0)  // never those of an earlier step, which a resumed run would not know
    for (std::size_t month = 0; month < kAgeMonths; ++month)
      movers[month / kMonthsPerYear] +=
          schedule_.age_share()[month] * schedule_.move_probability(tier, month);
  mover_age_.set_weights(tier, movers);
}

/// People outside who consider moving, one by one; those who choose a city become agents there.
void TalentStep::arrive_from_outside(const Context& context, Economy& economy,
                                     ThreadCounts<std::int64_t>& counts) {
  const auto outside = static_cast<NodeNumber>(world_.n_city());
  const StepDraws rounding = draws(world_, Stream::outside_counts, context.step);
  const StepDraws arrivals = draws(world_, Stream::talent_from_outside, context.step);
  std::uint32_t first = 0;  // number of the tier's first considerer
  for (std::size_t q = 0; q < kTiers; ++q) {
    const double expected =
        static_cast<double>(economy.outside_people[q]) * considering_share(context, economy, q);
    set_mover_ages(context, economy, q);
    const auto considerers =
        static_cast<std::size_t>(whole_number(expected, rounding.block(static_cast<std::uint32_t>(q))[0]));
    std::vector<std::vector<NewTalent>> arrived((considerers + kArrivalRows - 1) / kArrivalRows);
    for_each_block(considerers, kArrivalRows, [&](std::size_t block, std::size_t begin, std::size_t end) {
      auto& tally = counts.mine();
      std::array<RandomBlock, kArrivalRows> whos, wheres;
      const auto number = first + static_cast<std::uint32_t>(begin);
      arrivals.consecutive_blocks(number, 0, std::span{whos}.first(end - begin));
      arrivals.consecutive_blocks(number, 1, std::span{wheres}.first(end - begin));
      for (std::size_t k = begin; k < end; ++k) {
        const RandomBlock &who = whos[k - begin], &where = wheres[k - begin];
        const auto industry = static_cast<std::uint8_t>(jobs_.draw(outside, who[0], who[1]));
        const auto tier = static_cast<std::uint8_t>(q);
        const NodeNumber city = context.choice.draw(tier, industry, outside, outside, where);
        if (city == outside) continue;
        const auto years = static_cast<std::int32_t>(mover_age_.draw(q, who[2], who[3]));
        const auto months =
            static_cast<std::int32_t>((static_cast<std::uint64_t>(where[3]) * kMonthsPerYear) >> 32);
        const auto born = static_cast<Month>(context.next - years * kMonthsPerYear - months);
        arrived[block].push_back({city, outside, born, tier, industry});
        ++tally[context.layout.talent_moves(q, outside, city)];
      }
    });
    for (const std::vector<NewTalent>& block : arrived) {
      for (const NewTalent& person : block) economy.talent.open(person);
      economy.outside_people[q] -= static_cast<std::int64_t>(block.size());
    }
    first += static_cast<std::uint32_t>(considerers);
  }
  counts.collect(economy.step);
}

/// Outside ages as the cities do (births, deaths, schooling in the same proportion), plus the scenario's own
/// growth.
void TalentStep::grow_outside(Economy& economy, const Tally& tally, const TallyLayout& layout,
                              Step step) const {
  const StepDraws counts = draws(world_, Stream::outside_counts, step);
  const double growth = exponential(world_.outside.front().growth * world_.clock.years_per_step()) - 1.0;
  for (std::size_t q = 0; q < kTiers; ++q) {
    std::int64_t residents = 0, change = 0;
    for (std::size_t i = 0; i < world_.n_city(); ++i) {
      residents += economy.census.residents[i * kTiers + q];
      change += tally[layout.births(i, q)] - tally[layout.deaths(i, q)] + tally[layout.joined_tier(i, q)] -
                tally[layout.left_tier(i, q)];
    }
    const double own = residents > 0 ? static_cast<double>(change) / static_cast<double>(residents) : 0.0;
    const double expected = static_cast<double>(economy.outside_people[q]) * (1.0 + own + growth);
    economy.outside_people[q] =
        whole_number(std::max(0.0, expected), counts.block(static_cast<std::uint32_t>(q))[1]);
  }
}

/// A reform registers people where they live, beyond the usual rate. Everybody is asked once a year, a part
/// of all in every step; after everything else, so that without a reform nothing is drawn.
void TalentStep::register_by_reform(Economy& economy, const StepFields& fields, Step step) const {
  const double years = world_.clock.years_per_step();
  const auto turns = static_cast<std::size_t>(std::max(1.0, std::round(1.0 / years)));
  std::vector<std::uint32_t> below;
  for (std::size_t i = 0; i < world_.n_city(); ++i)
    below.push_back(threshold(1.0 - exponential(-fields.registration(static_cast<Eigen::Index>(i)) * years *
                                                static_cast<double>(turns))));
  const std::uint32_t most = *std::max_element(below.begin(), below.end());
  if (most == 0) return;
  const StepDraws reform = draws(world_, Stream::reform_registration, step);
  TalentPopulation& talent = economy.talent;
  for_each_block(talent.slots.size(), kBlockRows, [&](std::size_t block, std::size_t begin, std::size_t end) {
    if ((block + step) % turns != 0) return;
    for (const EventDraw& draw :
         event_draws(reform, static_cast<Row>(begin), static_cast<Row>(end - begin), most)) {
      const NodeNumber city = talent.city[draw.row];
      if (city != kNowhere && talent.hukou[draw.row] != city && draw.word < below[city])
        talent.hukou[draw.row] = city;
    }
  });
}

void TalentStep::run(Economy& economy, const TalentChoice& choice, const StepFields& fields,
                     const TallyLayout& layout, ThreadCounts<std::int64_t>& counts, Step step,
                     std::vector<NodeNumber>& founders) {
  const Context context{economy.talent,
                        choice,
                        layout,
                        draws(world_, Stream::talent_events, step),
                        draws(world_, Stream::talent_choice, step),
                        world_.clock.months(step),
                        world_.clock.months(step + 1),
                        step};
  set_limits(economy, context.now, context.next);
  const std::size_t rows = economy.talent.slots.size();
  std::vector<TalentEvents> blocks((rows + kBlockRows - 1) / kBlockRows);
  for_each_block(rows, kBlockRows, [&](std::size_t block, std::size_t begin, std::size_t end) {
    std::array<std::uint32_t, kBlockRows> words;
    std::array<std::uint16_t, kBlockRows> eventful;
    const std::size_t count = end - begin;
    context.events.shared_words(static_cast<std::uint32_t>(begin), std::span{words}.first(count));
    std::size_t found = 0;
    for (std::size_t k = 0; k < count; ++k) {  // no branch: nearly all people have an uneventful step
      const std::size_t row = begin + k;
      eventful[found] = static_cast<std::uint16_t>(k);
      found += words[k] < limits_[economy.talent.tier[row] * kAgeMonths +
                                  age_index(context.now, economy.talent.born[row])]
                   ? 1
                   : 0;
    }
    auto& tally = counts.mine();
    for (std::size_t e = 0; e < found; ++e)
      decide(context, static_cast<Row>(begin + eventful[e]), words[eventful[e]], blocks[block], tally);
  });
  counts.collect(economy.step);
  settle(economy, blocks, founders);
  register_by_reform(economy, fields, step);
  if (!world_.has_outside()) return;
  grow_outside(economy, economy.step, layout, step);
  arrive_from_outside(context, economy, counts);
  // After the arrivals: who leaves now does not come back in the same step.
  for (std::size_t q = 0; q < kTiers; ++q)
    for (std::size_t i = 0; i < world_.n_city(); ++i)
      economy.outside_people[q] += economy.step[layout.talent_moves(q, i, world_.n_city())];
}

}  // namespace yanzhen::industry_migration
