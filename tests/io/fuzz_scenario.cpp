//! \file  Fuzzing of scenarios (libFuzzer): the first line is one --set, the rest is the scenario file.
#include <cstdint>
#include <cstdlib>

#include "io/outlines_file.hpp"
#include "io/scenario_file.hpp"
#include "tests/io/sample_model.hpp"
#include "tests/io/scratch_folder.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const yanzhen::sample::ScratchFolder folder;
  static const std::filesystem::path cities = folder.write("cities.csv", yanzhen::sample::kCities);
  static const std::vector<yanzhen::ModelDeclaration> models = yanzhen::sample::models();
  const std::string_view input{reinterpret_cast<const char*>(data), size};
  const std::size_t line_end = input.find('\n');
  if (line_end == std::string_view::npos) return 0;
  yanzhen::LoadOptions options;
  if (line_end > 0) options.set.emplace_back(input.substr(0, line_end));
  const std::string_view text = input.substr(line_end + 1);

  yanzhen::Problems problems;
  const auto file = folder / "s.toml";
  const auto scenario = yanzhen::parse_scenario(text, file, models, options, problems);
  if (scenario.has_value() == problems.any()) std::abort();
  if (scenario) {
    const auto again = yanzhen::parse_scenario(scenario->resolved, file, models, {}, problems);
    if (!again || again->resolved != scenario->resolved) std::abort();
  }
  yanzhen::Problems ignored;
  yanzhen::check_outlines(text, "map.json", ignored);
  return 0;
}
