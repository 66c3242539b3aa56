// What a step does to firms: decided in parallel from one state, settled in block order.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/elementary.hpp"
#include "models/industry_migration/age_schedule.hpp"
#include "models/industry_migration/firms.hpp"
#include "models/industry_migration/park_choice.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

constexpr std::size_t kBlockRows = 1024;
constexpr double kFounderGroups = 10;
constexpr std::size_t kTableMonths =
    100 * kMonthsPerYear;  // firms older than a century are as set as those of a century

std::size_t months_since(std::int32_t now, Month then) noexcept {
  const std::int32_t months = now - then;
  return months < 0 ? 0 : std::min(kTableMonths - 1, static_cast<std::size_t>(months));
}

}  // namespace

struct FirmStep::Context {
  FirmPopulation& firms;
  const FirmChoice& choice;
  const ParkChoice& parks;
  const StepFields& fields;
  const TallyLayout& layout;
  StepDraws events, relocation, entry, pressure;
  std::int32_t now, next;
  Step step;
  std::vector<std::uint32_t> called;  // by cell: words below this call a firm to account
};

FirmStep::FirmStep(const World& world) : world_{world}, considers_(kTableMonths), sunk_(kTableMonths) {
  const Parameters& p = world.parameters;
  const double years = world.clock.years_per_step();
  for (std::size_t s = 0; s < world.n_industry(); ++s)
    mass_power_.push_back(world.technology.elasticity(static_cast<Index>(s)) - 1.0);
  for (std::size_t month = 0; month < kTableMonths; ++month) {
    const double age = static_cast<double>(month) / kMonthsPerYear;
    considers_[month] = threshold(
        1.0 - exponential(-p.relocation_hazard * exponential(-p.relocation_age_decay * age) * years));
    sunk_[month] = exponential(p.relocation_sensitivity * p.sunk_cost * exponential(-age / p.sunk_years));
  }
  constexpr int kAges = 1000;  // quantiles of the age of firms
  for (int k = 0; k < kAges; ++k) {
    const double age = -kMeanFirmAge * natural_log((k + .5) / kAges);
    considering_share_ +=
        considers_[std::min(kTableMonths - 1, static_cast<std::size_t>(age * kMonthsPerYear))] * 0x1p-32 /
        kAges;
  }
  noise_ = p.firm_noise * std::sqrt(years);
  noise_shift_ = laplace_.log_mean_growth(noise_);
  arrival_shift_ = laplace_.log_mean_growth(std::min(1.0, p.firm_size_spread));
  log_branch_part_ = natural_log(p.branch_size);
  log_parent_part_ = natural_log(1.0 - p.branch_size);
  entrant_shift_ = natural_log(p.entrant_size) - laplace_.log_mean_growth(p.entrant_spread);
}

NewFirm FirmStep::entrant(const Context& context, NodeNumber city, NodeNumber home, std::uint8_t industry,
                          std::uint32_t word) const {
  const std::size_t cell = city * world_.n_industry() + industry;
  const double log_mass = context.choice.mean_log_size(cell) + entrant_shift_ +
                          world_.parameters.entrant_spread * laplace_.draw(word);
  const double kept = std::clamp(log_mass, -kMostLogMass, kMostLogMass);
  return {city,
          home,
          industry,
          static_cast<float>(kept / mass_power_[industry]),
          static_cast<Month>(context.next),
          static_cast<Month>(context.next)};
}

void FirmStep::leave_for(const Context& context, Row row, NodeNumber destination, bool branch,
                         FirmEvents& events, std::vector<std::int64_t>& tally) const {
  FirmPopulation& firms = context.firms;
  const NodeNumber origin = firms.city[row];
  const std::uint8_t industry = firms.industry[row];
  if (branch) {
    ++tally[context.layout.firm_branches(industry, origin, destination)];
    events.opened.push_back(branch_of(context, row, destination));
    return;
  }
  ++tally[context.layout.firm_moves(industry, origin, destination)];
  if (destination >= world_.n_city()) {
    events.opened.push_back({destination, firms.home[row], industry, firms.log_productivity[row],
                             firms.founded[row], static_cast<Month>(context.next)});
    events.gone.push_back(row);
    return;
  }
  firms.city[row] = destination;
  firms.settled[row] = static_cast<Month>(context.next);
  firms.park[row] = kNoPark;
}

