#include "io/lock_in_writer.hpp"

#include <fmt/format.h>

#include "io/toml_reader.hpp"

namespace yanzhen {
namespace {

std::string watch_text(const WatchSettings& watch) {
  std::string out = "watch = { panel = " + toml_text(watch.panel);
  if (!watch.over.empty()) out += ", over = " + toml_text(watch.over);
  for (const auto& [dimension, label] : watch.at)
    out += fmt::format(", {} = {}", toml_key(dimension), toml_text(label));
  return out + " }\n";
}

std::string swept_text(const SweptPath& swept) {
  return fmt::format("path = {}\nfrom = {}\nto = {}\n", toml_text(swept.path), toml_number(swept.from),
                     toml_number(swept.to));
}

std::string list_text(const std::vector<std::string>& settings) {
  std::string out;
  for (const std::string& one : settings) out += (out.empty() ? "" : ", ") + toml_text(one);
  return "[" + out + "]";
}

std::string switches_text(const DecomposeSettings& decompose) {
  std::string out = "\n[lockin.decompose.switches]\n";
  for (const DecomposeSettings::Switch& one : decompose.switches)
    out += fmt::format("{} = {}\n", toml_key(one.mechanism), list_text(one.settings));
  return out;
}

}  // namespace

std::string to_toml(const LockInSettings& lock_in) {
  std::string out = fmt::format("[lockin]\n{}seeds = {}\n", watch_text(lock_in.watch), lock_in.seeds);
  if (const auto& hysteresis = lock_in.hysteresis)
    out += fmt::format("\n[lockin.hysteresis]\n{}points = {}\nyears = {}\n", swept_text(hysteresis->swept),
                       hysteresis->points, toml_number(hysteresis->years));
  if (const auto& escape = lock_in.escape)
    out += fmt::format("\n[lockin.escape]\n{}tolerance = {}\nkept = {}\n", swept_text(escape->swept),
                       toml_number(escape->tolerance), toml_number(escape->kept));
  if (lock_in.twins)
    out += fmt::format("\n[lockin.twins]\nsettings = {}\n", list_text(lock_in.twins->settings));
  if (lock_in.decompose) out += switches_text(*lock_in.decompose);
  return out;
}

}  // namespace yanzhen
