// What became of a signal, told to the CS platform that it came from (H-11).
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "adapters/crm_writer.h"

namespace baton::adapters {

// What stands for the key in the place where a platform takes it in a request's body.
inline constexpr absl::string_view kApiKey = "{{api_key}}";
// In a header: the base64 of user and password.
inline constexpr absl::string_view kBasic = "{{basic}}";

struct CsUpdate {
  // The delivery's name: the note's own key, where the platform knows such a thing.
  std::string key;
  // The platform's ids: the account's, and the source record's where the signal came from one.
  std::string account_id;
  std::string record_id;
  std::string subject;
  // Plain text, a line for each fact.
  std::string text;
  // The mail address of whose note it is; empty: the connection's.
  std::string author_email;
  absl::Time time;
};

// A connection's settings by name.
using CsSettings = std::map<std::string, std::string>;

// Renders the platform's note. INVALID_ARGUMENT, reason INVALID_FIELDS, naming everything that the
// platform needs and that is missing. Pure.
using CsUpdateWriter = absl::StatusOr<HttpRequests> (*)(const CsUpdate&, const CsSettings&);

// The delivery's body as lines for people: "Outcome: won". Anything but a JSON object stays as it
// is.
std::string CsUpdateText(absl::string_view body);

// The setting's value; `otherwise` where there is none.
std::string SettingOr(const CsSettings& settings, const std::string& name,
                      absl::string_view otherwise);

}  // namespace baton::adapters