/// The branch takes a part of the firm; together they weigh as before.
NewFirm FirmStep::branch_of(const Context& context, Row row, NodeNumber destination) const {
  FirmPopulation& firms = context.firms;
  const double power = mass_power_[firms.industry[row]];
  const auto parent = static_cast<double>(firms.log_productivity[row]);
  firms.log_productivity[row] = static_cast<float>(parent + log_parent_part_ / power);
  return {destination,
          firms.city[row],
          firms.industry[row],
          static_cast<float>(parent + log_branch_part_ / power),
          static_cast<Month>(context.next),
          static_cast<Month>(context.next)};
}

void FirmStep::consider_moving(const Context& context, Row row, FirmEvents& events,
                               std::vector<std::int64_t>& tally) const {
  const FirmPopulation& firms = context.firms;
  const NodeNumber origin = firms.city[row];
  const std::uint8_t industry = firms.industry[row];
  const RandomBlock words = context.relocation.block(row);
  double stay = sunk_[months_since(context.now, firms.settled[row])];
  if (firms.park[row] != kNoPark) stay *= context.parks.stay(firms.park[row]);
  const FirmChoice::Leaving leaving =
      context.choice.leaving(industry, origin, stay, context.parks.weight(industry, origin));
  const double u = unit_interval(words[0]);
  if (u >= leaving.park) return;
  if (u >= leaving.place) {
    const ParkNumber park = context.parks.draw(industry, origin, words[1], words[2]);
    events.wishes.push_back({row, park, unit_interval(words[3]) < context.parks.branch_share(park)});
    return;
  }
  const NodeNumber destination = context.choice.destination(industry, origin, words[1], words[2]);
  if (destination == origin) return;
  leave_for(context, row, destination, unit_interval(words[3]) < world_.parameters.branch_share, events,
            tally);
}

/// A firm that is called to account and lies below the bar of its cell rises to the bar, leaves, or closes.
/// \returns true when the firm's step is over
bool FirmStep::called_to_account(const Context& context, Row row, double& log_mass, FirmEvents& events,
                                 std::vector<std::int64_t>& tally) const {
  const FirmPopulation& firms = context.firms;
  const std::uint8_t industry = firms.industry[row];
  const NodeNumber city = firms.city[row];
  const std::size_t cell = city * world_.n_industry() + industry;
  const Pressure& pressure = context.fields.pressure[cell];
  const double bar = context.choice.mean_log_size(cell) + pressure.bar;
  if (log_mass >= bar) return false;
  const RandomBlock words = context.pressure.block(row);
  const double fate = unit_interval(words[0]);
  if (fate < pressure.upgrade) {
    log_mass = bar;
    return false;
  }
  if (fate < pressure.upgrade + pressure.move) {
    const NodeNumber destination = context.choice.destination(industry, city, words[2], words[3]);
    if (destination == city) return false;
    leave_for(context, row, destination, false, events, tally);
    return true;
  }
  ++tally[context.layout.firm_exits(cell)];
  events.gone.push_back(row);
  return true;
}

void FirmStep::decide(const Context& context, Row row, const RandomBlock& words, FirmEvents& events,
                      std::vector<std::int64_t>& tally) const {
  FirmPopulation& firms = context.firms;
  const std::uint8_t industry = firms.industry[row];
  const std::size_t cell = firms.city[row] * world_.n_industry() + industry;
  const double power = mass_power_[industry];
  double log_mass = power * static_cast<double>(firms.log_productivity[row]);
  const std::size_t bin = FirmChoice::size_bin(log_mass - context.choice.mean_log_size(cell));
  if (words[2] < context.choice.spinoff(cell)) {
    ++tally[context.layout.firm_spinoffs(cell)];
    events.opened.push_back(
        entrant(context, firms.city[row], firms.city[row], industry, context.entry.block(row)[0]));
  }
  if (words[0] < context.choice.exit(cell, bin)) {
    ++tally[context.layout.firm_exits(cell)];
    events.gone.push_back(row);
    return;
  }
  // Growth takes the high twelve bits of its word; the other twenty say whether the firm is called to
  // account.
  if ((words[1] << 12U) < context.called[cell] && called_to_account(context, row, log_mass, events, tally))
    return;
  double growth = context.choice.growth(cell);
  if (firms.park[row] != kNoPark) growth += context.parks.growth(firms.park[row], industry);
  const double grown = log_mass + growth + noise_ * laplace_.draw(words[1]) - noise_shift_;
  firms.log_productivity[row] = static_cast<float>(std::clamp(grown, -kMostLogMass, kMostLogMass) / power);
  if (words[3] < considers_[months_since(context.now, firms.founded[row])])
    consider_moving(context, row, events, tally);
}

