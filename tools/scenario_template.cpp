#include "tools/scenario_template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "io/policy_writer.hpp"

namespace yanzhen::tools {
namespace {

// A TOML basic string.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') out += '\\';
    if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F) {
      out += fmt::format("\\u{:04X}", static_cast<unsigned>(letter));
    } else {
      out += letter;
    }
  }
  return out + "\"";
}

// What stands after a '#' must stay on its line.
std::string comment(std::string text) {
  for (char& letter : text) {
    if (static_cast<unsigned char>(letter) < 0x20) letter = ' ';
  }
  return text;
}

std::string parameter_lines(const ParameterValues& parameters) {
  std::string text;
  for (const Parameter& one : parameters.declared()) {
    text += fmt::format("\n# {}\n# {} to {}, unit {}\n# {} = {}\n", comment(one.meaning), one.min, one.max,
                        one.unit, quoted(one.name), parameters[one.name]);
  }
  return text;
}

// Every line of a text as a comment that becomes the line again without its "# ".
std::string as_comments(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out += "# " + text.substr(at, end - at) + "\n";
    at = end + 1;
  }
  return out;
}

// The policies of the base under their names, so that one that is taken in is laid on the base's.
std::string policy_lines(const std::vector<PolicySettings>& policies,
                         const std::vector<RuleDeclaration>& rules) {
  std::string text = "# Policies. `yanzhen list policies` shows every rule with an example to paste here.\n";
  if (!policies.empty()) {
    text +=
        "# Those of the file that is extended follow. To change one take in its [[policy]], its name and "
        "what "
        "differs.\n";
  }
  for (const PolicySettings& one : policies) {
    text += "\n" + as_comments(to_toml(one, rule_named(one.rule, rules)));
  }
  return text + "\n";
}

const char* word(RecordOptions::Every every) {
  constexpr std::array<const char*, 4> kWords{"step", "month", "quarter", "year"};
  return kWords.at(static_cast<std::size_t>(every));
}

}  // namespace

std::string scenario_template(const Scenario& base, const std::vector<RuleDeclaration>& rules,
                              const std::string& extends, const std::string& name) {
  const Clock& clock = base.clock;
  return fmt::format(
             "# A scenario of yanzhen. `yanzhen check` this file, then `yanzhen run` it.\n"
             "# What is not said here comes from the file that it extends. Lines that begin with # are "
             "comments: they show\n"
             "# what that file says. Take the # away to change it.\n"
             "title = {}\n"
             "# question = \"What do you want to find out?\"\n"
             "extends = {}\n"
             "# seed = {}                  # another number is another draw of chance\n\n"
             "[time]\n# start = \"{}\"\n# end = \"{}\"\n# step = \"{}\"          # day, month, quarter or "
             "year\n\n"
             "[scale]\n# people_per_agent = {}      # fewer: more agents, slower, less noise\n\n"
             "[record]  # changes what is kept, never what happens\n"
             "# every = \"{}\"          # step, month, quarter or year\n"
             "# flows = {}            # who moved from where to where\n"
             "# agents = {}           # every agent at the end; large\n\n",
             quoted(name), quoted(extends), base.seed, to_text(clock.date(0)),
             to_text(clock.date(clock.steps())), to_word(clock.length()), base.people_per_agent,
             word(base.record.every), base.record.flows, base.record.agents) +
         policy_lines(base.policies, rules) + "[parameters]\n" + parameter_lines(base.parameters);
}

}  // namespace yanzhen::tools
