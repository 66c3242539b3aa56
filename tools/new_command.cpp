//! \file  `yanzhen new`: a commented scenario to start from.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "tools/command.hpp"
#include "tools/models.hpp"
#include "tools/prepare.hpp"
#include "tools/scenario_files.hpp"
#include "tools/scenario_template.hpp"

namespace yanzhen::tools {
namespace {

namespace fs = std::filesystem;

fs::path base_of(const Arguments& arguments) {
  if (const std::optional<std::string> from = arguments.value("from")) return *from;
  fs::path base = scenarios_folder() / "yangtze-delta" / "baseline.toml";
  if (!fs::exists(base)) {
    throw UsageError{"there is no scenarios/yangtze-delta/baseline.toml here to start from",
                     "say which one with --from SCENARIO."};
  }
  return base;
}

fs::path target_of(const Arguments& arguments) {
  fs::path target = arguments.words.at(0);
  if (const fs::path name = target.filename();
      name.empty() || name == "." || name == ".." || name == ".toml") {
    throw UsageError{fmt::format("\"{}\" is no name for a scenario", arguments.words[0])};
  }
  if (target.extension() != ".toml") target += ".toml";
  if (!target.parent_path().empty() && !fs::is_directory(target.parent_path())) {
    throw UsageError{fmt::format("{} is not a folder", target.parent_path().string())};
  }
  if (fs::exists(target) && !arguments.has("force")) {
    throw UsageError{fmt::format("{} exists", target.string()),
                     "choose another name, or replace it with --force."};
  }
  return target;
}

// Relative where that is possible, so that the two files can move together.
std::string path_from(const fs::path& target, const fs::path& base) {
  const fs::path folder = fs::absolute(target).parent_path();
  const fs::path relative = fs::proximate(fs::canonical(base), fs::canonical(folder));
  return relative.generic_string();
}

void write_file(const fs::path& file, const std::string& text) {
  std::ofstream out{file, std::ios::binary | std::ios::trunc};
  out << text;
  out.close();
  if (!out) throw std::runtime_error{fmt::format("cannot write {}: {}", file.string(), std::strerror(errno))};
}

ExitCode create(const Arguments& arguments) {
  const fs::path target = target_of(arguments);
  const fs::path base = base_of(arguments);
  std::vector<std::string> notes;
  const Scenario scenario = load(base, {}, notes);
  if (fs::exists(target) && fs::equivalent(target, base)) {
    throw UsageError{fmt::format("{} cannot start from itself", target.string())};
  }
  write_file(target, scenario_template(scenario, find_model(scenario.model)->rules, path_from(target, base),
                                       target.stem().string()));
  spdlog::info("wrote {}; it runs as it is: yanzhen run {}", target.string(),
               shell_line(std::vector{target.string()}));
  return ExitCode::done;
}

}  // namespace

Command new_command() {
  CommandSpec spec;
  spec.name = "new";
  spec.summary = "Writes a commented scenario to start from.";
  spec.words = {{"NAME", true, "the new scenario; NAME.toml is written"}};
  spec.options = {
      {"from", 0, "SCENARIO", "what it builds on, instead of scenarios/yangtze-delta/baseline.toml"},
      {"force", 'f', "", "replace a file of that name"}};
  spec.examples = {{"yanzhen new mine", "writes mine.toml, which takes everything from the Delta's baseline"},
                   {"yanzhen new small --from scenarios/tiny/tiny.toml", "from another scenario"}};
  spec.details =
      "The new file runs as it is and gives what its base gives. The base's policies and every parameter of "
      "the\n"
      "model, with its unit, range and meaning, stand in it as comments: take the # away and change the "
      "number.\n";
  return {std::move(spec), create};
}

}  // namespace yanzhen::tools
