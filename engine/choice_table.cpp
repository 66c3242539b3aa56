#include "engine/choice_table.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "engine/elementary.hpp"
#include "engine/random.hpp"

namespace yanzhen {
namespace {

constexpr std::uint32_t kAlways = std::numeric_limits<std::uint32_t>::max();

/// Memory that making a row needs; kept by the thread, since rows are made by the hundred thousand.
struct Workspace {
  std::vector<double> share;  // weight over the mean weight: what is left to place of each alternative
  std::vector<std::uint32_t> small, large;
};

Workspace& workspace() {
  thread_local Workspace mine;
  return mine;
}

}  // namespace

ChoiceTable::ChoiceTable(std::size_t rows, std::size_t alternatives)
    : rows_{rows}, alternatives_{alternatives}, slots_(rows * alternatives, Slot{kAlways, 0}) {
  if (alternatives == 0 || alternatives > kMostAlternatives)
    throw std::logic_error{"a choice needs 1 to 2^24 alternatives"};
}

void ChoiceTable::set_weights(std::size_t row, std::span<const double> weights) {
  Slot* slots = slots_.data() + row * alternatives_;
  Workspace& work = workspace();
  work.share.resize(alternatives_);
  work.small.clear();
  work.large.clear();
  double sum = 0.0;
  for (const double weight : weights) sum += weight;
  const double scale = sum > 0.0 ? static_cast<double>(alternatives_) / sum : 0.0;
  for (std::uint32_t k = 0; k < alternatives_; ++k) {
    work.share[k] = sum > 0.0 ? weights[k] * scale : 1.0;
    (work.share[k] < 1.0 ? work.small : work.large).push_back(k);
  }
  while (!work.small.empty() && !work.large.empty()) {
    const std::uint32_t poor = work.small.back();
    const std::uint32_t rich = work.large.back();
    work.small.pop_back();
    slots[poor] = {threshold(work.share[poor]), rich};
    work.share[rich] -= 1.0 - work.share[poor];
    if (work.share[rich] < 1.0) {
      work.large.pop_back();
      work.small.push_back(rich);
    }
  }
  // What is left has a share of one up to rounding: it keeps its slot.
  for (const std::uint32_t k : work.large) slots[k] = {kAlways, k};
  for (const std::uint32_t k : work.small) slots[k] = {kAlways, k};
}

void ChoiceTable::set_log_weights(std::size_t row, std::span<const double> utilities) {
  thread_local std::vector<double> weights;
  weights.resize(utilities.size());
  double largest = -std::numeric_limits<double>::infinity();
  for (const double utility : utilities) largest = std::max(largest, utility);
  for (std::size_t k = 0; k < utilities.size(); ++k) {
    const bool open = utilities[k] > -std::numeric_limits<double>::infinity();
    weights[k] = open ? exponential(utilities[k] - largest) : 0.0;
  }
  set_weights(row, weights);
}

double ChoiceTable::probability(std::size_t row, std::size_t alternative) const {
  const Slot* slots = slots_.data() + row * alternatives_;
  const auto kept = [](const Slot& slot, std::size_t k) {
    return slot.alias == k || slot.keep == kAlways ? 1.0 : slot.keep * 0x1p-32;
  };
  double sum = kept(slots[alternative], alternative);
  for (std::size_t k = 0; k < alternatives_; ++k)
    if (k != alternative && slots[k].alias == alternative) sum += 1.0 - kept(slots[k], k);
  return sum / static_cast<double>(alternatives_);
}

}  // namespace yanzhen