/// Who gets the last room of a park must not depend on which thread was first: wishes are settled in the
/// order of rows. Where there is no room the firm stays.
void FirmStep::settle_wishes(const Context& context, Economy& economy,
                             const std::vector<FirmEvents>& blocks) const {
  std::vector<double> free_land = context.parks.free_land();
  for (const FirmEvents& block : blocks)
    for (const ParkWish& wish : block.wishes) {
      const std::uint8_t industry = economy.firms.industry[wish.row];
      const NodeNumber origin = economy.firms.city[wish.row];
      const auto host = static_cast<NodeNumber>(world_.parks[wish.park].host);
      const double log_mass =
          mass_power_[industry] * static_cast<double>(economy.firms.log_productivity[wish.row]);
      const double mass = size_.mass(log_mass + (wish.branch ? log_branch_part_ : 0.0));
      const double land =
          mass * world_.firm_weight[industry] * context.parks.land_per_mass(wish.park, industry);
      if (land > free_land[wish.park]) continue;
      free_land[wish.park] -= land;
      if (wish.branch) {
        NewFirm branch = branch_of(context, wish.row, host);
        branch.park = wish.park;
        economy.firms.open(branch);
        ++economy.step[context.layout.firm_branches(industry, origin, host)];
        ++economy.step[context.layout.park_branches(wish.park, industry)];
      } else {
        economy.firms.city[wish.row] = host;
        economy.firms.settled[wish.row] = static_cast<Month>(context.next);
        economy.firms.park[wish.row] = wish.park;
        ++economy.step[context.layout.firm_moves(industry, origin, host)];
        ++economy.step[context.layout.park_moves(wish.park, industry)];
      }
    }
}

/// Firms that talent founded, nearer to what the city has and where profit is. The founders that one agent
/// stands for choose their industries in up to kFounderGroups groups, and open as many agents as their firms
/// are worth.
void FirmStep::found(const Context& context, Economy& economy,
                     const std::vector<NodeNumber>& founders) const {
  const StepDraws founding = draws(world_, Stream::founding, context.step);
  const StepDraws size = draws(world_, Stream::founded_size, context.step);
  const auto groups = static_cast<std::uint16_t>(std::clamp(std::ceil(world_.weight), 1.0, kFounderGroups));
  std::uint32_t number = 0;
  for (std::uint32_t k = 0; k < founders.size(); ++k)
    for (std::uint16_t group = 0; group < groups; ++group) {
      const RandomBlock words = founding.block(k, group);
      const std::uint8_t industry = context.choice.founded_industry(founders[k], words[0], words[1]);
      const double firms = world_.weight / groups / world_.firm_weight[industry];
      for (std::int64_t left = whole_number(firms, words[2]); left > 0; --left, ++number) {
        ++economy.step[context.layout.firm_founded(founders[k] * world_.n_industry() + industry)];
        economy.firms.open(entrant(context, founders[k], founders[k], industry, size.block(number)[0]));
      }
    }
}

