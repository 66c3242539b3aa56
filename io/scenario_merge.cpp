#include "io/scenario_merge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "io/lock_in_reader.hpp"
#include "io/policy_merge.hpp"
#include "io/text_file.hpp"

namespace yanzhen {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSections[] = {"time", "scale", "parameters", "data", "record", "lockin"};

bool is_section(const std::string& key) {
  return std::find(std::begin(kSections), std::end(kSections), key) != std::end(kSections);
}

// [parameters] as whole dotted names, whether written as quoted names or as tables in tables.
void flatten(const std::string& prefix, TomlTable from, TomlTable& to, Problems& problems) {
  for (auto& [key, value] : from) {
    const std::string name = prefix + key;
    if (auto* inner = std::get_if<TomlTable>(&value.value)) {
      flatten(name + ".", std::move(*inner), to, problems);
    } else if (!to.emplace(name, value).second) {
      problems.add(
          value.key_where,
          fmt::format("parameters.{} is given twice, as a quoted name and in a table", shown_key(name)));
    }
  }
}

// Paths in [data] begin at the folder of the file that says them.
void root_paths(TomlTable& data, const fs::path& folder) {
  for (auto& [key, value] : data)
    if (auto* text = std::get_if<std::string>(&value.value)) *text = plain_path(folder / *text).string();
}

// Brings the keys of one file into the shape that MergedScenario promises.
void settle(TomlTable& keys, const fs::path& folder, Problems& problems) {
  if (const auto found = keys.find("parameters"); found != keys.end())
    if (auto* table = std::get_if<TomlTable>(&found->second.value)) {
      TomlTable flat;
      flatten("", std::move(*table), flat, problems);
      *table = std::move(flat);
    }
  if (const auto found = keys.find("data"); found != keys.end())
    if (auto* table = std::get_if<TomlTable>(&found->second.value)) root_paths(*table, folder);
  settle_policies(keys, problems);
}

// Lays `over` on `base`.
void lay(TomlTable over, TomlTable& base) {
  for (auto& [key, value] : over) {
    const auto below = base.find(key);
    auto* upper_table = std::get_if<TomlTable>(&value.value);
    auto* lower_table = below == base.end() ? nullptr : std::get_if<TomlTable>(&below->second.value);
    if (upper_table != nullptr && lower_table != nullptr) {
      lay(std::move(*upper_table), *lower_table);
      below->second.where = value.where;
    } else {
      base.insert_or_assign(key, std::move(value));
    }
  }
}

bool same_file(const fs::path& a, const fs::path& b) {
  std::error_code error;
  return a == b || fs::equivalent(a, b, error);
}

// The scenarios of one chain, the one the user named first.
class Chain {
 public:
  Chain(fs::path file, Problems& problems) : problems_{problems} { files_.push_back(std::move(file)); }

  MergedScenario merge(std::optional<std::string> text) {
    MergedScenario merged;
    std::vector<TomlTable> layers;
    while (text) {
      auto layer = read_toml(*text, files_.back().string(), problems_);
      text.reset();
      merged.whole = layer.has_value();
      if (!layer) break;
      settle(*layer, files_.back().parent_path(), problems_);
      if (const auto base = layer->find("extends"); base != layer->end()) {
        text = follow(base->second);
        merged.whole = text.has_value();
        layer->erase(base);
      }
      layers.push_back(std::move(*layer));
    }
    for (const fs::path& one : files_) merged.files.push_back(one.string());
    for (; !layers.empty(); layers.pop_back()) {
      lay_policies(layers.back(), merged.keys);
      lay(std::move(layers.back()), merged.keys);
    }
    return merged;
  }

 private:
  // The text of the scenario that `extends` names.
  std::optional<std::string> follow(const TomlValue& extends) {
    const auto* name = std::get_if<std::string>(&extends.value);
    if (name == nullptr) {
      problems_.add(extends.where,
                    fmt::format("extends is {}, allowed is text: the path of a scenario", describe(extends)));
      return std::nullopt;
    }
    const fs::path base = plain_path(files_.back().parent_path() / *name);
    if (std::any_of(files_.begin(), files_.end(),
                    [&](const fs::path& one) { return same_file(one, base); })) {
      problems_.add(extends.where,
                    fmt::format("extends leads in a circle: {} -> {}", chain_text(), base.string()));
      return std::nullopt;
    }
    if (files_.size() > kLongestChain) {
      problems_.add(extends.where,
                    fmt::format("extends leads through more than {} scenarios", kLongestChain));
      return std::nullopt;
    }
    if (const auto why = why_unreadable(base, kMostScenarioBytes)) {
      problems_.add(extends.where, fmt::format("extends names {}, which {}", in_quotes(base.string()), *why),
                    nearest_file(base));
      return std::nullopt;
    }
    files_.push_back(base);
    return read_text(base, kMostScenarioBytes);
  }

