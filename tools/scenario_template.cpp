#include "tools/scenario_template.hpp"

#include <fmt/format.h>

#include <array>

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

const char* word(RecordOptions::Every every) {
  constexpr std::array<const char*, 4> kWords{"step", "month", "quarter", "year"};
  return kWords.at(static_cast<std::size_t>(every));
}

}  // namespace

std::string scenario_template(const Scenario& base, const std::string& extends, const std::string& name) {
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
             "# agents = {}           # every agent at the end; large\n\n"
             "[parameters]\n",
             quoted(name), quoted(extends), base.seed, to_text(clock.date(0)),
             to_text(clock.date(clock.steps())), to_word(clock.length()), base.people_per_agent,
             word(base.record.every), base.record.flows, base.record.agents) +
         parameter_lines(base.parameters);
}

}  // namespace yanzhen::tools
