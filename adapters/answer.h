// What a vendor's answer means: done, done before, try again, or never.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace baton::adapters {

enum class Verdict {
  kDone,
  kDoneBefore,  // by an earlier try: the same key is there already
  kTryAgain,    // the other side can't now
  kSlowDown,    // the other side says that it was too much; it is well otherwise
  kNewToken,    // the access token has run out
  kRefused,     // the same request will never be taken
  kGone,        // 410: nothing is to be sent there any more
};

struct VendorAnswer {
  int status = 0;
  std::string content_type;
  std::string body;
};

struct Judgement {
  Verdict verdict = Verdict::kTryAgain;
  // For people and the log, without content: "503 Service Unavailable", "400 STRING_TOO_LONG".
  std::string words;
  // The other side's id of what was made; empty where it tells none.
  std::string id;
};

// "503 Service Unavailable"; the number alone for a status without a name.
std::string StatusWords(int status);

// By the vendor's own rules: Salesforce's graph that failed within a 200, Slack's ok, Gainsight's
// result. What claims success in HTML is no success (R18). For "webhook" any 2xx is done and
// anything else but 410 is tried again.
Judgement JudgeAnswer(absl::string_view vendor, const VendorAnswer& answer);

}  // namespace baton::adapters
