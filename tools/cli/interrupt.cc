#include "tools/cli/interrupt.h"

#include <csignal>

namespace baton::cli {
namespace {

volatile std::sig_atomic_t interrupted = 0;

void Note(int) { interrupted = 1; }

}  // namespace

InterruptWatch::InterruptWatch() {
  interrupted = 0;
  std::signal(SIGINT, Note);
  std::signal(SIGTERM, Note);
}

InterruptWatch::~InterruptWatch() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

bool InterruptWatch::Interrupted() { return interrupted != 0; }

}  // namespace baton::cli
