// What becomes of the signals that CSMs route, from the signals of a quarter (H-13, H-10).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "absl/time/time.h"
#include "baton/v1/policy.pb.h"
#include "baton/v1/report_service.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "domain/fiscal.h"

namespace baton::domain {

// Takes signals one by one, in any order, and answers the figures. A signal may be given to each of
// the three functions; to each once.
class SignalQuality {
 public:
  // As of `now`. `asked_for` says whether the figures of a person, by full name, are wanted.
  SignalQuality(const v1::Policy& policy, const Quarter& quarter, absl::Time now,
                std::function<bool(const std::string&)> asked_for);

  // A signal that was first routed in the quarter; one that came back is no second one (H-11).
  // `csm` filed it first. `outcome` is the last state with an outcome of it and of those as which
  // it came back, or its own state while there is none.
  void AddRouted(const v1::Signal& signal, const std::string& csm, v1::SignalState outcome);

  // A signal that was filed in the quarter. Those that came back from others are passed over.
  void AddFiled(const v1::Signal& signal);

  // A signal that may have a milestone in the quarter: for the contacts of model A (S-11).
  void AddClock(const v1::Signal& signal);

  // Everybody with figures, by full name, and the sums; without names to display. Signals that
  // nobody filed (T-10) have no CSM and count for nobody.
  v1::SignalQualityResponse Finish() const;

 private:
  struct Tally {
    int64_t routed = 0;
    int64_t won = 0;
    int64_t with_outcome = 0;
    int64_t qualified = 0;
    int64_t filed = 0;
    int64_t taken_back = 0;
    int64_t own_contacted = 0;
    int64_t own_contacts = 0;
  };

  static void Merge(const Tally& more, Tally* tally);
  static v1::CsmQuality QualityOf(const Tally& tally);
  // Null when nobody asks for the CSM.
  Tally* TallyOf(const std::string& csm);

  const v1::Policy policy_;
  const Quarter quarter_;
  const absl::Time now_;
  const std::function<bool(const std::string&)> asked_for_;
  std::map<std::string, Tally> csms_;
};

}  // namespace baton::domain
