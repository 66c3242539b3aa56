#include "engine/parameter.hpp"

#include <fmt/format.h>

namespace yanzhen {

ParameterValues::ParameterValues(const std::vector<Parameter>& declared) : declared_{declared} {
  for (const Parameter& one : declared_) entries_.emplace(one.name, Entry{one.default_value, {}});
}

void ParameterValues::set(const std::string& name, double value, const Place& where, Problems& problems) {
  const auto found = entries_.find(name);
  if (found == entries_.end()) {
    std::vector<std::string> names;
    for (const Parameter& one : declared_) names.push_back(one.name);
    const std::string near = nearest_name(name, names);
    problems.add(
        where, fmt::format("\"{}\" is not a parameter of this model", name),
        near.empty()
            ? "`yanzhen list parameters` prints all of them"
            : fmt::format("did you mean \"{}\"? `yanzhen list parameters` prints all of them", near));
    return;
  }
  for (const Parameter& one : declared_) {
    if (one.name != name) continue;
    if (!(value >= one.min && value <= one.max)) {  // NaN fails both
      problems.add(where,
                   fmt::format("{} is {}, allowed is {} to {} [{}]", name, value, one.min, one.max, one.unit),
                   one.meaning);
      return;
    }
  }
  found->second = {value, where};
}

}  // namespace yanzhen
