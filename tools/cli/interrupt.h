// Ctrl-C as something to ask for instead of something that kills.
#pragma once

namespace baton::cli {

// While one lives, SIGINT and SIGTERM are noted instead of ending the program. One at a time.
class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();

  // True once a signal arrived.
  static bool Interrupted();
};

}  // namespace baton::cli
