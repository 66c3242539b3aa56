#include "tools/interrupt.hpp"

#include <array>
#include <csignal>
#include <cstddef>

namespace yanzhen::tools {
namespace {

constexpr std::array kWatched{SIGINT, SIGTERM, SIGHUP};

volatile std::sig_atomic_t asked_to_stop = 0;  // a signal handler can reach nothing but a global
std::array<struct sigaction, kWatched.size()> previous{};

extern "C" void remember(int) { asked_to_stop = 1; }

}  // namespace

InterruptWatch::InterruptWatch() {
  asked_to_stop = 0;
  struct sigaction once {};
  once.sa_handler = remember;
  // Reset: the system puts the default action back, so that the second signal needs no code of ours to work.
  // Restart: no read or write of HDF5 is cut short by it.
  once.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
  sigemptyset(&once.sa_mask);
  for (std::size_t i = 0; i < kWatched.size(); ++i) {
    sigaction(kWatched[i], nullptr, &previous[i]);
    if (previous[i].sa_handler != SIG_IGN) sigaction(kWatched[i], &once, nullptr);
  }
}

InterruptWatch::~InterruptWatch() {
  for (std::size_t i = 0; i < kWatched.size(); ++i) sigaction(kWatched[i], &previous[i], nullptr);
}

bool InterruptWatch::asked() const noexcept { return asked_to_stop != 0; }

void turn_write_signals_into_errors() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

}  // namespace yanzhen::tools
