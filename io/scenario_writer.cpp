#include "io/scenario_writer.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "io/lock_in_writer.hpp"
#include "io/policy_writer.hpp"
#include "io/toml_reader.hpp"

namespace yanzhen {
namespace {

namespace fs = std::filesystem;

// `file` as seen from `folder`. Links among the folders are followed first: ".." of a link is not the folder
// it stands in.
std::string seen_from(const fs::path& folder, const fs::path& file) {
  std::error_code error;
  const fs::path way = fs::relative(fs::absolute(file).parent_path(), folder, error);
  return error || way.empty() ? fs::absolute(file).string()
                              : (way / file.filename()).lexically_normal().string();
}

std::string data_text(const Scenario& scenario) {
  const fs::path folder = (fs::current_path() / scenario.file).parent_path();
  std::string out = "\n[data]\n";
  for (const auto& [name, table] : scenario.tables)
    out += fmt::format("{} = {}\n", toml_key(name), toml_text(seen_from(folder, table.file())));
  if (!scenario.outlines.empty())
    out += fmt::format("outlines = {}\n", toml_text(seen_from(folder, scenario.outlines)));
  return out;
}

std::string record_text(const RecordOptions& record) {
  std::string panels;
  for (const std::string& panel : record.panels) panels += (panels.empty() ? "" : ", ") + toml_text(panel);
  return fmt::format("\n[record]\nevery = \"{}\"\nflows = {}\nagents = {}\npanels = [{}]\n",
                     to_word(record.every), record.flows, record.agents, panels);
}

std::string parameters_text(const ParameterValues& parameters) {
  std::string out = "\n[parameters]\n";
  for (const Parameter& one : parameters.declared())
    out += fmt::format("{} = {}\n", toml_text(one.name), toml_number(parameters[one.name]));
  return out;
}

std::string policies_text(const Scenario& scenario, const std::vector<RuleDeclaration>& rules) {
  std::string out;
  for (const PolicySettings& policy : scenario.policies)
    out += "\n" + to_toml(policy, rule_named(policy.rule, rules));
  for (const PolicySettings& policy : scenario.disabled_policies)
    out += "\n" + to_toml(policy, rule_named(policy.rule, rules), false);
  return out;
}

}  // namespace

std::string to_toml(const Scenario& scenario, const std::vector<RuleDeclaration>& rules) {
  const Clock& clock = scenario.clock;
  std::string out = fmt::format("title = {}\n", toml_text(scenario.title));
  if (!scenario.question.empty()) out += fmt::format("question = {}\n", toml_text(scenario.question));
  out += fmt::format("model = {}\nseed = {}\n", toml_text(scenario.model), scenario.seed);
  out += fmt::format("\n[time]\nstart = \"{}\"\nend = \"{}\"\nstep = \"{}\"\n", to_text(clock.date(0)),
                     to_text(clock.date(clock.steps())), to_word(clock.length()));
  out += fmt::format("\n[scale]\npeople_per_agent = {}\n", toml_number(scenario.people_per_agent));
  return out + data_text(scenario) + record_text(scenario.record) + parameters_text(scenario.parameters) +
         policies_text(scenario, rules) + (scenario.lock_in ? "\n" + to_toml(*scenario.lock_in) : "");
}

std::string to_word(RecordOptions::Every every) {
  switch (every) {
    case RecordOptions::Every::step:
      return "step";
    case RecordOptions::Every::month:
      return "month";
    case RecordOptions::Every::quarter:
      return "quarter";
    case RecordOptions::Every::year:
      return "year";
  }
  return "?";
}

}  // namespace yanzhen
