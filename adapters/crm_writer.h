// The contract of writing into a CRM: what became of a signal in, the HTTP requests that tell the
// CRM out (H-15, S-5, H-11).
//
// Rendering is pure: the same records give the same bytes. Every request may be sent again: what
// would be made twice has a key of its own that the CRM keeps unique, so that a repeat either
// changes nothing or is refused as a duplicate, which means that it was done before.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "baton/v1/common.pb.h"
#include "baton/v1/opportunity.pb.h"
#include "baton/v1/signal.pb.h"

namespace baton::adapters {

// What whoever sends the requests puts in for these texts: the access token, and the id that the
// answer to the first request gave.
inline constexpr absl::string_view kAccessToken = "{{access_token}}";
inline constexpr absl::string_view kFirstAnswerId = "{{responses[0].body.id}}";

struct HttpRequest {
  std::string method;
  // From the host's root on, escaped: "/crm/v3/objects/deals".
  std::string path;
  std::vector<std::pair<std::string, std::string>> headers;
  // JSON.
  std::string body;
  // Where what was made by an earlier try is found by its key, for a vendor that says only that it
  // is there; empty: nothing more needs to be known of it.
  std::string find_path = {};
};

// In their order; each needs the one before to have been answered with success.
using HttpRequests = std::vector<HttpRequest>;

// How a tenant's CRM is called, and what its people named.
struct CrmSettings {
  // Salesforce: the version of the REST API.
  std::string api_version = "v67.0";
  // HubSpot: where the objects' paths begin.
  std::string objects_path = "/crm/v3/objects";
  // The organisation's own names of fields, by the name that is used without: {"CSM__c",
  // "Success_Manager__c"}. One without a name is left out, unless it is the key of a request.
  std::map<std::string, std::string> field_names;
  // Where the owners of tasks have their days, for CRMs whose tasks are due on a day.
  absl::TimeZone time_zone = absl::UTCTimeZone();
};

// The CRM's ids of what a signal is about; empty: it has none, or none is known.
struct CrmIds {
  std::string account;
  std::string contact;
  std::string ae;
  std::string csm;
  std::string opportunity;
};

// H-15. A routed signal, its clock's acknowledge_due_time included, and the opportunity that is to
// be made of it.
struct CrmHandoff {
  v1::Signal signal;
  CrmIds ids;
  v1::CreationSource creation_source = v1::CREATION_SOURCE_UNSPECIFIED;
  // T-1: the trigger event's name or, of another, its text.
  std::string trigger_event;
  std::string opportunity_name;
  // As the CRM names them; a CRM with one pipeline needs none.
  std::string stage;
  std::string pipeline;
  // When it is expected to close, YYYY-MM-DD.
  std::string close_date;
  // In `currency_code`, else of two decimals.
  std::optional<int64_t> amount_minor;
  // ISO 4217. Empty for a CRM that knows only one.
  std::string currency_code;
};

// S-5. A missed milestone, as a task of whoever it escalates to.
struct CrmEscalation {
  v1::Signal signal;
  CrmIds ids;
  std::string ae_name;
  // 1 for the first step, and so on.
  int level = 0;
  // The CRM's id of whose task it is.
  std::string owner_id;
  absl::Time due_time;
  // "not acknowledged by 2026-10-06T18:22:37Z". Up to " by " it stands in the task's subject.
  std::string reason;
};

// H-11. The signal's outcome, on the opportunity that its handoff made.
struct CrmOutcome {
  v1::Signal signal;
  // Of deferred and not_ready: when to ask again, YYYY-MM-DD.
  std::string revisit_date;
};

// H-5. A signal that is watched, as a task of its CSM's on the day when it is asked about again.
struct CrmWatchItem {
  v1::Signal signal;
  CrmIds ids;
  // What the task says, one line.
  std::string subject;
  absl::Time revisit_time;
};

// H-9, H-10. The handoff came to an end without an outcome.
struct CrmClose {
  v1::Signal signal;
  // "withdrawn".
  std::string state;
  std::string reason;
};

// Thread-safe.
class CrmWriter {
 public:
  virtual ~CrmWriter() = default;

  // The CRM's name in lower case: "salesforce".
  virtual absl::string_view vendor() const = 0;

  // Each gives INVALID_ARGUMENT, reason INVALID_FIELDS, naming everything that the CRM needs and
  // the record lacks.
  virtual absl::StatusOr<HttpRequests> RenderHandoff(const CrmHandoff& handoff,
                                                     const CrmSettings& settings) const = 0;
  virtual absl::StatusOr<HttpRequests> RenderEscalation(const CrmEscalation& escalation,
                                                        const CrmSettings& settings) const = 0;
  virtual absl::StatusOr<HttpRequests> RenderOutcome(const CrmOutcome& outcome,
                                                     const CrmSettings& settings) const = 0;
  virtual absl::StatusOr<HttpRequests> RenderWatchItem(const CrmWatchItem& item,
                                                       const CrmSettings& settings) const = 0;
  virtual absl::StatusOr<HttpRequests> RenderClose(const CrmClose& close,
                                                   const CrmSettings& settings) const = 0;
};

}  // namespace baton::adapters
