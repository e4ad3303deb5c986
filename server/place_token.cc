#include "server/place_token.h"

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "domain/refusal.h"

namespace baton::server {
namespace {

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

std::string Prefix(std::string_view list, std::string_view tenant) {
  return absl::StrCat(View(list), ":", View(tenant), ":");
}

}  // namespace

std::string PlaceToken(std::string_view list, std::string_view tenant, int64_t place) {
  return absl::WebSafeBase64Escape(absl::StrCat(Prefix(list, tenant), place));
}

absl::StatusOr<int64_t> ParsePlaceToken(std::string_view list, std::string_view tenant,
                                        std::string_view token) {
  if (token.empty()) return -1;
  std::string text;
  int64_t place = 0;
  if (absl::WebSafeBase64Unescape(View(token), &text)) {
    absl::string_view rest = text;
    if (absl::ConsumePrefix(&rest, Prefix(list, tenant)) && absl::SimpleAtoi(rest, &place) &&
        place >= 0) {
      return place;
    }
  }
  return domain::Refuse(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_PAGE_TOKEN_INVALID,
                        "the token is broken or another list's; begin again without one");
}

}  // namespace baton::server
