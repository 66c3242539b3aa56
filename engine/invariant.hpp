#pragma once
//! \file  What is thrown when something that must always hold does not.
#include <stdexcept>

namespace yanzhen {

/// An invariant of a model does not hold: a mistake of ours, never of an input. Stops the run; names the
/// invariant.
class InvariantError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

}  // namespace yanzhen
