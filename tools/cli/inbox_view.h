// The inbox: what is open, most urgent first.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "baton/v1/signal_handoff_service.pb.h"
#include "tools/cli/session.h"

namespace baton::cli {

// The open signals as WatchSignals has told of them so far.
class Inbox {
 public:
  // Takes a signal as it stands now; a closed one leaves.
  void Apply(const v1::Signal& signal);

  void Clear() { signals_.clear(); }

  // By deadline; those without one last, by name.
  std::vector<v1::Signal> Sorted() const;

 private:
  std::map<std::string, v1::Signal> signals_;
};

// The inbox with a heading; on a screen, as many lines as fit. `footer` is the last line.
std::string InboxScreen(const Inbox& inbox, const std::string& footer, const View& view);

}  // namespace baton::cli
