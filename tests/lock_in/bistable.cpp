#include "tests/lock_in/bistable.hpp"

#include <bit>
#include <cmath>
#include <numeric>

#include "engine/checksum.hpp"
#include "engine/random.hpp"

namespace yanzhen::testing {
namespace {

constexpr double kMonth = 1.0 / 12;
constexpr int kParts = 40;
constexpr std::size_t kIndustries = 2;

double force(double x, double p, double memory) { return memory > 0 ? x - x * x * x + p : -(x + 1) + p; }

double after_a_month(double x, double p, double memory) {
  constexpr double h = kMonth / kParts;
  for (int part = 0; part < kParts; ++part) {
    const double a = force(x, p, memory);
    const double b = force(x + h / 2 * a, p, memory);
    const double c = force(x + h / 2 * b, p, memory);
    const double d = force(x + h * c, p, memory);
    x += h / 6 * (a + 2 * b + 2 * c + d);
  }
  return x;
}

void set(BistableSettings& to, const std::string& name, double value, Problems& problems) {
  const std::pair<const char*, double*> known[] = {{"p", &to.p},
                                                   {"push", &to.push},
                                                   {"push_from", &to.push_from},
                                                   {"push_years", &to.push_years},
                                                   {"noise", &to.noise},
                                                   {"memory", &to.memory},
                                                   {"years", &to.years},
                                                   {"start", &to.start}};
  for (const auto& [key, place] : known)
    if (name == key) {
      *place = value;
      return;
    }
  problems.add({"--set", 0, 0}, "there is no " + name);
}

}  // namespace

Bistable::Bistable(const BistableSettings& settings, const Clock&, std::uint64_t seed)
    : settings_{settings},
      seed_{seed},
      dimensions_{
          {"city", "city", {"上海市", "南通市"}, {{"name_en", "English name", {"Shanghai", "Nantong"}}}},
          {"industry", "industry", {"textiles", "electronics"}, {}}},
      panels_{{"size", {"city", "industry"}, "1", "2 + x", PanelValues::real, PanelGroup::state},
              {"total", {"city"}, "1", "sum over industries", PanelValues::real, PanelGroup::state},
              {"all", {}, "1", "sum of all", PanelValues::real, PanelGroup::index},
              {"months", {}, "month", "steps since the last look", PanelValues::whole, PanelGroup::flow}},
      phases_{{"move", [this](Step now) { move(now); }}},
      x_(2 * kIndustries, settings.start) {}

void Bistable::move(Step now) {
  const double year = now * kMonth;
  const bool pushed = year >= settings_.push_from && year < settings_.push_from + settings_.push_years;
  const StepDraws draws{seed_, 1, now};
  for (std::size_t k = 0; k < x_.size(); ++k) {
    const double p = settings_.p + (pushed && k == 0 ? settings_.push : 0.0);
    x_[k] = after_a_month(x_[k], p, settings_.memory);
    const double uniform = unit_interval(draws.block(static_cast<std::uint32_t>(k))[0]) - 0.5;
    x_[k] += settings_.noise * std::sqrt(12 * kMonth) * uniform;  // variance 1/12 of a uniform number
  }
  ++months_;
}

void Bistable::measure(std::size_t panel, std::span<double> out) const {
  if (panel == 3) {
    out[0] = static_cast<double>(months_);
    return;
  }
  for (double& one : out) one = 0;
  for (std::size_t k = 0; k < x_.size(); ++k)
    out[panel == 0 ? k : panel == 1 ? k / kIndustries : 0] += 2 + x_[k];
}

void Bistable::visit_state(StateVisitor& visitor) {
  visitor.array("x", x_);
  visitor.value("months", months_);
}

std::uint64_t Bistable::checksum() const {
  Checksum sum;
  for (const double x : x_) sum.add(std::bit_cast<std::uint64_t>(x));
  return sum.value();
}

Simulation bistable_run(std::span<const std::string> settings, std::uint64_t seed) {
  using namespace std::chrono;
  BistableSettings read;
  Problems problems;
  std::string end;
  for (const std::string& one : settings) {
    const std::size_t equals = one.find('=');
    if (one.starts_with("time.end="))
      end = one.substr(equals + 2, one.size() - equals - 3);
    else
      set(read, one.substr(0, equals), std::stod(one.substr(equals + 1)), problems);
  }
  problems.throw_if_any();
  const year_month_day start = 2000y / January / 1;
  const Clock far{start, 2900y / January / 1, StepLength::month};
  Scenario scenario;
  scenario.clock =
      Clock{start, end.empty() ? far.date(static_cast<Step>(12 * read.years)) : date_from(end).value(),
            StepLength::month};
  return {scenario, std::make_unique<Bistable>(read, scenario.clock, seed)};
}

lock_in::Maker bistable_maker(std::vector<std::string> common) {
  return [common](std::span<const std::string> settings, std::uint64_t seed) {
    std::vector<std::string> all = common;
    all.insert(all.end(), settings.begin(), settings.end());
    return bistable_run(all, seed);
  };
}

WatchSettings first_cell() { return {"size", {{"city", "Shanghai"}, {"industry", "textiles"}}, "", {}}; }

}  // namespace yanzhen::testing
