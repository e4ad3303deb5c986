// Lists: as many pages as it takes, printed as a table or as lines of JSON.
#pragma once

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tools/cli/json.h"
#include "tools/cli/option.h"
#include "tools/cli/session.h"
#include "tools/cli/time_text.h"

namespace baton::cli {

// The largest page that the API gives.
inline constexpr int kMaxPageSize = 1000;

// How much of a list to show.
struct ListFlags {
  int limit = 100;
  bool all = false;
};

inline void DeclareListFlags(Options& options, ListFlags& flags) {
  const Option limit =
      options.Add("--limit", flags.limit, "Show at most this many").AtLeastOne().ShowDefault();
  options.AddFlag("--all", flags.all, "Show all of them").Excludes(limit);
}

// The first items of a list, and whether there are more.
template <typename Item>
struct Listing {
  std::vector<Item> items;
  bool more = false;
};

// Reads pages until the limit or the end is reached.
template <typename Stub, typename Request, typename Response, typename Item>
absl::StatusOr<Listing<Item>> ReadList(
    Session& session, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
    Request request, const google::protobuf::RepeatedPtrField<Item>& (Response::*items)() const,
    const ListFlags& flags) {
  Listing<Item> listing;
  do {
    const int left = flags.limit - static_cast<int>(listing.items.size());
    request.set_page_size(flags.all ? kMaxPageSize : std::min(left, kMaxPageSize));
    BATON_ASSIGN_OR_RETURN(const Response page, session.Call(method, request));
    listing.items.insert(listing.items.end(), (page.*items)().begin(), (page.*items)().end());
    request.set_page_token(page.next_page_token());
    listing.more = !page.next_page_token().empty();
  } while (listing.more && (flags.all || static_cast<int>(listing.items.size()) < flags.limit));
  return listing;
}

// Prints a list: a line of JSON an item, or what `render` makes of all of them. That there is
// nothing, or more, is said on standard error.
template <typename Item, typename Render>
absl::Status PrintList(Session& session, const absl::StatusOr<Listing<Item>>& listing,
                       Render render) {
  if (!listing.ok()) return listing.status();
  if (session.json()) {
    for (const Item& item : listing->items) session.out() << JsonLine(item);
    return absl::OkStatus();
  }
  if (listing->items.empty()) {
    session.notes() << "nothing to show\n";
    return absl::OkStatus();
  }
  session.out() << render(listing->items);
  if (listing->more) session.notes() << "there are more: use --limit or --all\n";
  return absl::OkStatus();
}

// Joins conditions of AIP-160 with AND.
class Filter {
 public:
  // field = "tenants/acme/people/rosa"; left out when the value is empty.
  void Name(const std::string& field, const std::string& value) {
    if (value.empty()) return;
    Append(field + " = \"" + absl::StrReplaceAll(value, {{"\\", "\\\\"}, {"\"", "\\\""}}) + "\"");
  }

  // field = routed; left out when the value is empty.
  void Word(const std::string& field, const std::string& value) {
    if (!value.empty()) Append(field + " = " + value);
  }

  // field >= "2027-01-01T00:00:00Z" and the like.
  void Compare(const std::string& field, const std::string& comparison, absl::Time time) {
    Append(field + " " + comparison + " \"" +
           absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", time, absl::UTCTimeZone()) + "\"");
  }

  // field < now, the server's.
  void BeforeNow(const std::string& field) { Append(field + " < now"); }

  const std::string& text() const { return text_; }

 private:
  void Append(const std::string& condition) { text_ += (text_.empty() ? "" : " AND ") + condition; }

  std::string text_;
};

}  // namespace baton::cli
