#pragma once
//! \file  A number of a model that a scenario may change: declared once, used by loader, --set, sweeps, help
//! and run files.
#include <map>
#include <string>
#include <vector>

#include "engine/diagnostic.hpp"

namespace yanzhen {

/// Declaration of one parameter. `name` is dotted, e.g. "firms.relocation.sensitivity". Range is closed.
struct Parameter {
  std::string name;
  double default_value;
  double min;
  double max;
  std::string unit;     ///< "1/year", "log-utility", "-" ...
  std::string meaning;  ///< one sentence; names equation and source where there is one
};

/// The value of every declared parameter of a model, and where a scenario set it (if it did).
class ParameterValues {
 public:
  ParameterValues() = default;
  explicit ParameterValues(const std::vector<Parameter>& declared);

  /// Sets a declared parameter; unknown names and values out of range (NaN included) become problems at
  /// `where`.
  void set(const std::string& name, double value, const Place& where, Problems& problems);

  /// \pre name is declared (our own mistake otherwise: throws std::out_of_range).
  [[nodiscard]] double operator[](const std::string& name) const { return entries_.at(name).value; }
  [[nodiscard]] const Place& place(const std::string& name) const { return entries_.at(name).where; }
  [[nodiscard]] const std::vector<Parameter>& declared() const noexcept { return declared_; }

 private:
  struct Entry {
    double value;
    Place where;
  };
  std::vector<Parameter> declared_;
  std::map<std::string, Entry> entries_;
};

}  // namespace yanzhen
