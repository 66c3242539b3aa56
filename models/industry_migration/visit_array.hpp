#pragma once
//! \file  Arrays of real numbers in a checkpoint.
#include <Eigen/Core>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/state.hpp"

namespace yanzhen::industry_migration {

/// \throws std::runtime_error when what a loader gives does not fit its own shape
inline void visit_array(StateVisitor& visitor, const std::string& name, Eigen::ArrayXXd& array) {
  std::int64_t rows = array.rows(), columns = array.cols();
  visitor.value(name + "/rows", rows);
  visitor.value(name + "/columns", columns);
  std::vector<double> values(array.data(), array.data() + array.size());
  visitor.array(name + "/values", values);
  if (rows < 0 || columns < 0 ||
      static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns) != values.size())
    throw std::runtime_error{"the shape of " + name + " does not fit its values"};
  array = Eigen::Map<const Eigen::ArrayXXd>(values.data(), rows, columns);
}

}  // namespace yanzhen::industry_migration
