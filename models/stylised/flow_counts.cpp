#include "models/stylised/flow_counts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/invariant.hpp"

namespace yanzhen::stylised {
namespace {

constexpr std::size_t kLanes = 4;
constexpr std::size_t kAuditRows = 65536;

}  // namespace

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
  // Neighbours are often in one city, and a count that was just written is slow to read again: so they take
  // turns at four counts. Records of no city are counted apart, and so are missed elsewhere.
  const std::size_t stride = cities_ + 1;
  ThreadCounts<std::int64_t> counts{kLanes * stride};
  for_each_block(city.size(), kAuditRows, [&](std::size_t, std::size_t begin, std::size_t end) {
    std::int64_t* const mine = counts.mine().data();
    for (std::size_t row = begin; row < end; ++row)
      ++mine[row % kLanes * stride + std::min<std::size_t>(city[row], cities_)];
  });
  std::vector<std::int64_t> lanes(kLanes * stride, 0), seen(cities_, 0);
  counts.collect(lanes);
  for (std::size_t k = 0; k < lanes.size(); ++k)
    if (k % stride < cities_) seen[k % stride] += lanes[k];
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
