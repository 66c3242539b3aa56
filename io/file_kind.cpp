#include "io/file_kind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

namespace yanzhen {
namespace {

bool has_any(const TomlTable& keys, std::initializer_list<const char*> names) {
  return std::any_of(names.begin(), names.end(), [&](const char* name) { return keys.count(name) > 0; });
}

}  // namespace

bool refuse_sweep(const TomlTable& keys, const std::string& file, Problems& problems) {
  if (!has_any(keys, {"design", "factor"}) || has_any(keys, {"model", "extends"})) return false;
  problems.add({file}, "this is a sweep file, not a scenario",
               fmt::format("`yanzhen sweep {}` runs it, with --dry-run it is only checked", file));
  return true;
}

bool refuse_scenario(const TomlTable& keys, const std::string& file, Problems& problems) {
  if (!has_any(keys, {"model", "extends"}) || has_any(keys, {"design", "factor"})) return false;
  problems.add(
      {file}, "this is a scenario, not a sweep file",
      fmt::format("`yanzhen run {}` runs it; a sweep file says scenario = \"...\", a design and factors",
                  file));
  return true;
}

}  // namespace yanzhen