/// Firms outside that consider moving, one by one; those that leave for a city become agents there.
void FirmStep::arrive_from_outside(const Context& context, Economy& economy) const {
  const auto outside = static_cast<NodeNumber>(world_.n_city());
  const StepDraws rounding = draws(world_, Stream::outside_counts, context.step);
  const StepDraws arrivals = draws(world_, Stream::firm_from_outside, context.step);
  std::uint32_t first = 0;  // number of the industry's first considerer
  for (std::size_t s = 0; s < world_.n_industry(); ++s) {
    const double stock = economy.market.firms(outside, static_cast<Index>(s)) / world_.firm_weight[s];
    const auto considerers = static_cast<std::size_t>(
        whole_number(stock * considering_share_, rounding.block(static_cast<std::uint32_t>(s), 1)[0]));
    std::vector<std::vector<FirmArrival>> arrived((considerers + kBlockRows - 1) / kBlockRows);
    for_each_block(considerers, kBlockRows, [&](std::size_t block, std::size_t begin, std::size_t end) {
      for (std::size_t k = begin; k < end; ++k) {
        const auto number = first + static_cast<std::uint32_t>(k);
        const RandomBlock words = arrivals.block(number);
        const double age = considering_age(world_.parameters, unit_interval(arrivals.block(number, 1)[0]));
        const double stay = sunk_[std::min(kTableMonths - 1, static_cast<std::size_t>(age * kMonthsPerYear))];
        if (unit_interval(words[0]) >= context.choice.leave_probability(s, outside, stay)) continue;
        const NodeNumber city = context.choice.destination(s, outside, words[1], words[2]);
        if (city < outside) arrived[block].push_back({city, words[3]});
      }
    });
    for (const std::vector<FirmArrival>& block : arrived)
      for (const FirmArrival& arrival : block) open_arrival(context, economy, s, arrival);
    first += static_cast<std::uint32_t>(considerers);
  }
}

/// Opens a firm that came from outside, of a size drawn around the mean of its industry there. The last firm
/// outside stays.
void FirmStep::open_arrival(const Context& context, Economy& economy, std::size_t industry,
                            const FirmArrival& arrival) const {
  const auto outside = static_cast<Index>(world_.n_city());
  double& firms = economy.market.firms(outside, static_cast<Index>(industry));
  double& mass = economy.market.mass(outside, static_cast<Index>(industry));
  const double weight = world_.firm_weight[industry];
  if (firms < 2 * weight) return;
  const double spread = std::min(1.0, world_.parameters.firm_size_spread);
  const double drawn = natural_log(mass / firms) + spread * laplace_.draw(arrival.size_word) - arrival_shift_;
  const double most = natural_log(.5 * mass / weight);  // no firm is more than half of all
  const double log_mass = std::clamp(std::min(drawn, most), -kMostLogMass, kMostLogMass);
  economy.firms.open({arrival.city, static_cast<NodeNumber>(outside), static_cast<std::uint8_t>(industry),
                      static_cast<float>(log_mass / mass_power_[industry]), static_cast<Month>(context.next),
                      static_cast<Month>(context.next)});
  ++economy.step[context.layout.firm_moves(industry, world_.n_city(), arrival.city)];
  firms -= weight;
  mass -= size_.mass(log_mass) * weight;
}

/// An industry without a single firm would have no price. In a closed region its last firm stays, whatever
/// its margin.
void FirmStep::keep_last_firms(const Context& context, Economy& economy,
                               std::vector<FirmEvents>& blocks) const {
  if (world_.has_outside()) return;
  std::vector<std::int64_t> firms(world_.n_industry(), 0);
  for (std::size_t cell = 0; cell < world_.n_cell(); ++cell)
    firms[cell % world_.n_industry()] += economy.census.firms[cell];
  for (const FirmEvents& block : blocks)
    for (const Row row : block.gone) --firms[economy.firms.industry[row]];
  for (FirmEvents& block : blocks)
    std::erase_if(block.gone, [&](Row row) {
      const std::uint8_t industry = economy.firms.industry[row];
      if (firms[industry] > 0) return false;
      ++firms[industry];
      --economy.step[context.layout.firm_exits(economy.firms.city[row] * world_.n_industry() + industry)];
      return true;
    });
}

void FirmStep::set_pressure(Context& context) const {
  const double years = world_.clock.years_per_step();
  for (std::size_t cell = 0; cell < world_.n_cell(); ++cell) {
    const double hazard = context.fields.pressure[cell].hazard;
    context.called.push_back(threshold(1.0 - exponential(-hazard * years)));
  }
}

