#pragma once
//! \file  A folder with the sample's tables in which a test loads scenarios and looks at what is said of
//! them.
#include <doctest/doctest.h>

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "io/scenario_file.hpp"
#include "tests/io/sample_model.hpp"
#include "tests/io/scratch_folder.hpp"

namespace yanzhen::sample {

/// Texts that show themselves where a check of them fails.
struct Strings : std::vector<std::string> {
  using std::vector<std::string>::vector;
  friend std::ostream& operator<<(std::ostream& out, const Strings& texts) {
    for (const std::string& one : texts) out << "\n    " << one;
    return out;
  }
};

/// A folder with the sample's tables, and loads scenarios in it.
class Desk {
 public:
  Desk() { folder.write("cities.csv", kCities); }

  std::optional<Scenario> load(const std::string& text, const LoadOptions& options = {}) {
    folder.write("s.toml", text);
    return load_file("s.toml", options);
  }
  std::optional<Scenario> load_file(const std::string& name, const LoadOptions& options = {}) {
    Problems problems;
    auto scenario = load_scenario(folder / name, models(), options, problems);
    CHECK(scenario.has_value() == !problems.any());
    messages.clear();
    hints.clear();
    for (const Diagnostic& one : problems.list()) {
      messages.push_back(folder.without_folder(to_text({one.where, one.problem, ""})));
      hints.push_back(folder.without_folder(one.hint));
    }
    return scenario;
  }
  /// The messages for the sample with one text replaced by another.
  Strings with(const std::string& old_text, const std::string& new_text) {
    std::string text = kScenario;
    const std::size_t at = text.find(old_text);
    REQUIRE(at != std::string::npos);
    load(text.replace(at, old_text.size(), new_text));
    return messages;
  }
  /// The messages for the sample with one `--set`.
  Strings with_set(const std::string& assignment) {
    load(kScenario, {{assignment}, {}});
    return messages;
  }

  ScratchFolder folder;
  Strings messages;
  Strings hints;
};

}  // namespace yanzhen::sample
