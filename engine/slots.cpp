#include "engine/slots.hpp"

#include <limits>
#include <stdexcept>

namespace yanzhen {

Row Slots::open() {
  ++alive_;
  if (!free_.empty()) {
    const Row row = free_.back();
    free_.pop_back();
    return row;
  }
  if (size_ == std::numeric_limits<Row>::max())
    throw std::length_error{"a population holds at most 2^32 - 1 agents"};
  return size_++;
}

void Slots::close(Row row) {
  --alive_;
  free_.push_back(row);
}

void Slots::visit_state(const std::string& name, StateVisitor& visitor) {
  visitor.value(name + "/size", size_);
  visitor.array(name + "/free", free_);
  alive_ = size_ - static_cast<Row>(free_.size());
}

}  // namespace yanzhen