void FirmStep::run(Economy& economy, const FirmTables& tables, const TallyLayout& layout,
                   ThreadCounts<std::int64_t>& counts, Step step, const std::vector<NodeNumber>& founders) {
  const FirmChoice& choice = tables.places;
  Context context{economy.firms,
                  choice,
                  tables.parks,
                  tables.fields,
                  layout,
                  draws(world_, Stream::firm_events, step),
                  draws(world_, Stream::firm_relocation, step),
                  draws(world_, Stream::firm_entry, step),
                  draws(world_, Stream::firm_pressure, step),
                  world_.clock.months(step),
                  world_.clock.months(step + 1),
                  step,
                  {}};
  set_pressure(context);
  count_neutral_exits(economy, choice);
  const std::size_t rows = economy.firms.slots.size();
  std::vector<FirmEvents> blocks((rows + kBlockRows - 1) / kBlockRows);
  for_each_block(rows, kBlockRows, [&](std::size_t block, std::size_t begin, std::size_t end) {
    auto& tally = counts.mine();
    std::array<RandomBlock, kBlockRows> words;
    context.events.consecutive_blocks(static_cast<Row>(begin), 0, std::span{words}.first(end - begin));
    for (std::size_t row = begin; row < end; ++row)
      if (economy.firms.city[row] != kNowhere)
        decide(context, static_cast<Row>(row), words[row - begin], blocks[block], tally);
  });
  counts.collect(economy.step);
  const auto outside = static_cast<Index>(world_.n_city());
  keep_last_firms(context, economy, blocks);
  for (const FirmEvents& block : blocks)
    for (const Row row : block.gone) economy.firms.close(row);
  settle_wishes(context, economy, blocks);
  if (world_.has_outside()) arrive_from_outside(context, economy);
  for (const FirmEvents& block : blocks)
    for (const NewFirm& firm : block.opened) {
      if (firm.city < world_.n_city()) {
        economy.firms.open(firm);
        continue;
      }
      const auto s = static_cast<Index>(firm.industry);
      const double weight = world_.firm_weight[firm.industry];
      economy.market.firms(outside, s) += weight;
      economy.market.mass(outside, s) +=
          size_.mass(mass_power_[firm.industry] * static_cast<double>(firm.log_productivity)) * weight;
    }
  found(context, economy, founders);
}

void FirmStep::grow_outside(Economy& economy, const FirmChoice& choice) const {
  const Parameters& p = world_.parameters;
  const double years = world_.clock.years_per_step();
  const auto node = static_cast<Index>(world_.n_city());
  const double neutral = exit_probability(p, 0.0, years);
  for (std::size_t s = 0; s < world_.n_industry(); ++s) {
    const double margin = choice.margin(world_.n_city() * world_.n_industry() + s);
    const double entry = p.entry_response * years * std::clamp(margin, -2.0, 2.0);
    const double growth =
        exponential(std::max(entry, -neutral) + neutral - exit_probability(p, margin, years));
    economy.market.firms(node, static_cast<Index>(s)) *= growth;
    economy.market.mass(node, static_cast<Index>(s)) *= growth;
  }
}

void FirmStep::count_neutral_exits(Economy& economy, const FirmChoice& choice) const {
  ThreadCounts<std::int64_t> counts{2 * world_.n_cell()};
  const FirmPopulation& firms = economy.firms;
  for_each_block(firms.slots.size(), kBlockRows, [&](std::size_t, std::size_t begin, std::size_t end) {
    auto& mine = counts.mine();
    for (std::size_t row = begin; row < end; ++row) {
      if (firms.city[row] == kNowhere) continue;
      const std::uint8_t industry = firms.industry[row];
      const std::size_t cell = firms.city[row] * world_.n_industry() + industry;
      const double log_mass = mass_power_[industry] * static_cast<double>(firms.log_productivity[row]);
      const std::uint32_t exit =
          choice.neutral_exit(FirmChoice::size_bin(log_mass - choice.mean_log_size(cell))) >> 8;
      mine[cell] += exit;
      mine[world_.n_cell() + cell] +=
          static_cast<std::int64_t>(exit) * (size_.units(log_mass) >> kProductShift);
    }
  });
  Tally all(2 * world_.n_cell(), 0);
  counts.collect(all);
  const auto cut = all.begin() + static_cast<std::ptrdiff_t>(world_.n_cell());
  economy.neutral_exits.assign(all.begin(), cut);
  economy.neutral_exit_mass.assign(cut, all.end());
}

}  // namespace yanzhen::industry_migration
