#include "models/stylised/flow_counts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/invariant.hpp"

namespace yanzhen::stylised {

FlowCounts::FlowCounts(std::vector<std::int64_t> count)
    : cities_{count.size()},
      count_{std::move(count)},
      flows_(cities_ * cities_, 0),
      step_(flows_.size(), 0),
      steps_{flows_.size()} {}

void FlowCounts::end_step() {
  std::fill(step_.begin(), step_.end(), 0);
  steps_.collect(step_);
  moved_ = 0;
  for (std::size_t i = 0; i < cities_; ++i)
    for (std::size_t j = 0; j < cities_; ++j) {
      const std::int64_t went = i == j ? 0 : step_[i * cities_ + j];
      count_[i] -= went;
      count_[j] += went;
      flows_[i * cities_ + j] += went;
      moved_ += static_cast<std::uint64_t>(went);
    }
}

void FlowCounts::start_interval() { std::fill(flows_.begin(), flows_.end(), 0); }

void FlowCounts::audit(const std::string& agents, const std::vector<std::uint16_t>& city) const {
  std::vector<std::int64_t> seen(cities_, 0);
  for (const std::uint16_t one : city) ++seen.at(one);
  require_same_counts(agents, seen, count_);
}

void FlowCounts::visit_state(StateVisitor& visitor, const std::string& agents) {
  visitor.array(agents + "/count", count_);
  visitor.array(agents + "/flows", flows_);
  visitor.value(agents + "/moved", moved_);
}

bool FlowCounts::fit(const std::vector<std::uint16_t>& city) const {
  return count_.size() == cities_ && flows_.size() == cities_ * cities_ &&
         std::all_of(city.begin(), city.end(), [&](std::uint16_t one) { return one < cities_; });
}

void require_same_counts(const std::string& agents, const std::vector<std::int64_t>& by_records,
                         const std::vector<std::int64_t>& by_count) {
  for (std::size_t city = 0; city < by_count.size(); ++city)
    if (by_records[city] != by_count[city])
      throw InvariantError{fmt::format("{}: city {} holds {} by their records and {} by its count", agents,
                                       city, by_records[city], by_count[city])};
}

}  // namespace yanzhen::stylised
