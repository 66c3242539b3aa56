#pragma once
//! \file  Ctrl-C and its kin as a question that a run asks between two steps.

namespace yanzhen::tools {

/// While it lives, the first SIGINT, SIGTERM or SIGHUP (a terminal that was closed) only sets a flag; a
/// second of the same kind ends the program at once, as it would have without this. A signal that whoever
/// started us had switched off (nohup, a background job of a script) stays off. Restores what was there
/// before. One at a time.
class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  [[nodiscard]] bool asked() const noexcept;
};

/// A reader that goes away (`yanzhen list parameters | head`) or a limit on file sizes must not kill a run:
/// writing then fails as it does on a full disk, and is reported so.
void turn_write_signals_into_errors();

}  // namespace yanzhen::tools
