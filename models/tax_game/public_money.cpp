#include "models/tax_game/public_money.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numeric>
#include <stdexcept>

#include "engine/checksum.hpp"
#include "engine/invariant.hpp"

namespace yanzhen::tax_game {
namespace {

constexpr double kFenPerYuan = 100;

Fen sum_of(const std::vector<Fen>& amounts) {
  return std::accumulate(amounts.begin(), amounts.end(), Fen{0});
}

}  // namespace

void PublicMoney::assess(const Sharing& sharing, const TaxedBases& taxed) {
  std::vector<double> amounts = tax_game::transfers(sharing, taxed);
  for (double& amount : amounts) amount *= kFenPerYuan;
  transfers_ = whole_transfers(amounts);
  for (std::size_t i = 0; i < revenue_.size(); ++i)
    revenue_[i] = static_cast<Fen>(std::llround(kFenPerYuan * taxed.rate[i] * taxed.base[i]));
}

void PublicMoney::pay() {
  for (std::size_t i = 0; i < treasury_.size(); ++i) treasury_[i] += revenue_[i] + transfers_[i];
  collected_ += sum_of(revenue_);
}

void PublicMoney::audit() const {
  if (const Fen made = sum_of(transfers_); made != 0)
    throw InvariantError{fmt::format("transfers between governments sum to {} fen, not to zero", made)};
  if (sum_of(treasury_) != collected_)
    throw InvariantError{
        fmt::format("governments hold {} fen of {} collected", sum_of(treasury_), collected_)};
}

void PublicMoney::visit_state(StateVisitor& visitor) {
  const std::size_t cities = treasury_.size();
  visitor.array("money/revenue", revenue_);
  visitor.array("money/transfers", transfers_);
  visitor.array("money/treasury", treasury_);
  visitor.value("money/collected", collected_);
  if (revenue_.size() != cities || transfers_.size() != cities || treasury_.size() != cities)
    throw std::runtime_error{"the saved public money is not that of this scenario"};
}

std::uint64_t PublicMoney::checksum() const {
  Checksum checksum;
  checksum.add(std::span<const Fen>{treasury_});
  return checksum.value();
}

}  // namespace yanzhen::tax_game