  [[nodiscard]] std::string chain_text() const {
    std::string text;
    for (const fs::path& one : files_) text += (text.empty() ? "" : " -> ") + one.string();
    return text;
  }

  Problems& problems_;
  std::vector<fs::path> files_;
};

// The table of a section, made if it is not there.
TomlTable& section(TomlTable& keys, const std::string& name, const Place& where) {
  TomlValue& value = keys.try_emplace(name, TomlValue{TomlTable{}, where, where}).first->second;
  if (!std::holds_alternative<TomlTable>(value.value)) value = {TomlTable{}, where, where};
  return std::get<TomlTable>(value.value);
}

std::vector<std::string> settable_names(const std::vector<std::string>& parameters) {
  std::vector<std::string> names = parameters;
  for (const std::string& key : scenario_keys())
    if (key != "extends" && !is_section(key)) names.push_back(key);
  for (const char* key : {"time.start", "time.end", "time.step", "scale.people_per_agent", "record.every",
                          "record.flows", "record.agents", "record.panels"})
    names.emplace_back(key);
  names.insert(names.end(), lock_in_paths().begin(), lock_in_paths().end());
  return names;
}

// The settable path that is nearest to one that is none; empty when none is near.
std::string nearest_path(const std::string& path, const std::vector<std::string>& parameters) {
  std::vector<std::string> names = settable_names(parameters);
  if (const std::size_t dot = path.find('.'); dot != std::string::npos)
    names.push_back("policy" + path.substr(dot));  // whether it has such a policy is the next question
  return nearest_name(path, names);
}

}  // namespace

MergedScenario read_merged(const fs::path& file, Problems& problems) {
  if (const auto why = why_unreadable(file, kMostScenarioBytes)) {
    problems.add({file.string(), 0, 0}, "the scenario " + *why, nearest_file(file));
    return {{}, false, {}};
  }
  return parse_merged(read_text(file, kMostScenarioBytes), file, problems);
}

MergedScenario parse_merged(std::string_view text, const fs::path& file, Problems& problems) {
  return Chain{file, problems}.merge(std::string{text});
}

void apply_set(const std::string& assignment, const std::vector<std::string>& parameters,
               MergedScenario& scenario, Problems& problems) {
  const Place where{"--set " + assignment, 0, 0};
  const std::size_t equals = assignment.find('=');
  std::string path = assignment.substr(0, equals);
  path.erase(std::remove(path.begin(), path.end(), '"'), path.end());  // parameters."a.b" is parameters.a.b
  if (equals == std::string::npos || path.empty()) {
    problems.add(where, "not of the form path.to.key=value", "for example --set time.end=2020");
    return;
  }
  const TomlValue value = toml_value_or_text(assignment.substr(equals + 1), where);
  const std::size_t dot = path.find('.');
  const std::string first = path.substr(0, dot);
  const std::vector<std::string>& keys = scenario_keys();
  if (first == "extends") {
    problems.add(where, "extends cannot be set here, only in a scenario file");
  } else if (path == "policy") {
    replace_policies(value, scenario.keys, problems);
  } else if (first == "policy") {
    set_policy(path.substr(dot + 1), value, scenario.whole, scenario.keys, problems);
  } else if (first == "lockin" && dot != std::string::npos &&
             set_lock_in(path.substr(dot + 1), value, scenario.keys)) {
    return;
  } else if (first != "lockin" && is_section(first) && dot != std::string::npos) {
    section(scenario.keys, first, where).insert_or_assign(path.substr(dot + 1), value);
  } else if (dot == std::string::npos && std::find(keys.begin(), keys.end(), first) != keys.end()) {
    scenario.keys.insert_or_assign(first, value);
  } else if (std::find(parameters.begin(), parameters.end(), path) != parameters.end()) {
    section(scenario.keys, "parameters", where).insert_or_assign(path, value);
  } else {
    const std::string near = nearest_path(path, parameters);
    problems.add(
        where, fmt::format("{} is neither a key of a scenario nor a parameter of its model", in_quotes(path)),
        near.empty() ? "`yanzhen list parameters` prints all parameters"
                     : fmt::format("did you mean \"{}\"?", near));
  }
}

const std::vector<std::string>& scenario_keys() {
  static const std::vector<std::string> keys{"title", "question", "model",  "extends",    "seed",   "time",
                                             "scale", "data",     "record", "parameters", "policy", "lockin"};
  return keys;
}

fs::path plain_path(const fs::path& path) {
  std::error_code error;
  fs::path plain = path.lexically_normal();
  const bool same = fs::equivalent(path, plain, error) || !fs::exists(path, error);
  return same ? plain : path;
}

}  // namespace yanzhen
