#include "models/increasing_returns_urn/firms.hpp"

#include <algorithm>
#include <stdexcept>

#include "engine/checksum.hpp"
#include "models/stylised/flow_counts.hpp"

namespace yanzhen::increasing_returns_urn {

Firms::Firms(const std::vector<std::int64_t>& seeds)
    : count_{seeds}, flows_(seeds.size() * seeds.size(), 0), audited_(seeds.size(), 0) {
  for (std::size_t city = 0; city < seeds.size(); ++city)
    city_.insert(city_.end(), static_cast<std::size_t>(seeds[city]), static_cast<std::uint16_t>(city));
  origin_ = city_;
  month_.assign(city_.size(), 0);
  audit();
}

void Firms::begin_step(std::size_t newcomers) {
  left_ = 0;
  const std::size_t needed = city_.size() + newcomers;
  if (needed <= city_.capacity()) return;
  const std::size_t room = std::max(needed, 2 * city_.capacity());
  city_.reserve(room);
  origin_.reserve(room);
  month_.reserve(room);
}

void Firms::start_interval() { std::fill(flows_.begin(), flows_.end(), 0); }

void Firms::audit() {
  for (; audited_rows_ < size(); ++audited_rows_) ++audited_.at(city_[audited_rows_]);
  stylised::require_same_counts("firms", audited_, count_);
}

void Firms::visit_state(StateVisitor& visitor) {
  audit();  // before counts are made anew below
  const std::size_t cities = count_.size();
  visitor.array("firms/city", city_);
  visitor.array("firms/origin", origin_);
  visitor.array("firms/month", month_);
  visitor.array("firms/flows", flows_);
  visitor.value("firms/left", left_);
  const auto outside = [&](std::uint16_t city) { return city >= cities; };
  if (origin_.size() != city_.size() || month_.size() != city_.size() || flows_.size() != cities * cities ||
      std::any_of(city_.begin(), city_.end(), outside) ||
      std::any_of(origin_.begin(), origin_.end(), outside))
    throw std::runtime_error{"the saved firms are not those of this scenario"};
  count_records();
}

void Firms::count_records() {
  std::fill(count_.begin(), count_.end(), 0);
  for (const std::uint16_t city : city_) ++count_[city];
  audited_ = count_;
  audited_rows_ = size();
}

std::uint64_t Firms::checksum() const {
  Checksum checksum;
  checksum.add(std::span<const std::uint16_t>{city_});
  checksum.add(std::span<const std::uint16_t>{origin_});
  checksum.add(std::span<const std::int64_t>{count_});
  return checksum.value();
}

}  // namespace yanzhen::increasing_returns_urn
