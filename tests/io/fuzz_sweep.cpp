//! \file  Fuzzing of sweep files (libFuzzer): what is read must be in range, and its settings must be what
//! --set reads as the same values.
#include <cstdint>
#include <cstdlib>

#include "io/sweep_reader.hpp"
#include "io/sweep_setting.hpp"
#include "io/toml_reader.hpp"

namespace {

void require(bool right) {
  if (!right) std::abort();
}

void check(const std::string& setting) {
  const std::size_t equals = setting.find('=');
  require(equals != std::string::npos && equals > 0);
  const std::string value = setting.substr(equals + 1);
  require(yanzhen::sweep_value(yanzhen::toml_value_or_text(value, {})) == value);
}

void check(const yanzhen::SweepSettings& sweep) {
  require(!sweep.factors.empty() && sweep.replicates >= 1);
  for (const std::string& one : sweep.settings) check(one);
  for (const yanzhen::FactorSettings& factor : sweep.factors) {
    require(factor.levels.empty() ? factor.from < factor.to && !factor.paths.empty()
                                  : factor.from == factor.to);
    for (const yanzhen::FactorLevel& level : factor.levels)
      for (const std::string& one : level.settings) check(one);
  }
  for (const std::vector<double>& point : sweep.design.list) require(point.size() == sweep.factors.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  yanzhen::Problems problems;
  const auto sweep = yanzhen::parse_sweep(text, "sweep.toml", problems);
  require(sweep.has_value() != problems.any());
  if (sweep) check(*sweep);
  return 0;
}
