#include "tools/plot/provenance.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <set>

#include "tools/build_info.hpp"
#include "tools/plot/paper_text.hpp"

namespace yanzhen::tools::plot {
namespace {

constexpr std::size_t kLongest = 300;  // columns of any text; 10,000 letters help nobody

std::string element(const std::string& name, const std::string& text) {
  return fmt::format("<{}>{}</{}>\n", name, escaped(shown(text, kLongest)), name);
}

std::string run_element(const RunSummary& run, const std::string& file) {
  std::string text = "<yanzhen:run rdf:parseType=\"Resource\">\n";
  text += element("yanzhen:file", std::filesystem::path{file}.filename().string());
  text += element("dc:title", run.title);
  text += element("yanzhen:scenario_file", std::filesystem::path{run.scenario_file}.filename().string());
  text += element("yanzhen:seed", std::to_string(run.seed));
  text += element("yanzhen:checksum", fmt::format("{:016x}", run.checksum));
  text += element("yanzhen:complete", run.complete ? "1" : "0");
  text += element("yanzhen:version", run.version);
  text += element("yanzhen:commit", run.commit);
  return text + "</yanzhen:run>\n";
}

// Of the runs that are in the figure.
std::string run_elements(const PlottedFiles& files) {
  std::set<std::size_t> used;
  for (const PlottedScenario& scenario : files.scenarios) {
    used.insert(scenario.runs.begin(), scenario.runs.end());
    used.insert(scenario.bases.begin(), scenario.bases.end());
  }
  std::string text;
  for (const std::size_t run : used)
    text += run_element(files.summaries[run], files.heads.files[run].run.file);
  return text;
}

}  // namespace

std::string head_elements(const FigureFacts& facts, const PlottedFiles& files, Language language) {
  std::string text =
      fmt::format("<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n",
                  escaped(shown(facts.title, kLongest)), escaped(shown(facts.description, kLongest)));
  text +=
      "<metadata>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:yanzhen=\"urn:yanzhen:figure\">\n"
      "<rdf:Description rdf:about=\"\">\n";
  text += element("dc:title", facts.title);
  text += element("dc:description", facts.description);
  text += element("dc:creator", fmt::format("yanzhen {} ({})", kVersion, kCommit));
  text += element("dc:format", "image/svg+xml");
  text += element("dc:language", language == Language::zh ? "zh" : "en");
  text += element("yanzhen:what", facts.what);
  text += element("yanzhen:panel", facts.panel);
  text += element("yanzhen:unit", facts.unit);
  text += element("yanzhen:by", facts.by);
  text += element("yanzhen:measure", facts.measure);
  text += element("yanzhen:from", facts.from);
  text += element("yanzhen:to", facts.to);
  text += run_elements(files);
  return text + "</rdf:Description>\n</rdf:RDF>\n</metadata>\n";
}

}  // namespace yanzhen::tools::plot
